/** Folders → the modules that Terraform would make of them: one for each root, one for each call. */
import type { Scope } from '../code/scope.ts';
import { literalText, type Tree, type TreeBlock } from '../code/tree.ts';
import { kindOfModule, type ModuleKind } from './module-kinds.ts';
import type { Material, TerraformFolder } from './material.ts';

/** One module in the tree of one root. */
export interface Instance extends Scope {
  /** Folder of the root at the top. */
  readonly root: string;
  /** `module.a.module.b.` */
  readonly prefix: string;
  readonly material: TerraformFolder;
  /** Blocks with the address of one before them, which Terraform refuses: the second, the third. */
  readonly again: ReadonlyMap<TreeBlock, number>;
  /** Label of a module call → which of the field's modules it calls. */
  readonly kinds: ReadonlyMap<string, ModuleKind>;
}

/** Calls of calls multiply; beyond, each further call is left out of the count, and its folder stands for itself. */
const MOST_INSTANCES = 5_000;
const DEEPEST = 8;

/** Folder that a relative source leads to; nothing if it leads elsewhere. */
export function folderOf(source: string, from: string): string | undefined {
  if (!/^\.\.?(\/|$)/.test(source)) return undefined;
  const steps: string[] = [];
  for (const step of `${from}/${source}`.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.length === 0 ? '.' : steps.join('/');
}

export const sourceOf = (block: TreeBlock): string | undefined => literalText(block.attributes.get('source'));

/** Folder → calls that lead to it from another folder. */
export function callsOf(
  folders: readonly TerraformFolder[],
): ReadonlyMap<string, readonly { readonly from: string; readonly block: TreeBlock }[]> {
  const known = new Set(folders.map(({ folder }) => folder));
  const calls = new Map<string, { from: string; block: TreeBlock }[]>();
  for (const { folder, blocks } of folders) {
    for (const block of blocks) {
      const to = block.type === 'module' ? folderOf(sourceOf(block) ?? '', folder) : undefined;
      if (to !== undefined && to !== folder && known.has(to)) calls.set(to, [...(calls.get(to) ?? []), { from: folder, block }]);
    }
  }
  return calls;
}

export function instancesOf({ folders, reading }: Material): Instance[] {
  const byFolder = new Map(folders.map((folder) => [folder.folder, folder]));
  const calls = callsOf(folders);
  const all: Instance[] = [];
  const make = (material: TerraformFolder, above?: { scope: Instance; block: TreeBlock }, depth = 0): Instance => {
    const { folder, blocks } = material;
    const inner = new Map<string, Instance>();
    const label = above?.block.labels[0] ?? '';
    const instance: Instance = {
      folder,
      root: above?.scope.root ?? folder,
      prefix: above === undefined ? '' : `${above.scope.prefix}module.${label}.`,
      material,
      again: againIn(blocks),
      kinds: kindsIn(material, byFolder),
      locals: localsOf(blocks),
      blocks: byAddress(blocks),
      ...(above === undefined ? {} : { caller: above }),
      called: (name) => inner.get(name),
      reading,
    };
    all.push(instance);
    for (const block of blocks) {
      const source = block.type === 'module' ? sourceOf(block) : undefined;
      const target = source === undefined ? undefined : byFolder.get(folderOf(source, folder) ?? '\0');
      // What the field's modules make is known without looking into a copy of them.
      if (target === undefined || target.folder === folder || instance.kinds.has(block.labels[0] ?? '')) continue;
      if (depth < DEEPEST && all.length < MOST_INSTANCES)
        inner.set(block.labels[0] ?? '', make(target, { scope: instance, block }, depth + 1));
    }
    return instance;
  };
  for (const material of folders) if (!calls.has(material.folder)) make(material);
  // Those that call one another in a circle; copies of known modules are looked into by nobody.
  const seen = new Set(all.map(({ folder }) => folder));
  const known = folders.flatMap((material) => [...kindsIn(material, byFolder).keys()].map((label) => `${material.folder}#${label}`));
  const isKnown = new Set(known);
  for (const material of folders) {
    const callers = calls.get(material.folder) ?? [];
    if (!seen.has(material.folder) && !callers.every(({ from, block }) => isKnown.has(`${from}#${block.labels[0] ?? ''}`))) make(material);
  }
  return all;
}

/** A variable that tells a copy of a module of the field from a module of the house with the same name. */
const SIGNATURES: Readonly<Partial<Record<ModuleKind, string>>> = {
  'iam-role-for-service-accounts-eks': 'oidc_providers',
  'iam-role-for-service-accounts': 'oidc_providers',
  'iam-assumable-role-with-oidc': 'provider_urls',
  'iam-eks-role': 'cluster_service_accounts',
  'iam-role': 'enable_oidc',
  'iam-policy': 'policy',
  'iam-oidc-provider': 'client_id_list',
};

function kindsIn({ folder, blocks }: TerraformFolder, byFolder: ReadonlyMap<string, TerraformFolder>): ReadonlyMap<string, ModuleKind> {
  const kinds = new Map<string, ModuleKind>();
  for (const block of blocks) {
    const source = block.type === 'module' ? sourceOf(block) : undefined;
    const kind = source === undefined ? undefined : kindOfModule(source);
    if (source === undefined || kind === undefined) continue;
    const copy = byFolder.get(folderOf(source, folder) ?? '\0');
    const signature = SIGNATURES[kind];
    if (copy === undefined || copy.blocks.some(({ type, labels }) => type === 'variable' && labels[0] === signature)) {
      kinds.set(block.labels[0] ?? '', kind);
    }
  }
  return kinds;
}

const localsOf = (blocks: readonly TreeBlock[]): ReadonlyMap<string, Tree> =>
  new Map(blocks.filter(({ type }) => type === 'locals').flatMap(({ attributes }) => [...attributes]));

export function addressOf({ type, labels: [first = '', second = ''] }: TreeBlock): string | undefined {
  if (type === 'resource') return `${first}.${second}`;
  if (type === 'data') return `data.${first}.${second}`;
  if (type === 'module' || type === 'output') return `${type}.${first}`;
  return type === 'variable' ? `var.${first}` : undefined;
}

const byAddress = (blocks: readonly TreeBlock[]): ReadonlyMap<string, TreeBlock> =>
  new Map(
    blocks.flatMap((block) => {
      const address = addressOf(block);
      return address === undefined ? [] : [[address, block] as const];
    }),
  );

function againIn(blocks: readonly TreeBlock[]): ReadonlyMap<TreeBlock, number> {
  const counts = new Map<string, number>();
  const again = new Map<TreeBlock, number>();
  for (const block of blocks) {
    const address = addressOf(block);
    if (address === undefined) continue;
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count > 1) again.set(block, count);
  }
  return again;
}

/** `count` or `for_each`, by which one block stands for any number. */
export const repeatedOf = ({ attributes }: TreeBlock): { readonly repeated?: 'count' | 'for_each' } =>
  attributes.has('for_each') ? { repeated: 'for_each' } : attributes.has('count') ? { repeated: 'count' } : {};

/** Id, root and address of what stands in a block. */
export const placedIn = (scope: Instance, block: TreeBlock, address = addressOf(block) ?? '') => ({
  id: `${idOf(scope, address)}${scope.again.has(block) ? `~${scope.again.get(block)}` : ''}`,
  root: scope.root,
  address: `${scope.prefix}${address}`,
  ...repeatedOf(block),
  at: block.at,
});

export const idOf = (scope: Instance, address: string): string => `${scope.root === '.' ? '' : scope.root}#${scope.prefix}${address}`;
