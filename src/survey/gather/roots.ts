/** Roots with what they require, their providers and the modules they call. */
import { entriesOf, literalOf, writtenOf } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { ModuleInput, ModuleUse, Provider, ProviderRequirement, Root } from '../inventory.ts';
import { argumentsOf, some } from './arguments.ts';
import type { Material } from './material.ts';
import { refOf } from './module-kinds.ts';
import { callsOf, folderOf, idOf, placedIn, sourceOf, type Instance } from './scopes.ts';
import { spellWritten } from '../written.ts';

export function rootsOf({ folders }: Material, instances: readonly Instance[]): Root[] {
  const calls = callsOf(folders);
  const scopes = new Map(instances.map((instance) => [instance.folder, instance]));
  return folders.map((material) => {
    const { folder, blocks, lockedProviders, terragrunt, openTofu } = material;
    const callers = calls.get(folder) ?? [];
    const settings = blocks.filter(({ type }) => type === 'terraform');
    const backend = settings.flatMap(({ blocks: inner }) => inner).find(({ type }) => type === 'backend' || type === 'cloud');
    return {
      id: folder,
      folder,
      at: blocks[0]?.at ?? { file: terragrunt?.file ?? folder, line: 1 },
      kind: callers.length > 0 ? ('module' as const) : ('root' as const),
      calledBy: callers.map(({ from, block }) => `${from === '.' ? '' : from}#module.${block.labels[0] ?? ''}`),
      engine: openTofu ? ('opentofu' as const) : ('terraform' as const),
      ...requiredVersion(settings, scopes.get(folder)),
      requiredProviders: settings.flatMap((block) => requirementsIn(block, scopes.get(folder))),
      lockedProviders,
      ...(backend === undefined ? {} : { backend: backend.at }),
      ...some('terragrunt', terragrunt),
    };
  });
}

function requiredVersion(settings: readonly TreeBlock[], scope: Instance | undefined): Pick<Root, 'requiredVersion'> {
  for (const { attributes } of settings) {
    const tree = attributes.get('required_version');
    const value = tree && scope && literalOf(tree, scope);
    if (tree && typeof value === 'string') return { requiredVersion: { value, at: tree.at } };
  }
  return {};
}

/** `aws = { source, version }`, or the older `aws = "~> 5.0"`. */
function requirementsIn({ blocks }: TreeBlock, scope: Instance | undefined): ProviderRequirement[] {
  if (scope === undefined) return [];
  return blocks
    .filter(({ type }) => type === 'required_providers')
    .flatMap(({ attributes }) => [...attributes])
    .map(([name, tree]) => {
      const fields = tree.kind === 'map' ? entriesOf(tree, scope, name, []) : [];
      const text = (field: string): string | undefined => {
        const entry = fields.find((one) => one.name === field);
        const value = entry && literalOf(entry.tree, entry.scope);
        return typeof value === 'string' ? value : undefined;
      };
      const short = literalOf(tree, scope);
      return {
        name,
        ...some('source', text('source')),
        ...some('version', typeof short === 'string' ? short : text('version')),
        at: tree.at,
      };
    });
}

export function providersOf({ material }: Instance, scope: Instance): Provider[] {
  const generates = new Set(material.terragrunt?.generates.map(({ at }) => at.file));
  return scope.prefix !== ''
    ? []
    : material.blocks.flatMap((block) => {
        if (block.type !== 'provider') return [];
        const given = argumentsOf(block, scope);
        const [name = ''] = block.labels;
        const alias = given.literal('alias');
        const address = `provider.${name}${alias === undefined ? '' : `.${String(alias)}`}`;
        return [
          {
            id: idOf(scope, address),
            root: scope.root,
            address,
            at: block.at,
            name,
            ...some('alias', alias === undefined ? undefined : String(alias)),
            ...some('region', given.text('region')),
            ...(generates.has(block.at.file) ? { generated: true as const } : {}),
          },
        ];
      });
}

/** Arguments of every module block that Terraform reads itself. */
const META = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on']);

export function moduleUseOf(block: TreeBlock, scope: Instance, known: ReadonlySet<string>): ModuleUse {
  const given = argumentsOf(block, scope);
  const [label = ''] = block.labels;
  const source = given.text('source') ?? '';
  const version = given.tree('version');
  const literal = given.literal('version');
  const sourceAt = block.attributes.get('source')?.at ?? block.at;
  const ref = refOf(spellWritten(source));
  const folder = folderOf(sourceOf(block) ?? '', scope.folder);
  return {
    ...placedIn(scope, block),
    label,
    source: { value: source, at: sourceAt },
    ...(version !== undefined && typeof literal === 'string'
      ? { version: { value: literal, at: version.at } }
      : ref === undefined
        ? {}
        : { version: { value: ref, at: sourceAt } }),
    ...(version !== undefined && typeof literal !== 'string'
      ? { unread: [{ what: 'version', why: 'expression' as const, at: version.at }] }
      : {}),
    ...some('resolved', scope.material.installed.get(label)),
    ...(folder !== undefined && known.has(folder) ? { folder } : {}),
    inputs: [...block.attributes].flatMap(([name, tree]) => (META.has(name) ? [] : [inputOf(name, tree, scope)])),
  };
}

function inputOf(name: string, tree: Tree, scope: Instance): ModuleInput {
  const found = resolve(tree, scope).tree;
  const literal = literalOf(tree, scope);
  const isEmpty = (found.kind === 'list' && found.items.length === 0) || (found.kind === 'map' && found.entries.length === 0);
  const value = found.kind === 'list' || found.kind === 'map' ? undefined : writtenOf(tree, scope);
  return { name, ...some('value', value), ...some('literal', literal), ...(isEmpty ? { empty: true as const } : {}), at: tree.at };
}
