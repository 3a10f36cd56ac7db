// Version and help are asked for by scripts and by people in a hurry: they load nothing else.
import { COMMAND_NAMES } from './command-names.ts';
import { keepCompiledCode } from './compiled-code.ts';

const [first] = process.argv.slice(2);
if (first === '--version' || first === '-v') process.stdout.write(`${__VERSION__}\n`);
else if (first === '--help' || first === '-h' || first === 'help') void import('./help.ts').then(({ printOverview }) => printOverview());
else {
  // A folder, or nothing: the wizard.
  keepCompiledCode(COMMAND_NAMES.find((name) => name === first) ?? 'create');
  void import('./main.ts');
}
