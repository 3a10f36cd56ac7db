/** How the program is bundled, for whoever runs it: the build, and the docs that show what it prints. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { moduleOf } from './app-sources.mjs';
import { moduleOfTexts } from './texts.mjs';
import { precompile } from './precompile-template.mjs';

const sources = {
  name: 'sources',
  setup: (b) => {
    b.onLoad({ filter: /\.sources$/ }, async ({ path }) => ({ contents: moduleOf(await readFile(path, 'utf8')), loader: 'js' }));
  },
};

const templates = {
  name: 'templates',
  setup: (b) => {
    b.onLoad({ filter: /\.hbs$/ }, async ({ path }) => ({ contents: precompile(await readFile(path, 'utf8')), loader: 'js' }));
  },
};

const texts = {
  name: 'texts',
  setup: (b) => {
    b.onLoad({ filter: /\.texts$/ }, async ({ path }) => ({ contents: moduleOfTexts(await readFile(path, 'utf8')), loader: 'js' }));
  },
};

/** Of a library that comes in two builds, the one to be bundled. */
export const take = (name, file) => ({
  name: `take ${file}`,
  setup: (b) => {
    b.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: resolve('node_modules', name, file) }));
  },
});

export const bundling = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // What a page of ours holds is its text.
  loader: { '.wasm': 'binary', '.json': 'json', '.css': 'text', '.client.js': 'text' },
  // Of YAML's modules only what is used is bundled; its build for Node loads all of it, file by file: 3 ms.
  plugins: [templates, sources, texts, take('yaml', 'browser/index.js')],
};

/** Bundled CommonJS (cdktf) calls require() for Node's own modules. */
export const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};
