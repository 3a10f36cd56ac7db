/** What importing the wasm file gives in the build: its bytes. Jest would instantiate it, and maps `require.resolve` too. */
import { readFileSync } from 'node:fs';

export default new Uint8Array(readFileSync(new URL('../../node_modules/web-tree-sitter/web-tree-sitter.wasm', import.meta.url)));
