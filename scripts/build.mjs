/**
 * Bundles the program: ESM with code splitting, so that a command loads only what it uses, and
 * precompiled templates, so that the Handlebars compiler is not shipped on the hot path. Beside it
 * the types of the public API, the JSON Schema of irsa.yaml, and the notices of what is bundled.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { precompile } from './precompile-template.mjs';
import { notices } from './third-party-notices.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const templates = {
  name: 'templates',
  setup: (b) => {
    b.onLoad({ filter: /\.hbs$/ }, async ({ path }) => ({ contents: precompile(await readFile(path, 'utf8')), loader: 'js' }));
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

await rm('dist', { recursive: true, force: true });
const [{ metafile }] = await Promise.all([bundle(), declarations()]);
await mkdir('.cache', { recursive: true });
await writeFile('.cache/metafile.json', JSON.stringify(metafile));
await writeFile('THIRD-PARTY-NOTICES.md', await notices(metafile));

const { jsonSchema } = await import('../dist/index.js');
await writeFile('dist/schema.json', `${JSON.stringify(jsonSchema(), null, 2)}\n`);

function bundle() {
  return build({
    entryPoints: { main: 'src/cli/entry.ts', index: 'src/index.ts', synth: 'src/cli/synth.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    minify: true,
    keepNames: true,
    metafile: true,
    legalComments: 'none',
    define: { __VERSION__: JSON.stringify(version) },
    loader: { '.wasm': 'binary', '.json': 'json' },
    plugins: [templates],
    // Bundled CommonJS (cdktf) calls require() for Node's own modules.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
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
