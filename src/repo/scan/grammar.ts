/** The HCL parser. Both wasm files travel inside the program, so that nothing is read from disk or fetched. */
import { Language, Parser } from 'web-tree-sitter';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import hcl from '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm';

let loaded: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  await Parser.init({ wasmBinary: runtime });
  return new Parser().setLanguage(await Language.load(hcl));
}

/** One parser for the whole run: loading it costs about 40 ms, each further file its length only. */
export const hclParser = (): Promise<Parser> => (loaded ??= load());
