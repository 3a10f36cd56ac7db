/** Clusters that a root module can name though it does not make them itself, and what those it makes are called. */
import type { At } from '../found.ts';
import type { Cluster, ClusterReference, Inventory, MissingOutput, Role } from '../inventory.ts';
import { fromParts, knownText, partsOfWritten, wholeExpression, type Written } from '../written.ts';
import { seenFrom } from './seen-from.ts';

export interface KnownCluster {
  /** `module.platform.module.eks`, or whose provider it is: `aws_iam_role.app`. */
  readonly address: string;
  readonly at: At;
  /** In EKS, where nobody says otherwise. */
  readonly name?: string;
  /** Expressions of Terraform. */
  readonly from: { readonly oidcProviderArn: string; readonly clusterName?: string };
  /** By what it is known. */
  readonly by: 'module' | 'remote-state' | 'data' | 'neighbour';
  /** Outputs that are to be added before the expressions mean something. */
  readonly missing: readonly MissingOutput[];
}

const TRAVERSAL = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[(\d+|"[^"\\$%]*")\])+$/;

/** In the order in which somebody would look for them: modules of the house, states of other roots, what neighbours use. */
export function clustersKnownIn(inventory: Inventory, root: string): readonly KnownCluster[] {
  const place = seenFrom(root);
  const named = inventory.clusters.flatMap((cluster): KnownCluster[] => {
    const by = knownBy(cluster);
    const reference = by === undefined ? undefined : cluster.references.find((one) => one.root === root);
    const from = reference && expressionsOf(reference);
    if (cluster.root !== root || by === undefined || reference === undefined || from === undefined) return [];
    const name = nameIn(cluster.name, root);
    return [
      {
        address: cluster.address ?? '',
        at: place(cluster.at),
        ...(name === undefined ? {} : { name }),
        from,
        by,
        missing: reference.missing.filter(({ output }) => Object.values(from).some((expression) => expression.endsWith(`.${output}`))),
      },
    ];
  });
  const own = inventory.clusters.flatMap(({ references }) => references.flatMap((one) => (one.root === root ? one.oidcProviderArn : [])));
  const known = new Set([...own, ...named.map(({ from }) => from.oidcProviderArn)]);
  const names = namesIn(inventory, root);
  const usable = usableIn(inventory, root);
  const neighbours = inventory.roles.flatMap((role): KnownCluster[] => {
    const oidcProviderArn = role.root === root ? providerOf(role, usable) : undefined;
    if (oidcProviderArn === undefined || known.has(oidcProviderArn)) return [];
    known.add(oidcProviderArn);
    return [{ address: role.address ?? '', at: place(role.at), from: { oidcProviderArn, ...names }, by: 'neighbour', missing: [] }];
  });
  const only = onlyCluster(inventory)?.name;
  return [...named, ...neighbours].map((one) => (one.name === undefined && only !== undefined ? { ...one, name: only } : one));
}

/** Address → name of the clusters that the root makes, as far as defaults say it. */
export const defaultNames = ({ clusters }: Inventory, root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    clusters.flatMap(({ root: of, address, name }) => {
      const known = nameIn(name, root);
      return of === root && address !== undefined && known !== undefined ? [[address, known] as const] : [];
    }),
  );

/** `basename(path.cwd)` is the folder of the root, for whoever runs Terraform in it. */
function nameIn(name: Written | undefined, root: string): string | undefined {
  if (name === undefined || root === '.') return knownText(name);
  const folder = root.slice(root.lastIndexOf('/') + 1);
  return knownText(
    fromParts(
      partsOfWritten(name).map((part) =>
        typeof part === 'object' && /^basename\(path\.(cwd|root)\)$/.test(part.expression) ? folder : part,
      ),
    ),
  );
}

/** Nothing of what the root makes itself: that is named by its block. */
function knownBy({ form, address = '' }: Cluster): KnownCluster['by'] | undefined {
  if (form === 'remote-state' || form === 'data') return form;
  return address.split('.').filter((step) => step === 'module').length > 1 || /^module\..*\.aws_eks_cluster\./.test(address)
    ? 'module'
    : undefined;
}

function expressionsOf({ oidcProviderArn, name }: ClusterReference): KnownCluster['from'] | undefined {
  if (oidcProviderArn === undefined || !TRAVERSAL.test(oidcProviderArn)) return undefined;
  return { oidcProviderArn, ...(name !== undefined && TRAVERSAL.test(name) ? { clusterName: name } : {}) };
}

/** The provider that a role's trust names, where it is one expression that stands anywhere in the root. */
function providerOf({ address = '', subjects, trust }: Role, usable: ReadonlySet<string>): string | undefined {
  const federated = trust.statements.flatMap(({ principals }) =>
    principals.flatMap(({ type, identifiers }) => (type === 'Federated' ? identifiers : [])),
  );
  // Without a subject it may be a pipeline's, unless its name says otherwise.
  const [expression] = [
    ...subjects.flatMap(({ provider }) => wholeExpression(provider) ?? []),
    ...federated.flatMap((arn) => wholeExpression(arn) ?? []).filter((text) => /eks|cluster/i.test(text)),
  ];
  if (expression === undefined || !TRAVERSAL.test(expression) || /^(each|count|self|path)\./.test(expression)) return undefined;
  // What stands in a module that the root calls is the root's own only if the call hands it over.
  return isNested(address) && !usable.has(expression) ? undefined : expression;
}

const isNested = (address: string): boolean => /^module\.[\w-]+(\[[^\]]*\])?\./.test(address);

/** Expressions that the root hands to modules. */
const usableIn = ({ modules }: Inventory, root: string): ReadonlySet<string> =>
  new Set(
    modules
      .filter((use) => use.root === root && !isNested(use.address))
      .flatMap(({ inputs }) => inputs.flatMap(({ value }) => wholeExpression(value) ?? [])),
  );

/** How the root names the cluster that it looks up; if it looks up none, the one whose state it reads. */
function namesIn({ clusters }: Inventory, root: string): { readonly clusterName?: string } {
  for (const form of ['data', 'remote-state']) {
    const names = clusters.flatMap((one) =>
      one.form === form ? one.references.flatMap((reference) => (reference.root === root ? (reference.name ?? []) : [])) : [],
    );
    const [only, second] = new Set(names.filter((name) => TRAVERSAL.test(name)));
    if (only !== undefined) return second === undefined ? { clusterName: only } : {};
  }
  return {};
}

/** The only cluster that the repository makes, as far as it is known by name. */
export function onlyCluster({ clusters, providers }: Inventory): { readonly name: string; readonly region?: string } | undefined {
  const made = clusters.filter(({ form }) => form === 'module' || form === 'resource' || form === 'eksctl');
  const [only, second] = new Set(made.map(({ name }) => knownText(name)));
  const [first] = made;
  if (only === undefined || second !== undefined || first === undefined) return undefined;
  const provider = providers.find(({ root, name, alias }) => root === first.root && name === 'aws' && alias === undefined);
  const region = knownText(first.region) ?? knownText(provider?.region);
  return { name: only, ...(region === undefined || region === '' ? {} : { region }) };
}
