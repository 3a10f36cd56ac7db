/** The bytes of the HCL grammar, as the build embeds them. Jest would instantiate the module instead. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export default new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')),
);
