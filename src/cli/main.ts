/**
 * The whole program: argv → command → exit code. What nearly every run needs is imported at once, so that
 * it is loaded as one; the wizard's prompts, the HCL parser, cdktf and Handlebars come when they are needed.
 */
import { execute } from './execute.ts';
import { obeyInterrupts } from './interruption.ts';
import { realTerminal } from './terminal.ts';
import { afterTrouble } from './trouble.ts';

obeyInterrupts();
void execute(process.argv.slice(2), realTerminal())
  .catch(afterTrouble)
  .then((code) => (process.exitCode = code));
