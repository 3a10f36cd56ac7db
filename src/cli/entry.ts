// Version and help are asked for by scripts and by people in a hurry: they load nothing else.
import { keepCompiledCode } from './compiled-code.ts';

const [first] = process.argv.slice(2);
if (first === '--version' || first === '-v') process.stdout.write(`${__VERSION__}\n`);
else if (first === '--help' || first === '-h' || first === 'help') void import('./help.ts').then(({ printOverview }) => printOverview());
else {
  keepCompiledCode(first === 'generate');
  void import('./main.ts');
}
