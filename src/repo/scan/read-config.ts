/** One configuration file's text → its blocks. The HCL parser is loaded when the first HCL comes along. */
import type { ReadFile, Wanted } from './block.ts';
import { readJson } from './read-json.ts';

export async function readConfig(name: string, content: string, wanted: Wanted): Promise<ReadFile> {
  const text = content.replace(/^\uFEFF/, '');
  if (name.endsWith('.json')) return readJson(text, wanted);
  const [{ readHcl }, { hclParser }] = await Promise.all([import('./read-hcl.ts'), import('./grammar.ts')]);
  return readHcl(await hclParser(), text, wanted);
}
