/** `npm test`: installs and builds if needed, then every check there is. Further arguments go to Jest. */
import { build, install, node, quietly, root, say } from './prepare.mjs';

process.chdir(root);
await install();
await build();

const checks = [
  ['Types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['Lint', 'node_modules/oxlint/bin/oxlint', '--type-aware'],
  ['Format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];
const tests = [
  'Tests',
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--maxWorkers=100%',
  ...process.argv.slice(2),
];

const failed = [];
const report = (title, code) => void (code !== 0 && failed.push(title));

// Side by side, as each keeps one processor busy; what they say is kept apart. Tests take all processors by themselves.
const checked = checks.map(([, ...command]) => quietly(process.execPath, command));
for (const [i, [title]] of checks.entries()) {
  say(title);
  const { code, output } = await checked[i];
  process.stderr.write(output);
  report(title, code);
}
const [title, ...command] = tests;
say(title);
report(title, await node(...command));

say(failed.length === 0 ? 'All is well' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
