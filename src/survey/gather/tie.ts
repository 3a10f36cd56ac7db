/** Loose ends → edges, now that all that they may lead to is known. */
import { matchesWildcards } from '../../iam/wildcards.ts';
import { writtenOf } from '../code/known.ts';
import { resolve, targetOf, type Resolved, type Scope } from '../code/scope.ts';
import type { Tree } from '../code/tree.ts';
import type { At, Id } from '../found.ts';
import type { Edge } from '../edge.ts';
import type { Policy, Role } from '../inventory.ts';
import { knownText, partsOfWritten, spellWritten, wholeExpression, type Written } from '../written.ts';
import type { End, Gathered, Loose } from './gathered.ts';
import { idOf, type Instance } from './scopes.ts';

/** With the edges that could be tied, and policies of AWS, which are found by being mentioned. */
export function tied(all: Gathered): Gathered {
  const book = bookOf(all);
  const aws = new Map<Id, Policy>();
  const edges = all.loose.flatMap((loose) => tie(loose, book, aws));
  const roles = all.roles.map((role) => withProviders(role, book));
  const found: Gathered = { ...all, roles, policies: [...all.policies, ...aws.values()], loose: [] };
  return { ...found, edges: [...all.edges, ...edges, ...providerEdges(roles), ...subjectEdges(found)] };
}

interface Book {
  readonly ids: ReadonlySet<Id>;
  /** Known name of a role → its ids. */
  readonly roles: ReadonlyMap<string, Id>;
  /** Cluster → the provider that is made of it. */
  readonly providers: ReadonlyMap<Id, Id>;
}

function bookOf(all: Gathered): Book {
  const ids = new Set([...all.roles, ...all.policies, ...all.clusters, ...all.oidcProviders].map(({ id }) => id));
  const roles = new Map<string, Id>();
  for (const { id, name, namePrefix } of all.roles) {
    const known = namePrefix ? undefined : knownText(name);
    if (known !== undefined && !roles.has(known)) roles.set(known, id);
  }
  const bare: Book = { ids, roles, providers: new Map() };
  const providers = new Map<Id, Id>();
  for (const edge of all.edges) if (edge.kind === 'oidc-provider-cluster' && edge.to !== undefined) providers.set(edge.to, edge.from);
  for (const { kind, from, to } of all.loose) {
    const cluster = kind === 'oidc-provider-cluster' && typeof from === 'string' ? idAt(to, bare) : undefined;
    if (cluster !== undefined) providers.set(cluster, from as Id);
  }
  return { ...bare, providers };
}

function tie({ kind, from, to, at }: Loose, book: Book, aws: Map<Id, Policy>): Edge[] {
  const start = idAt(from, book);
  // What cannot be said to come from anything known is no edge; its policy stands for itself.
  if (start === undefined) return [];
  const written = typeof to === 'string' ? undefined : writtenOf(to.tree, to.scope);
  const end = idAt(to, book) ?? (kind === 'role-policy' && written !== undefined ? ofAws(written, at, aws) : undefined);
  if (end !== undefined) return [{ kind, from: start, to: end, at }];
  // An empty text is how "none" is written.
  return written === undefined || written === '' ? [] : [{ kind, from: start, written, at }];
}

function idAt(end: End, book: Book): Id | undefined {
  if (typeof end === 'string') return end;
  for (const candidate of namedIn(end.tree, end.scope, 6)) {
    const found = ofTarget(candidate, book);
    if (found !== undefined) return found;
  }
  const text = knownText(writtenOf(end.tree, end.scope)) ?? tailOf(writtenOf(end.tree, end.scope));
  return text === undefined ? undefined : book.roles.get(text.replace(/^.*:role\/(.*\/)?/, ''));
}

/** `arn:aws:iam::${local.account}:role/orders` ends in a name that is known. */
function tailOf(written: Written): string | undefined {
  const last = partsOfWritten(written).at(-1);
  return typeof last === 'string' && last.includes(':role/') ? last : undefined;
}

/** References in a tree, the first ones first: `join("", aws_iam_role.x.*.arn)`, `var.y ? module.z.arn : ""`. */
function* namedIn(tree: Tree, scope: Scope, depth: number): Generator<Resolved> {
  const found = resolve(tree, scope);
  const inner = ((): readonly Tree[] => {
    const { tree: here } = found;
    if (here.kind === 'call') return here.arguments;
    if (here.kind === 'choice') return [here.yes, here.no];
    if (here.kind === 'text') return here.parts.filter((part) => typeof part !== 'string');
    if (here.kind === 'list') return here.items;
    if (here.kind === 'for') return here.value === undefined ? [] : [here.value];
    return [];
  })();
  if (found.tree.kind === 'reference') yield found;
  else if (depth > 0) for (const next of inner) yield* namedIn(next, found.scope, depth - 1);
}

function ofTarget({ tree, scope }: Resolved, { ids, providers }: Book): Id | undefined {
  const target = targetOf(tree, scope);
  if (target === undefined) return undefined;
  const id = idOf(target.scope as Instance, target.address);
  const [first = ''] = target.path;
  const special = first.startsWith('node_iam_role')
    ? `${id}/node`
    : first.startsWith('oidc_provider')
      ? `${id}/oidc-provider`
      : `${id}/${first}`;
  if (ids.has(special)) return special;
  if (/oidc_provider/.test(first) && providers.has(id)) return providers.get(id);
  return ids.has(id) ? id : undefined;
}

const MANAGED = /:iam::aws:policy\/(.+)$/;

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html */
function ofAws(arn: Written, at: At, aws: Map<Id, Policy>): Id | undefined {
  const name = MANAGED.exec(
    partsOfWritten(arn)
      .map((part) => (typeof part === 'string' ? part : ''))
      .join(''),
  )?.[1];
  if (
    name === undefined ||
    partsOfWritten(arn)
      .slice(1)
      .some((part) => typeof part !== 'string' && !isPartition(part.expression))
  )
    return undefined;
  const id = `arn:aws:iam::aws:policy/${name}`;
  if (!aws.has(id)) {
    aws.set(id, {
      id,
      at,
      form: 'aws-managed',
      name: name.replace(/^.*\//, ''),
      arn,
      permissions: { source: 'aws', statements: [], unread: [] },
    });
  }
  return id;
}

const isPartition = (expression: string): boolean => /partition/i.test(expression);

/** Which provider of this repository each subject's tokens come from. */
function withProviders(role: Role, book: Book): Role {
  if (role.subjects.length === 0) return role;
  const subjects = role.subjects.map((subject) => {
    const found = subject.provider === undefined ? undefined : providerIn(subject.provider, role, book);
    return found === undefined ? subject : { ...subject, oidcProvider: found };
  });
  return { ...role, subjects };
}

const NAMED = /\b((?:data\.)?(?:module|aws_iam_openid_connect_provider|aws_eks_cluster))((?:\[[^\]]*\])?)\.([\w-]+)/g;

/** What an expression is in is known only by whose it is: the role's own module, or one above it. */
function providerIn(provider: Written, { root = '', address = '' }: Role, { ids, providers }: Book): Id | undefined {
  const expressions = partsOfWritten(provider).flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
  for (const [, type = '', , label = ''] of expressions.flatMap((text) => [...text.matchAll(NAMED)])) {
    for (const prefix of prefixesOf(address)) {
      const id = `${root === '.' ? '' : root}#${prefix}${type}.${label}`;
      const found = [id, `${id}/oidc-provider`, providers.get(id)].find(
        (one) => one !== undefined && ids.has(one) && (one !== id || type.endsWith('provider')),
      );
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `module.a.module.b.aws_iam_role.x` → `module.a.module.b.`, `module.a.`, ``. */
function prefixesOf(address: string): string[] {
  const calls = [...address.matchAll(/module\.[\w-]+\./g)].map(([call]) => call);
  return calls.map((_, i) => calls.slice(0, calls.length - i).join('')).concat('');
}

const providerEdges = (roles: readonly Role[]): Edge[] =>
  roles.flatMap(({ id, subjects }) => {
    const seen = new Map(
      subjects.flatMap(({ oidcProvider, provider, at }) => {
        const key = oidcProvider ?? (provider === undefined ? undefined : spellWritten(provider));
        return key === undefined ? [] : [[key, { oidcProvider, provider, at }] as const];
      }),
    );
    return [...seen.values()].map(({ oidcProvider, provider, at }): Edge =>
      oidcProvider !== undefined
        ? { kind: 'role-oidc-provider', from: id, to: oidcProvider, at }
        : { kind: 'role-oidc-provider', from: id, ...(provider === undefined ? {} : { written: provider }), at },
    );
  });

interface Account {
  readonly id: Id;
  readonly root?: string;
  readonly name: string;
  readonly namespace: string;
}

/** By namespace and name; what two roots of Terraform make has nothing to do with one another. */
function subjectEdges({ roles, associations, serviceAccounts, pods }: Gathered): Edge[] {
  const accounts = new Map<string, Account[]>();
  for (const account of serviceAccounts) {
    const [name, namespace] = [spelled(account.name), spelled(account.namespace)];
    if (name === undefined || namespace === undefined) continue;
    const known: Account = { id: account.id, ...(account.root === undefined ? {} : { root: account.root }), name, namespace };
    accounts.set(`${namespace}:${name}`, [...(accounts.get(`${namespace}:${name}`) ?? []), known]);
  }
  const all = [...accounts.values()].flat();
  const near = (found: readonly Account[], root: string | undefined): readonly Account[] =>
    found.filter((account) => root === undefined || account.root === undefined || account.root === root);
  const exactly = (namespace: Written | undefined, name: Written | undefined): readonly Account[] =>
    accounts.get(`${spelled(namespace) ?? '\0'}:${spelled(name) ?? '\0'}`) ?? [];
  return [
    ...roles.flatMap(({ id, root, subjects }) =>
      subjects.flatMap(({ namespace, serviceAccount, subject, pattern, at }) => {
        const text = knownText(subject);
        const found =
          pattern && text !== undefined
            ? all.filter((account) => matchesWildcards(text, `system:serviceaccount:${account.namespace}:${account.name}`))
            : exactly(namespace, serviceAccount);
        return near(found, root).map((account): Edge => ({ kind: 'role-service-account', from: id, to: account.id, at }));
      }),
    ),
    ...associations.flatMap(({ id, root, namespace, serviceAccount, at }) =>
      near(exactly(namespace, serviceAccount), root).map((account): Edge => ({
        kind: 'association-service-account',
        from: id,
        to: account.id,
        at,
      })),
    ),
    ...pods.flatMap(({ id, namespace, serviceAccount, at }) =>
      exactly(namespace ?? 'default', serviceAccount?.value).map((account): Edge => ({
        kind: 'pod-service-account',
        from: id,
        to: account.id,
        at,
      })),
    ),
  ];
}

/** Known text, or one expression: `var.namespace` is the same namespace twice in one root. */
const spelled = (written: Written | undefined): string | undefined =>
  written === undefined
    ? undefined
    : (knownText(written) ?? (wholeExpression(written) === undefined ? spellWritten(written) : `\${${wholeExpression(written)}}`));
