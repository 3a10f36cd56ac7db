/** What `import bytes from 'web-tree-sitter/web-tree-sitter.wasm'` gives in the build: the bytes. Jest would instantiate it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export default new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm')));
