/** A resource as it is typed: a name or ARN as it is, a reference of Terraform after `ref:`. */
import type { Option, ResourceName } from '../catalog/option.ts';
import { traversal } from '../spec/rules/terraform.ts';
import type { Typed } from './asker.ts';
import { both, obeys } from './check.ts';

export const REF = 'ref:';

export const readResource = (text: string): ResourceName => (text.startsWith(REF) ? { ref: text.slice(REF.length) } : text);

export const writeResource = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'ref' in value ? `${REF}${String(value.ref)}` : String(value);

/** What is wrong with one that was typed, or nothing. */
export const resourceProblem = (option: Pick<Option, 'check' | 'checkRef'>, text: string): string | undefined =>
  text.startsWith(REF) ? both(obeys(traversal), (ref) => option.checkRef?.(ref))(text.slice(REF.length)) : option.check?.(text);

export const items = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** One, or several separated by commas, where a list is asked for. */
export function typedResource(option: Option): Typed<ResourceName> {
  const parts = (text: string): readonly string[] => (option.kind === 'resources' ? items(text) : [text.trim()]);
  return {
    read: (text) =>
      parts(text)
        .map((part) => resourceProblem(option, part))
        .find((problem) => problem !== undefined) ?? parts(text).map(readResource),
    write: writeResource,
    what: `a new one such as ${option.example}`,
  };
}
