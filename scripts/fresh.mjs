/** Makes anew what is made of the source (docs, examples), and exits 1 if that changed a file: `npm run fresh`. */
import { execFileSync } from 'node:child_process';
import { build, node, root } from './prepare.mjs';

process.chdir(root);
await build();
const codes = [await node('scripts/generate-docs.mjs'), await node('bin/create-irsa.js', 'generate', 'examples/**/irsa.yaml')];
const changed = execFileSync('git', ['status', '--porcelain', '--', 'docs', 'examples'], { encoding: 'utf8' });
if (changed !== '') console.error(`Not fresh:\n${changed}Commit what was made, after reading its diff.`);
process.exitCode = codes.every((code) => code === 0) && changed === '' ? 0 : 1;
