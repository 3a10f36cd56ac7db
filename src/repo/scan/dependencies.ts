/** What stands upstream of what, over all files of a root, override files included. */
import type { Dependencies, Reference } from '../../plan/repo-facts.ts';
import type { Block } from './block.ts';
import { addressesOf } from './collect.ts';

export function dependenciesOf(blocks: readonly Block[]): Dependencies {
  const references = new Map<string, readonly Reference[]>();
  const withDefault = new Set<string>();
  const variables = new Set<string>();
  for (const block of blocks) {
    const [label = ''] = block.labels;
    if (block.type === 'variable') {
      variables.add(label);
      if (block.references?.has('default')) withDefault.add(label);
    } else if (block.type === 'locals') {
      for (const [name, found] of block.references ?? []) references.set(`local.${name}`, found);
    } else {
      for (const address of addressesOf(block)) {
        references.set(address, [...(references.get(address) ?? []), ...[...(block.references?.values() ?? [])].flat()]);
      }
    }
  }
  return { references: Object.fromEntries(references), requiredVariables: [...variables].filter((name) => !withDefault.has(name)) };
}
