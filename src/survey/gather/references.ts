/** How a root names a cluster that a module below it has: by outputs on the way, or by those that are missing. */
import { resolve } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { ClusterReference, MissingOutput } from '../inventory.ts';
import { repeatedOf, type Instance } from './scopes.ts';

/** Expressions in the folder of the cluster itself. */
export interface ClusterOutputs {
  readonly name: string;
  readonly issuer: string;
  readonly oidcProviderArn?: string;
}

/** Names of outputs that are missing, as the eks module calls them. */
const SUGGESTED: Readonly<Record<keyof ClusterOutputs, string>> = {
  name: 'cluster_name',
  issuer: 'cluster_oidc_issuer_url',
  oidcProviderArn: 'oidc_provider_arn',
};

/** One for the folder of the cluster, and one for each module above it, up to the root. */
export function referencesTo(block: TreeBlock, scope: Instance, outputs: ClusterOutputs): ClusterReference[] {
  const index = indexOf(block);
  let here: ClusterOutputs = index === '' ? outputs : indexed(outputs, block, index);
  const references: ClusterReference[] = [{ root: scope.folder, ...spelled(here), missing: [] }];
  const missing: MissingOutput[] = [];
  for (let at: Instance = scope; at.caller !== undefined; at = at.caller.scope as Instance) {
    const call = `module.${at.caller.block.labels[0] ?? ''}${indexOf(at.caller.block)}`;
    const above: { -readonly [K in keyof ClusterOutputs]?: string } = {};
    for (const [key, value] of Object.entries(here) as [keyof ClusterOutputs, string][]) {
      const output = outputOf(at, value);
      if (output === undefined) missing.push({ module: at.folder, output: SUGGESTED[key], value });
      above[key] = `${call}.${output ?? SUGGESTED[key]}`;
    }
    here = above as ClusterOutputs;
    references.push({ root: (at.caller.scope as Instance).folder, ...spelled(here), missing: [...missing] });
  }
  return references;
}

const spelled = ({ name, issuer, oidcProviderArn }: ClusterOutputs): Omit<ClusterReference, 'root' | 'missing'> => ({
  name,
  issuer,
  ...(oidcProviderArn === undefined ? {} : { oidcProviderArn }),
});

/** What a block of many is called by; which of them is meant is for the reader to say. */
function indexOf(block: TreeBlock): string {
  const { repeated } = repeatedOf(block);
  return repeated === undefined ? '' : repeated === 'count' ? '[0]' : '[each.key]';
}

function indexed(outputs: ClusterOutputs, block: TreeBlock, index: string): ClusterOutputs {
  const [first = '', second = ''] = block.labels;
  const address = block.type === 'module' ? `module.${first}` : block.type === 'data' ? `data.${first}.${second}` : `${first}.${second}`;
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, (value as string).replace(address, address + index)]),
  ) as unknown as ClusterOutputs;
}

/** The output of a module that gives away an expression. */
function outputOf(scope: Instance, value: string): string | undefined {
  for (const [address, block] of scope.blocks) {
    const tree = address.startsWith('output.') ? block.attributes.get('value') : undefined;
    if (tree !== undefined && says(tree, scope, value)) return address.slice('output.'.length);
  }
  return undefined;
}

/** `try(module.eks[0].x, "")` says the same, and so does a local that is it. */
function says(tree: Tree, scope: Instance, value: string): boolean {
  const [first] = tree.kind === 'call' ? tree.arguments : [];
  if (first !== undefined) return says(first, scope, value);
  if (tree.kind === 'reference' && plain(tree.text) === plain(value)) return true;
  const found = resolve(tree, scope);
  return found.tree.kind === 'reference' && plain(found.tree.text) === plain(value);
}

const plain = (traversal: string): string => traversal.replace(/\[(\d+|\*|each\.key|"[^"]*")\]|\.(\d+|\*)(?=\.)/g, '');
