/** Roles and policies that are written out, resource by resource. */
import { documentOf, nested } from '../code/documents.ts';
import { itemsOf, writtenOf } from '../code/known.ts';
import type { Scope } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { Role } from '../inventory.ts';
import type { Permissions } from '../policies.ts';
import { argumentsOf, some, unreadOf, type Arguments } from './arguments.ts';
import { gathered, type Gathered, type Loose } from './gathered.ts';
import { placedIn, type Instance } from './scopes.ts';
import { subjectsOf, takersOf, trustOf } from './trust.ts';

/** Nothing for resources that have none of it. */
export function ofResource(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const given = argumentsOf(block, scope);
  switch (block.labels[0]) {
    case 'aws_iam_role':
      return roleOf(given);
    case 'aws_iam_policy':
      return {
        policies: [
          {
            ...placedIn(scope, block),
            form: 'resource',
            ...some('name', given.text('name', 'name_prefix')),
            permissions: permissionsOf(given.tree('policy'), scope),
            ...unreadOf(given),
          },
        ],
      };
    case 'aws_iam_role_policy':
      return inlinePolicy(given);
    case 'aws_iam_role_policy_attachment':
      return attachment(given);
    case 'aws_iam_policy_attachment':
      return gathered({ loose: given.items('roles').flatMap((role) => attached(given, role.tree, given.tree('policy_arn'))) });
    default:
      return {};
  }
}

export function permissionsOf(tree: Tree | undefined, scope: Scope): Permissions {
  if (tree === undefined) return { source: 'unread', statements: [], unread: [] };
  const { source, statements, unread } = documentOf(tree, scope, 'policy');
  return { source, statements: statements.map(({ principals: _p, notPrincipals: _n, ...statement }) => statement), unread };
}

function roleOf(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const tree = given.tree('assume_role_policy');
  const trust = tree === undefined ? { source: 'unread' as const, statements: [], unread: [], at: block.at } : trustOf(tree, scope);
  const inline = nested(block, 'inline_policy', given.unread).map(({ body }, i) => ({
    id: `${placed.id}/inline_policy/${i}`,
    at: body.at,
    form: 'inline' as const,
    root: placed.root,
    address: placed.address,
    ...some('name', argumentsOf(body, scope).text('name')),
    permissions: permissionsOf(body.attributes.get('policy'), scope),
  }));
  return gathered({
    roles: [
      {
        ...placed,
        form: 'resource',
        ...some('name', given.text('name', 'name_prefix')),
        ...(given.tree('name') === undefined && given.tree('name_prefix') !== undefined ? { namePrefix: true as const } : {}),
        ...some('path', given.text('path')),
        ...some('permissionsBoundary', given.text('permissions_boundary')),
        ...tagsOf(given),
        trust,
        subjects: subjectsOf(trust),
        takenBy: takersOf(trust),
        ...unreadOf(given),
      },
    ],
    policies: inline,
    edges: inline.map(({ id, at }) => ({ kind: 'role-policy', from: placed.id, to: id, at })),
    loose: given.items('managed_policy_arns').map((arn) => ({ kind: 'role-policy', from: placed.id, to: arn, at: arn.tree.at })),
  });
}

/** Tags that are not spelled out are nothing that bears on identity: no word of what is unread. */
export function tagsOf(given: Arguments): Pick<Role, 'tags' | 'tagValues'> {
  if (given.tree('tags') === undefined) return { tags: [] };
  const entries = argumentsOf(given.block, given.scope).entries('tags');
  const values = entries.map(({ name, tree, scope }) => ({ name, value: writtenOf(tree, scope) }));
  return { tags: entries.map(({ name }) => name), ...(values.length === 0 ? {} : { tagValues: values }) };
}

function inlinePolicy(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const role = given.tree('role');
  return gathered({
    policies: [
      {
        ...placed,
        form: 'inline',
        ...some('name', given.text('name', 'name_prefix')),
        permissions: permissionsOf(given.tree('policy'), scope),
        ...unreadOf(given),
      },
    ],
    loose: role === undefined ? [] : [{ kind: 'role-policy', from: { tree: role, scope }, to: placed.id, at: block.at }],
  });
}

/** One attachment, or as many as a `for_each` of literals makes. */
function attachment(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const [role, policy] = [given.tree('role'), given.tree('policy_arn')];
  const rounds = block.attributes.get('for_each');
  const isEach = policy?.kind === 'reference' && /^each\.(value|key)$/.test(policy.text);
  if (role === undefined) return {};
  if (!isEach || rounds === undefined) return gathered({ loose: attached(given, role, policy) });
  const items = itemsOf(rounds, scope, 'for_each', given.unread);
  const arns = items.flatMap((item) => (item.tree.kind === 'map' ? item.tree.entries.map(({ value }) => value) : [item.tree]));
  return gathered({ loose: arns.flatMap((arn) => attached(given, role, arn)) });
}

const attached = ({ block, scope }: Arguments, role: Tree, policy: Tree | undefined): Loose[] =>
  policy === undefined ? [] : [{ kind: 'role-policy', from: { tree: role, scope }, to: { tree: policy, scope }, at: block.at }];
