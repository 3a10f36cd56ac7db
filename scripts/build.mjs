/**
 * Bundles the program, with templates precompiled, so that Handlebars is not loaded. Beside it the public
 * API with its types, the app of cdktf.json, the JSON Schema of irsa.yaml, and the notices of what is bundled.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { banner, bundling, take } from './bundling.mjs';
import { notices } from './third-party-notices.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const common = {
  ...bundling,
  outdir: 'dist',
  minify: true,
  metafile: true,
  legalComments: 'none',
  define: { __VERSION__: JSON.stringify(version) },
};

/** How a split module becomes a script. */
const script = { format: 'cjs', platform: 'node', target: 'node20.17', minify: true };

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
const [inProgram, inLibrary] = await Promise.all([program(), library(), declarations()]);
const metafile = { outputs: { ...inProgram.outputs, ...inLibrary.outputs } };
await mkdir('.cache', { recursive: true });
await writeFile('.cache/metafile.json', JSON.stringify(metafile));
await writeFile('THIRD-PARTY-NOTICES.md', await notices(metafile));

const { jsonSchema } = await import('../dist/index.js');
for (const kind of ['base', 'fragment', 'spec']) {
  await writeFile(`dist/${kind === 'spec' ? '' : `${kind}.`}schema.json`, `${JSON.stringify(jsonSchema(undefined, kind), null, 2)}\n`);
}

/**
 * Start-up is a feature, and each choice is measured (docs/performance.md): split, so that what is rarely
 * used is not loaded; apart from the library, with which it would share dozens of small files instead of a
 * large one; CommonJS, since Node 20 can keep compiled code of scripts only (src/cli/compiled-code.ts).
 * esbuild splits ES modules only, hence the two steps.
 */
async function program() {
  const { metafile, outputFiles } = await build({
    ...common,
    outdir: 'dist/program',
    entryPoints: { main: 'src/cli/entry.ts' },
    splitting: true,
    outExtension: { '.js': '.cjs' },
    plugins: [...common.plugins, take('web-tree-sitter', 'web-tree-sitter.cjs')],
    write: false,
  });
  await mkdir('dist/program');
  await rm('.cache/compiled', { recursive: true, force: true });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await transform(requiring(text, outputFiles), { ...script, sourcefile: path });
      await writeFile(path, code);
    }),
  );
  return metafile;
}

/** Parts are loaded when they are needed, but as scripts: for a module Node would start all of its machinery. */
function requiring(text, outputFiles) {
  return outputFiles
    .map(({ path }) => basename(path))
    .reduce((code, name) => code.replaceAll(`import("./${name}")`, `Promise.resolve().then(()=>require("./${name}"))`), text);
}

async function library() {
  const { metafile } = await build({
    ...common,
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
