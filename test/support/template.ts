/** Evaluates templates of Terraform JSON back to texts, written from the specification and not from our spelling. */
import { join, type Text } from '../../src/iam/text.ts';

const PARTS: readonly [RegExp, (match: RegExpExecArray) => Text][] = [
  [/\$\$\{/y, () => '${'],
  [/%%\{/y, () => '%{'],
  [/\$\{"([^"\\]*)"\}/y, ([, literal]) => literal!],
  [/\$\{([\w.[\]]+)\}/y, ([, traversal]) => ({ text: [{ ref: traversal! }] })],
  [/[^$%]+|\$(?!\{)|%(?!\{)/y, ([literal]) => literal],
];

/** https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions */
export function readTemplate(template: string): Text {
  const texts: Text[] = [];
  for (let at = 0; at < template.length;) {
    const found = PARTS.map(([pattern, read]) => {
      pattern.lastIndex = at;
      const match = pattern.exec(template);
      return match && { text: read(match), end: pattern.lastIndex };
    }).find((part) => part !== null);
    if (!found) throw new Error(`Not a template that we know, at ${at}: ${template}`);
    texts.push(found.text);
    at = found.end;
  }
  return join(...texts);
}
