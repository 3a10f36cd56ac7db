/** What new workloads find: namespaces that are made, and what pods may be let into. */
import { nameableTypes } from '../../iam/nameable.ts';
import { writtenOf } from '../code/known.ts';
import type { TreeBlock } from '../code/tree.ts';
import { argumentsOf, some } from './arguments.ts';
import type { Gathered } from './gathered.ts';
import { placedIn, type Instance } from './scopes.ts';

const NAMESPACE = /^kubernetes_namespace(_v1)?$/;

/** Nothing for blocks that make neither. */
export function surroundingsOf(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const [type = ''] = block.labels;
  if (block.type !== 'resource') return {};
  if (NAMESPACE.test(type)) {
    const name = block.blocks.find((inside) => inside.type === 'metadata')?.attributes.get('name');
    return name === undefined ? {} : { namespaces: [{ ...placedIn(scope, block), form: 'terraform', name: writtenOf(name, scope) }] };
  }
  if (!nameableTypes.has(type)) return {};
  return { grantTargets: [{ ...placedIn(scope, block), type, ...some('name', argumentsOf(block, scope).text('name', 'bucket')) }] };
}
