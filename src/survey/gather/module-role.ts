/** What modules that make a role have in common, each by names of its own. */
import { documentOf } from '../code/documents.ts';
import { entriesOf, itemsOf } from '../code/known.ts';
import type { Policy, Role, RoleForm } from '../inventory.ts';
import type { Permissions, WrittenStatement } from '../policies.ts';
import type { Trust } from '../trusts.ts';
import { some, unreadOf, type Arguments } from './arguments.ts';
import { gathered, type Gathered, type Loose } from './gathered.ts';
import { statementsOfInputs } from './input-statements.ts';
import { tagsOf } from './resources.ts';
import { placedIn } from './scopes.ts';
import { subjectsOf, takersOf } from './trust.ts';

/** How a module calls what all roles have. */
export interface Names {
  readonly name: readonly string[];
  /** What makes `name` a prefix unless it is false, and what is one anyway. */
  readonly prefix?: { readonly unlessFalse?: string; readonly argument?: string };
  readonly path: readonly string[];
  readonly boundary: readonly string[];
  /** Lists or maps of ARNs. */
  readonly policies: readonly string[];
  /** Statements of a policy that the module makes. */
  readonly statements: readonly string[];
  readonly documents: readonly string[];
  /** Without it nothing is made; `!` before one whose default is false. */
  readonly create: string;
}

export function roleOfModule(
  given: Arguments,
  form: RoleForm,
  trust: Trust,
  names: Pick<Names, 'name' | 'prefix' | 'path' | 'boundary'>,
  id?: string,
): Role {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const { argument, unlessFalse } = names.prefix ?? {};
  const isPrefix =
    argument === undefined
      ? unlessFalse !== undefined && !given.isFalse(unlessFalse)
      : given.text(names.name[0] ?? '') === undefined && given.tree(argument) !== undefined;
  return {
    ...placed,
    ...some('id', id),
    form,
    module: placed.id,
    ...some('name', given.text(...names.name)),
    ...(isPrefix ? { namePrefix: true as const } : {}),
    ...some('path', given.text(...names.path)),
    ...some('permissionsBoundary', given.text(...names.boundary)),
    ...tagsOf(given),
    trust,
    subjects: subjectsOf(trust),
    takenBy: takersOf(trust),
    ...unreadOf(given),
  };
}

/** What flags attach, ARNs that are handed over, and statements of a policy of the call's own. */
export function policiesOf(
  given: Arguments,
  names: Pick<Names, 'policies' | 'statements' | 'documents'>,
  role = placedIn(given.scope, given.block).id,
): Gathered {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const flags = [...block.attributes].flatMap(([name, tree]): Policy[] =>
    /^attach_\w+$/.test(name) && !given.isFalse(name)
      ? [
          {
            id: `${role}/${name}`,
            at: tree.at,
            form: 'module-flag',
            root: placed.root,
            address: placed.address,
            flag: name,
            permissions: ofModulesOwn,
          },
        ]
      : [],
  );
  const own = ownPolicy(given, names, role);
  const loose = names.policies.flatMap((name) => handedOver(given, name, role));
  return gathered({
    policies: [...flags, ...own],
    edges: [...flags, ...own].map(({ id, at }) => ({ kind: 'role-policy', from: role, to: id, at })),
    loose,
  });
}

const ofModulesOwn: Permissions = { source: 'module', statements: [], unread: [] };

function ownPolicy(given: Arguments, names: Pick<Names, 'statements' | 'documents'>, role: string): Policy[] {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const statements: WrittenStatement[] = names.statements
    .flatMap((name) => statementsOfInputs(given, name))
    .map(({ principals: _p, ...statement }) => statement);
  const documents = names.documents.flatMap((name) => given.items(name)).map(({ tree, scope: from }) => documentOf(tree, from, 'policy'));
  if (statements.length === 0 && documents.length === 0) return [];
  return [
    {
      id: `${role}/policy`,
      at: block.at,
      form: 'module',
      root: placed.root,
      address: placed.address,
      permissions: {
        source: documents[0]?.source ?? 'module',
        statements: [
          ...documents.flatMap((document) => document.statements.map(({ principals: _p, notPrincipals: _n, ...statement }) => statement)),
          ...statements,
        ],
        unread: documents.flatMap(({ unread }) => unread),
      },
    },
  ];
}

/** ARNs in a list, or in a map by any name. */
function handedOver(given: Arguments, name: string, role: string): Loose[] {
  const tree = given.tree(name);
  if (tree === undefined) return [];
  return itemsOf(tree, given.scope, name, given.unread).flatMap((item): Loose[] => {
    if (item.tree.kind !== 'map') {
      const entries =
        item.tree.kind === 'call' && item.tree.name === 'merge' ? entriesOf(item.tree, item.scope, name, given.unread) : [item];
      return entries.map((entry) => ({ kind: 'role-policy', from: role, to: entry, at: entry.tree.at }));
    }
    return item.tree.entries.map(({ value }) => ({
      kind: 'role-policy',
      from: role,
      to: { tree: value, scope: item.scope },
      at: value.at,
    }));
  });
}
