/**
 * Bundles the program, with templates precompiled, so that Handlebars is not loaded. Beside it the public
 * API with its types, the app of cdktf.json, the JSON Schema of irsa.yaml, and the notices of what is bundled.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleProgram } from './bundle-program.mjs';
import { banner, bundling } from './bundling.mjs';
import { notices } from './third-party-notices.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const options = { metafile: true, legalComments: 'none', define: { __VERSION__: JSON.stringify(version) } };

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
// What V8 made of the files before.
await rm('.cache/compiled', { recursive: true, force: true });
const [inProgram, inLibrary] = await Promise.all([bundleProgram('dist/program', options), library(), declarations()]);
const metafile = { outputs: { ...inProgram.outputs, ...inLibrary.outputs } };
await mkdir('.cache', { recursive: true });
await writeFile('.cache/metafile.json', JSON.stringify(metafile));
await writeFile('THIRD-PARTY-NOTICES.md', await notices(metafile));

const { jsonSchema } = await import('../dist/index.js');
for (const kind of ['base', 'fragment', 'spec']) {
  await writeFile(`dist/${kind === 'spec' ? '' : `${kind}.`}schema.json`, `${JSON.stringify(jsonSchema(undefined, kind), null, 2)}\n`);
}

async function library() {
  const { metafile } = await build({
    ...bundling,
    ...options,
    outdir: 'dist',
    minify: true,
    entryPoints: { index: 'src/index.ts', synth: 'src/cli/synth.ts' },
    splitting: true,
    banner,
  });
  return metafile;
}

async function declarations() {
  // `npm test` checks types.
  const flags = ['--noCheck', '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', 'dist/types', '--rootDir', 'src'];
  const project = '.cache/tsconfig.types.json';
  await mkdir('.cache', { recursive: true });
  await writeFile(project, JSON.stringify({ extends: '../tsconfig.json', include: [], files: ['../src/index.ts', '../src/assets.d.ts'] }));
  try {
    await promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project, ...flags]);
  } catch (cause) {
    throw new Error(`the declarations cannot be made:\n${cause.stdout}`, { cause });
  }
}
