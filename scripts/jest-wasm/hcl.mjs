/** What importing the wasm file gives in the build: its bytes. Jest would instantiate it, and maps `require.resolve` too. */
import { readFileSync } from 'node:fs';

export default new Uint8Array(
  readFileSync(new URL('../../node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm', import.meta.url)),
);
