/** Values of charts: files, `values` and `set` of `helm_release`, and whatever text has a ServiceAccount's annotation in it. */
import { fieldOf, fieldText, literalOf, writtenOf, type KnownEntry } from '../code/known.ts';
import { parsedText } from '../code/documents.ts';
import { fileOf } from '../code/text-files.ts';
import { resolve, type Resolved } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { At } from '../found.ts';
import type { ServiceAccount } from '../inventory.ts';
import { knownText, type Written } from '../written.ts';
import { accountAnnotations, ROLE_ARN } from './annotations.ts';
import { argumentsOf, some } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';
import { fieldsOf, inner, keysIn, type Placing } from './manifests.ts';
import { placedIn, type Instance } from './scopes.ts';

export interface Release {
  readonly of?: Written;
  readonly namespace?: Written;
}

const DEEPEST = 8;

/** Every ServiceAccount in values: charts of charts have theirs below a name. */
export function ofValues(values: Resolved, placing: Placing, release: Release, path: readonly string[] = []): Gathered {
  const fields = fieldsOf(values);
  if (path.length > DEEPEST) return together([]);
  return together(
    fields.map((field) => {
      const steps = [...path, field.name];
      const found = fieldsOf(field);
      const at = field.key.at;
      if (/service-?account/i.test(field.name) && found.length > 0) return account(found, at, placing, release, steps);
      if (field.name === 'env' || field.name === 'extraEnv')
        return together([{ staticKeys: keysIn(found, `${placing.prefix}${steps.join('.')}`, 'helm-values') }]);
      return found.length > 0 ? ofValues(field, placing, release, steps) : together([]);
    }),
  );
}

function account(
  fields: readonly KnownEntry[],
  at: At,
  { prefix, form, root, address }: Placing,
  release: Release,
  path: readonly string[],
): Gathered {
  // Charts of several workloads: `serviceAccount: { server: { name, annotations } }`.
  const several = fields.filter((field) => field.name !== 'annotations' && fieldOf(fieldsOf(field), 'annotations', 'name') !== undefined);
  if (several.length > 0) {
    const placing = { prefix, form, ...some('root', root), ...some('address', address) };
    return together(several.map((field) => account(fieldsOf(field), field.key.at, placing, release, [...path, field.name])));
  }
  const annotations = accountAnnotations(inner(fields, 'annotations'));
  const create = fieldOf(fields, 'create', 'enabled');
  const name = fieldText(fields, 'name');
  // A switch with nothing else says nothing of identity.
  if (annotations.written.length === 0 && (name === undefined || name === '')) return together([]);
  const id = `${prefix}${path.join('.')}`;
  const of = release.of ?? (/service-?account/i.test(path[0] ?? '') ? undefined : path[0]);
  return together([
    {
      serviceAccounts: [
        {
          id,
          at,
          form,
          ...some('root', root),
          ...some('address', address),
          ...some('name', name === '' ? undefined : name),
          ...some('namespace', release.namespace),
          ...some('of', of),
          created: create === undefined || literalOf(create.tree, create.scope) !== false,
          annotations: annotations.written,
          ...some('roleArn', annotations.roleArn),
        },
      ],
      loose:
        annotations.role === undefined
          ? []
          : [{ kind: 'service-account-role', from: id, to: annotations.role, at: annotations.roleArn?.at ?? at }],
    },
  ]);
}

/** `values = [yamlencode({…}), <<-YAML]` and `set { name = "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn" }` */
export function ofHelmRelease(block: TreeBlock, scope: Instance): Gathered {
  const given = argumentsOf(block, scope);
  const placed = placedIn(scope, block);
  const release: Release = { ...some('of', given.text('chart')), ...some('namespace', given.text('namespace')) };
  const placing: Placing = { prefix: `${placed.id}/`, form: 'helm-release', root: placed.root, address: placed.address };
  const values = given
    .items('values')
    .map((item) => asValues(item))
    .filter((item) => item !== undefined);
  return together([...values.map((item) => ofValues(item, placing, release)), ofSets(block, scope, placing, release)]);
}

/** What becomes of values: of `yamlencode` its argument, of a text or a template in a file what is in it. */
export function asValues({ tree, scope }: Resolved): Resolved | undefined {
  const found = resolve(tree, scope);
  if (found.tree.kind === 'call') {
    const [first] = found.tree.arguments;
    if (first === undefined) return undefined;
    if (found.tree.name === 'yamlencode' || found.tree.name === 'jsonencode') return resolve(first, found.scope);
    const file = fileOf(found.tree, found.scope);
    return file === undefined ? undefined : asValues(file);
  }
  if (found.tree.kind === 'map') return found;
  const parsed = parsedText(found.tree, found.scope);
  return parsed === undefined ? undefined : { tree: parsed, scope: found.scope };
}

interface Set {
  readonly name: string;
  readonly value: Resolved;
  readonly at: At;
}

/** Blocks up to version 2 of the provider, a list of objects since 3: https://github.com/hashicorp/terraform-provider-helm/blob/main/docs/guides/v3-upgrade-guide.md */
function setsOf(block: TreeBlock, scope: Instance): Set[] {
  const blocks = block.blocks.flatMap((inside): Set[] => {
    const [name, value] = [inside.attributes.get('name'), inside.attributes.get('value')];
    const text = name && knownText(writtenOf(name, scope));
    return inside.type === 'set' && text !== undefined && value !== undefined
      ? [{ name: text, value: { tree: value, scope }, at: inside.at }]
      : [];
  });
  const listed = argumentsOf(block, scope)
    .items('set')
    .flatMap((item): Set[] => {
      const fields = fieldsOf(item);
      const [name, value] = [knownText(fieldText(fields, 'name')), fieldOf(fields, 'value')];
      return name === undefined || value === undefined ? [] : [{ name, value, at: item.tree.at }];
    });
  return [...blocks, ...listed];
}

function ofSets(block: TreeBlock, scope: Instance, { form, prefix, root, address }: Placing, release: Release): Gathered {
  const sets = setsOf(block, scope).map((set) => ({ ...set, name: set.name.replaceAll('\\.', '\0') }));
  const groups = new Map<string, Set[]>();
  for (const set of sets) {
    const group = /^(.*?service-?account[^.]*)\./i.exec(set.name)?.[1];
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), set]);
  }
  return together(
    [...groups].map(([group, members]) => {
      const member = (name: string): Set | undefined => members.find((set) => set.name.replaceAll('\0', '.') === `${group}.${name}`);
      const role = member(`annotations.${ROLE_ARN}`);
      const name = member('name');
      const create = member('create');
      if (role === undefined && name === undefined) return together([]);
      const id = `${prefix}${group}`;
      const first = (role ?? name)?.at ?? block.at;
      const annotations: ServiceAccount['annotations'] = members.flatMap((set) => {
        const key = set.name.replaceAll('\0', '.').split(`${group}.annotations.`)[1];
        return key === undefined ? [] : [{ key, value: writtenOf(set.value.tree, set.value.scope), at: set.at }];
      });
      return together([
        {
          serviceAccounts: [
            {
              id,
              at: first,
              form,
              ...some('root', root),
              ...some('address', address),
              ...some('name', name && writtenOf(name.value.tree, name.value.scope)),
              ...some('namespace', release.namespace),
              ...some('of', release.of),
              created:
                create === undefined ||
                !['false', false].includes((literalOf(create.value.tree, create.value.scope) ?? true) as string | boolean),
              annotations,
              ...(role === undefined ? {} : { roleArn: { value: writtenOf(role.value.tree, role.value.scope), at: role.at } }),
            },
          ],
          loose: role === undefined ? [] : [{ kind: 'service-account-role', from: id, to: role.value, at: role.at }],
        },
      ]);
    }),
  );
}

/** Texts of YAML with a role's annotation, in locals and in inputs of modules: values that go to a chart by some way. */
export function ofTexts(block: TreeBlock, scope: Instance): Gathered {
  const prefix = `${placedIn(scope, block, block.type === 'locals' ? 'locals' : undefined).id}/`;
  const placing: Placing = { prefix, form: 'helm-values', root: scope.root };
  return together(
    [...block.attributes].flatMap(([name, tree]) =>
      textsIn(tree, 6).map((text, i) => ofText(text, { ...placing, prefix: `${prefix}${name}/${i === 0 ? '' : `${i}/`}` }, scope)),
    ),
  );
}

function ofText(tree: Tree, placing: Placing, scope: Instance): Gathered {
  const values = asValues({ tree, scope });
  return values === undefined ? together([]) : ofValues(values, placing, {});
}

function textsIn(tree: Tree, depth: number): Tree[] {
  if (depth === 0) return [];
  switch (tree.kind) {
    case 'text':
      return tree.parts.some((part) => typeof part === 'string' && part.includes('/role-arn') && part.includes('\n')) ? [tree] : [];
    case 'call':
      return tree.name === 'yamlencode' || tree.name === 'templatefile'
        ? [tree]
        : tree.arguments.flatMap((inside) => textsIn(inside, depth - 1));
    case 'list':
      return tree.items.flatMap((inside) => textsIn(inside, depth - 1));
    case 'map':
      return tree.entries.flatMap(({ value }) => textsIn(value, depth - 1));
    case 'for':
      return tree.value === undefined ? [] : textsIn(tree.value, depth - 1);
    case 'choice':
      return [tree.yes, tree.no].flatMap((inside) => textsIn(inside, depth - 1));
    default:
      return [];
  }
}
