/**
 * Bundles the program. Start-up is a feature, and each choice is measured (docs/performance.md):
 *
 * - Split, so that what is rarely used is not loaded. esbuild splits, but knows no part that is loaded already:
 *   a module that the program and any of its late parts share becomes a file of its own, two dozen of them.
 *   Rollup knows, and puts them back into the part that is always there.
 * - Apart from the library, which would want still other pieces.
 * - CommonJS, since Node 20 can keep compiled code of scripts only (src/cli/compiled-code.ts).
 * - What reads a spec and what plans and prints are two files, since compiled code is read into one buffer, and
 *   the largest file says how much new memory is touched.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';
import { bundling, take } from './bundling.mjs';

const script = { format: 'cjs', platform: 'node', target: 'node20.17', minify: true };

/** @returns what is in which of esbuild's pieces */
export async function bundleProgram(outdir, options) {
  const { metafile, outputFiles } = await build({
    ...bundling,
    ...options,
    outdir,
    minifySyntax: true,
    entryPoints: { main: 'src/cli/entry.ts' },
    splitting: true,
    plugins: [...bundling.plugins, take('web-tree-sitter', 'web-tree-sitter.cjs')],
    write: false,
  });
  await mkdir(outdir);
  const parts = await merged(new Map(outputFiles.map(({ path, text }) => [basename(path), text])), readersOfSpecs(metafile));
  await Promise.all(
    parts.map(async ({ fileName, code }) =>
      writeFile(join(outdir, fileName), (await transform(code, { ...script, sourcefile: fileName })).code),
    ),
  );
  return metafile;
}

async function merged(pieces, readers) {
  const bundle = await rollup({
    input: 'main.js',
    plugins: [{ name: 'pieces', resolveId: idOf(pieces), load: (id) => pieces.get(id.replace(COPY, '')) }],
    external: (id) => isBuiltin(id),
    onwarn: ({ code, message }) => {
      // yaml's modules need each other, and web-tree-sitter brings the glue of a C compiler.
      if (code !== 'CIRCULAR_DEPENDENCY' && code !== 'EVAL') throw new Error(message);
    },
  });
  const { output } = await bundle.generate({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    // Each has a hash of its content in its name, since V8 compares only lengths.
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Z\d]{8}$/, '')}-[hash].cjs`,
    manualChunks: (id) => (readers.has(id) ? 'spec' : undefined),
    // Parts are loaded as scripts, too: for a module Node would start all of its machinery.
    dynamicImportInCjs: false,
    esModule: false,
    externalLiveBindings: false,
    freeze: false,
    generatedCode: { arrowFunctions: true, constBindings: true },
    interop: 'default',
  });
  return output;
}

const COPY = '?copy';

/**
 * Help is a file of its own, which loads no other, and the program has what the two share: `--help` reads little,
 * and a run has one file less to open.
 */
const idOf = (pieces) => (id, importer) => {
  const name = basename(id);
  if (!pieces.has(name)) return null;
  return importer?.endsWith(COPY) || (importer === 'main.js' && name.startsWith('help-')) ? name + COPY : name;
};

const OF_SPECS = /^(node_modules\/(yaml|zod)|src\/(spec|catalog|iam))\/|^src\/problem/;

/** The pieces that read a spec, of those that are always needed: parsers, rules, the catalog. */
function readersOfSpecs({ outputs }) {
  const pieces = new Set(Object.keys(outputs).filter((piece) => outputs[piece].entryPoint === 'src/cli/main.ts'));
  for (const piece of pieces)
    for (const { path, kind } of outputs[piece].imports) if (kind === 'import-statement' && outputs[path]) pieces.add(path);
  return new Set(
    [...pieces].filter((piece) => Object.keys(outputs[piece].inputs).every((file) => OF_SPECS.test(file))).map((piece) => basename(piece)),
  );
}
