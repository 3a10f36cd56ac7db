/** One configuration file's text → its blocks. The HCL parser is loaded when the first HCL comes along. */
import type { Reference } from '../../plan/repo-facts.ts';
import type { ReadFile, ReadOptions } from './block.ts';
import { readJson } from './read-json.ts';

export async function readConfig(name: string, content: string, options: ReadOptions): Promise<ReadFile> {
  const text = content.replace(/^\uFEFF/, '');
  if (name.endsWith('.json')) return readJson(text, options.wanted, options.references === true ? await templateReader() : undefined);
  const [{ readHcl }, { hclParser }] = await Promise.all([import('./read-hcl.ts'), import('./grammar.ts')]);
  return readHcl(await hclParser(), text, options);
}

async function templateReader(): Promise<(template: string) => readonly Reference[]> {
  const [{ referencesInTemplate }, { hclParser }] = await Promise.all([import('./references.ts'), import('./grammar.ts')]);
  const parser = await hclParser();
  return (template) => referencesInTemplate(parser, template);
}
