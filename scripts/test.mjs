/** `npm test`: installs and builds if needed, then every check there is. Further arguments go to Jest. */
import { build, install, node, root, say } from './prepare.mjs';

process.chdir(root);
await install();
await build();

const checks = [
  ['Types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['Lint', 'node_modules/oxlint/bin/oxlint', '--type-aware'],
  ['Format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['Tests', '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--maxWorkers=100%', ...process.argv.slice(2)],
];

const failed = [];
for (const [title, ...command] of checks) {
  say(title);
  if ((await node(...command)) !== 0) failed.push(title);
}

say(failed.length === 0 ? 'All is well' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
