/** `depends_on` of a block: what is lost with it where another block takes its place. Pure. */
import type { TreeBlock } from '../survey/code/tree.ts';

/** Of every block or module call; what it is given is all else. */
export const META: ReadonlySet<string> = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on']);

/** What it waits for beside what it names anyway. */
export function waitsFor(block: TreeBlock): string | undefined {
  const tree = block.attributes.get('depends_on');
  if (tree === undefined) return undefined;
  const named = JSON.stringify([...block.attributes].filter(([name]) => !META.has(name)).map(([, argument]) => argument));
  const others = (tree.kind === 'list' ? tree.items : [tree]).flatMap((item) => {
    const text = 'text' in item ? item.text : '…';
    return named.includes(`"${text}.`) ? [] : [text];
  });
  return others.length === 0 ? undefined : others.join(', ');
}
