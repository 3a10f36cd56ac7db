/**
 * The whole program: argv → command → exit code. What nearly every run needs is imported at once, so that
 * it is loaded as one; the wizard's prompts, the HCL parser, cdktf and Handlebars come when they are needed.
 */
import { execute } from './execute.ts';
import type { ExitCode } from './exit-code.ts';
import { allSaid } from './heed.ts';
import { obeyInterrupts } from './interruption.ts';
import { realTerminal } from './terminal.ts';
import { afterTrouble } from './trouble.ts';

obeyInterrupts();
void execute(process.argv.slice(2), realTerminal()).then(leave, (trouble: unknown) => {
  process.exitCode = afterTrouble(trouble);
});

/** All is done and written: to let Node take its memory apart piece by piece would be a twentieth of a run. */
function leave(code: ExitCode): void {
  process.exitCode = code;
  // oxlint-disable-next-line unicorn/no-process-exit
  if (allSaid()) process.exit();
}
