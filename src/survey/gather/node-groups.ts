/** What nodes are: whether pods reach their role through the instance metadata service, and what it may do. */
import { entriesOf, fieldOf, fieldText, itemsOf, literalOf, writtenOf, type KnownEntry } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { Placed } from '../found.ts';
import type { NodeGroup } from '../inventory.ts';
import type { Written } from '../written.ts';
import { argumentsOf, some, unreadOf, type Arguments } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';
import { placedIn, type Instance } from './scopes.ts';

const GROUPS = ['eks_managed_node_groups', 'self_managed_node_groups', 'managed_node_groups'];
const DEFAULTS = ['eks_managed_node_group_defaults', 'self_managed_node_group_defaults'];

export function nodeGroupsOf(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const given = argumentsOf(block, scope);
  const [type = ''] = block.labels;
  if (block.type === 'module') {
    const kind = scope.kinds.get(type);
    return kind === 'eks' || kind === 'blueprints' ? ofModule(given) : {};
  }
  if (block.type !== 'resource') return {};
  if (type === 'aws_launch_template') return launchTemplate(given);
  return type === 'aws_eks_node_group' ? nodeGroup(given) : {};
}

type Metadata = Pick<NodeGroup, 'hopLimit' | 'httpTokens'>;

function metadataOf(fields: readonly KnownEntry[]): Metadata {
  const hops = fieldOf(fields, 'http_put_response_hop_limit');
  const tokens = fieldOf(fields, 'http_tokens');
  return {
    ...(hops === undefined ? {} : { hopLimit: numberOf(hops) }),
    ...(tokens === undefined ? {} : { httpTokens: { value: writtenOf(tokens.tree, tokens.scope), at: tokens.tree.at } }),
  };
}

function numberOf({ tree, scope }: KnownEntry): Placed<number | Written> {
  const known = literalOf(tree, scope);
  return { value: typeof known === 'number' ? known : writtenOf(tree, scope), at: tree.at };
}

function launchTemplate(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const options = block.blocks.find(({ type }) => type === 'metadata_options');
  const entries = [...(options?.attributes ?? [])].map(([name, tree]) => ({ name, key: tree, tree, scope }));
  return {
    nodeGroups: [
      {
        ...placedIn(scope, block),
        form: 'launch-template',
        ...some('name', given.text('name', 'name_prefix')),
        ...metadataOf(entries),
        policies: [],
        ...unreadOf(given),
      },
    ],
  };
}

function nodeGroup(given: Arguments): Partial<Gathered> {
  const placed = placedIn(given.scope, given.block);
  const role = given.tree('node_role_arn');
  return {
    nodeGroups: [
      {
        ...placed,
        form: 'resource',
        ...some('name', given.text('node_group_name', 'node_group_name_prefix')),
        ...some('cluster', given.text('cluster_name')),
        ...some('roleArn', given.text('node_role_arn')),
        policies: [],
        ...unreadOf(given),
      },
    ],
    loose: role === undefined ? [] : [{ kind: 'node-group-role', from: placed.id, to: { tree: role, scope: given.scope }, at: role.at }],
  };
}

/** Groups of terraform-aws-modules/eks: what the defaults say holds where a group says nothing. */
function ofModule(given: Arguments): Gathered {
  const placed = placedIn(given.scope, given.block);
  const defaults = DEFAULTS.flatMap((name) => (given.tree(name) === undefined ? [] : given.entries(name)));
  return together(
    GROUPS.flatMap((name) => (given.tree(name) === undefined ? [] : given.entries(name))).map((group) => {
      const own =
        resolve(group.tree, group.scope).tree.kind === 'value' ? [] : entriesOf(group.tree, group.scope, group.name, given.unread);
      const field = (name: string): KnownEntry | undefined => fieldOf(own, name) ?? fieldOf(defaults, name);
      const options = field('metadata_options');
      const role = field('iam_role_arn');
      const id = `${placed.id}/node-groups/${group.name}`;
      return {
        nodeGroups: [
          {
            id,
            at: group.key.at,
            form: 'module' as const,
            root: placed.root,
            address: placed.address,
            name: fieldText(own, 'name') ?? group.name,
            ...(options === undefined ? {} : metadataOf(entriesOf(options.tree, options.scope, 'metadata_options', given.unread))),
            ...(role === undefined ? {} : { roleArn: writtenOf(role.tree, role.scope) }),
            policies: policiesIn(field('iam_role_additional_policies'), given),
          },
        ],
        edges: [{ kind: 'node-group-cluster' as const, from: id, to: placed.id, at: group.key.at }],
      };
    }),
  );
}

function policiesIn(field: KnownEntry | undefined, given: Arguments): Placed<Written>[] {
  if (field === undefined) return [];
  return itemsOf(field.tree, field.scope, field.name, given.unread).flatMap(({ tree, scope }) =>
    (tree.kind === 'map' ? tree.entries.map(({ value }) => value) : [tree]).map((value: Tree) => ({
      value: writtenOf(value, scope),
      at: value.at,
    })),
  );
}
