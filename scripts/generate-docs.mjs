/**
 * The reference pages of docs/, from what the program itself reads: the catalog, the schema of
 * irsa.yaml, the tables of commands and flags. `--check` writes nothing and exits 1 if a page is stale.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { addOnsPage } from './docs/add-ons.mjs';
import { commandsPage } from './docs/commands.mjs';
import { grantsPage } from './docs/grants.mjs';
import { specPage } from './docs/spec.mjs';

const { addOns, grants, commands, ExitCode, jsonSchema, builtOutputs } = await source(`
  export { addOns, grants } from './src/catalog/index.ts';
  export { commands } from './src/cli/commands.ts';
  export { ExitCode } from './src/cli/exit-code.ts';
  export { jsonSchema } from './src/spec/json-schema.ts';
  export { builtOutputs } from './src/spec/schema/spec-schema.ts';
`);
const examples = [await readFile('examples/04-existing-repository/irsa.yaml', 'utf8')];

const pages = {
  'docs/add-ons.md': addOnsPage({ addOns }),
  'docs/grants.md': grantsPage({ grants }),
  'docs/commands.md': commandsPage({ commands, ExitCode }),
  'docs/spec.md': specPage({ schema: jsonSchema(), builtOutputs, examples }),
};

const stale = [];
for (const [path, text] of Object.entries(pages)) {
  const wanted = await format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found.replaceAll('\r\n', '\n') === wanted) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) await writeFile(path, wanted);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run node scripts/generate-docs.mjs.`);
  process.exitCode = 1;
}

/** TypeScript modules of the program, bundled into a file that is gone again at once. */
async function source(contents) {
  const outfile = `.cache/generate-docs-${process.pid}.mjs`;
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
