/**
 * Bundles the program: ESM with code splitting, so that a command loads only what it uses, and
 * precompiled templates, so that the Handlebars compiler is not shipped on the hot path.
 */
import { readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { precompile } from './precompile-template.mjs';

const templates = {
  name: 'templates',
  setup: (b) => {
    b.onLoad({ filter: /\.hbs$/ }, async ({ path }) => ({ contents: precompile(await readFile(path, 'utf8')), loader: 'js' }));
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

await rm('dist', { recursive: true, force: true });
const result = await build({
  entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts', synth: 'src/stacks/main.ts' },
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
await mkdir('.cache', { recursive: true });
await writeFile('.cache/metafile.json', JSON.stringify(result.metafile));
