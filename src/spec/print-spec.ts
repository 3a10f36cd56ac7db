/** A spec as commented YAML, the way the documentation shows it. */
import { Document, isScalar, YAMLMap } from 'yaml';
import type { Pair, Scalar } from 'yaml';
import { schemaLine, sections, styledNode } from './layout.ts';
import type { SpecInput } from './spec-input.ts';

export type { SpecInput } from './spec-input.ts';

/** No line is folded: a long ARN stays one word. */
export const printing = { lineWidth: 0, flowCollectionPadding: true } as const;

/**
 * Writes irsa.yaml. Reading it again gives the same spec; the first line tells editors where its
 * schema is.
 */
export function printSpec(input: SpecInput): string {
  const document = new Document(null, { version: '1.2' });
  document.contents = styledNode({ version: 1, ...input }, []) as never;
  const contents: unknown = document.contents;
  if (contents instanceof YAMLMap) {
    for (const [i, pair] of (contents.items as Pair<Scalar>[]).entries()) {
      const said = isScalar(pair.key) ? sections[String(pair.key.value)] : undefined;
      if (said === undefined) continue;
      pair.key.commentBefore = ` ${said}`;
      pair.key.spaceBefore = i > 0;
    }
  }
  return `${schemaLine}\n# Edit it as you like, then run: npx create-irsa generate\n${document.toString(printing)}`;
}
