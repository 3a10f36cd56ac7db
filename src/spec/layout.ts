/** How a spec looks on paper: the order of its keys, what stands on one line, and what is said beside it. */
import { Document, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from '../problem.ts';

type StringifyContext = NonNullable<Parameters<YAMLMap['toString']>[0]>;

/** Where editors find the JSON Schema of this major version. */
export const schemaUrl = 'https://unpkg.com/create-irsa@0/dist/schema.json';

export const schemaLine = `# yaml-language-server: $schema=${schemaUrl}`;

/** The same for a file of `include`. */
export const fragmentSchemaLine = schemaLine.replace('/schema.json', '/fragment.schema.json');

// prettier-ignore
const workload = [
  'namespace', 'serviceAccount', 'installer', 'release', 'shared', 'clusters', 'identity', 'deployment', 'grants', 'managedPolicies', 'policyRefs', 'statements', 'policyFiles', 'accept', 'assumeRoles',
  'roleName', 'policyName', 'modulePolicyName', 'roleDescription', 'permissionsBoundary', 'tags',
];
// prettier-ignore
const assumedRole = [
  'role', 'via', 'oidcProvider', 'externalId', 'principalTags', 'sessionTags', 'sourceIdentity', 'profile', 'default', 'region', 'grants', 'managedPolicies', 'statements', 'policyFiles',
];
const cluster = ['name', 'region', 'accountId', 'oidcProvider', 'thumbprints', 'providers', 'from', 'retired'];
/** By depth: the cluster, its VPC, a node group. */
const newCluster = [
  ['kubernetesVersion', 'vpcId', 'subnetIds', 'vpc', 'nodes', 'addOns', 'endpointPublicAccess'],
  ['cidr', 'zones'],
  ['instanceTypes', 'amiType', 'min', 'max', 'desired'],
];
const terraform = [
  'modules',
  'pin',
  'engine',
  'layout',
  'caller',
  'cloud',
  'format',
  'cdktf',
  'serviceAccounts',
  'directory',
  'kubernetesAuth',
];
// prettier-ignore
const top = [
  'version', 'toolVersion', 'extends', 'include', 'terraform', 'clusters', 'shareRoles', 'primary', 'identity', 'outputs', 'helm', 'gitops', 'namespaces', 'addOns', 'apps', 'appsForm',
  'tags', 'permissionsBoundary', 'rolePath', 'rolePrefix', 'naming', 'moved',
];

/** The keys of a map in the order in which the documentation has them; others follow as they come. */
export function orderAt(path: Path): readonly string[] {
  if (path.length === 0) return top;
  if (path[0] === 'terraform' && path.length === 1) return terraform;
  if (path[0] === 'clusters' && path[2] === 'from' && path[3] === 'new') return newCluster[path.length - 4] ?? [];
  if (path.length === 4 && path[2] === 'assumeRoles') return assumedRole;
  if (path.length !== 2) return [];
  if (path[0] === 'clusters') return cluster;
  return path[0] === 'apps' ? workload : [];
}

/** Plain data with the keys in order and without what is undefined. */
export function ordered(value: unknown, path: Path = []): unknown {
  if (Array.isArray(value)) return value.map((item, i) => ordered(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return value;
  const order = orderAt(path);
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return new Map(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([key, inner]) => [key, ordered(inner, [...path, key])]),
  );
}

/** Said above a section. */
export const sections: Readonly<Record<string, string>> = {
  extends: 'Settings that this file goes on from: maps are merged, and for everything else this file holds.',
  include: 'Files with apps of this spec.',
  terraform: 'What Terraform is written, and with which releases of the modules.',
  clusters: 'The clusters, and how this root module knows them.',
  shareRoles: 'Clusters of one group share the roles of their workloads (blue and green).',
  primary: 'The cluster or group whose Terraform labels carry no suffix.',
  identity: 'How pods get their role.',
  outputs: 'What is written.',
  helm: 'How Helm values say the ARN of the role: literal (needs accountId), terraform or placeholder.',
  namespaces: 'Namespaces; those with create: true are made by Terraform.',
  addOns: 'Add-ons that need AWS permissions (npx create-irsa catalog lists them).',
  apps: 'Your own apps, and what they may do.',
  tags: 'Tags of every role and policy.',
  moved: 'Where the state has what was adopted: `create-irsa adopt --finish` takes these out once all is applied.',
  naming: 'Names of roles and policies, from {prefix}, {group}, {workload}, {region} and {namespace}.',
};

/** Said beside a value. */
const sayings: Readonly<Record<string, string>> = {
  'terraform.pin': 'exact | pessimistic (~>)',
  'terraform.format': 'hcl | json',
  'terraform.serviceAccounts': 'terraform | eksctl | manifests | chart | eks-addon | annotate | none',
};

/** These hold what people add to, so they have a line for each. */
const alwaysOpen = ['terraform', 'clusters', 'namespaces', 'addOns', 'apps'];
const widest = 100;

/** A YAML node in the look of a spec. */
export function styledNode(value: unknown, path: Path, asides = true): Node {
  const node = new Document(ordered(value, path), { version: '1.2' }).contents as Node;
  style(node, path, asides);
  return node;
}

/** A YAML node that stands on one line, in the same look. */
export function flowNode(value: unknown): Node {
  const node = new Document(ordered(value), { version: '1.2' }).contents as Node;
  flow(node);
  return node;
}

function flow(node: unknown): void {
  if (!isMap(node) && !isSeq(node)) return;
  node.flow = true;
  pad(node);
  for (const item of node.items) flow(isMap(node) ? (item as Pair).value : item);
}

function style(node: unknown, path: Path, aside: boolean): void {
  if (isScalar(node)) {
    const said = sayings[path.join('.')];
    if (aside && said !== undefined && typeof node.value === 'string') node.comment = ` ${said}`;
  } else if (isMap(node) || isSeq(node)) {
    node.flow = node.items.length === 0 || (!isOpen(path) && fitsOneLine(node, path));
    pad(node);
    const inner = aside && !node.flow;
    if (isSeq(node)) node.items.forEach((item, i) => style(item, [...path, i], inner));
    else for (const { key, value } of node.items as Pair[]) style(value, [...path, String(isScalar(key) ? key.value : key)], inner);
  }
}

/** `{ a: 1 }` but `[a]`, as everyone writes them; the printer has one setting for both. */
function pad(node: YAMLMap | YAMLSeq): void {
  const flowCollectionPadding = isMap(node) ? ' ' : '';
  const print = node.toString.bind(node) as (context?: StringifyContext, ...more: (() => void)[]) => string;
  node.toString = (context?: StringifyContext, ...more: (() => void)[]) => print(context && { ...context, flowCollectionPadding }, ...more);
}

const isOpen = (path: Path): boolean =>
  path.length === 0 ||
  path.at(-2) === 'grants' ||
  (path.length === 1 && alwaysOpen.includes(String(path[0]))) ||
  (path.length === 2 && (path[0] === 'clusters' || path[0] === 'apps'));

/** Scalars, lists of scalars and { ref } may share a line. */
function fitsOneLine(node: Node, path: Path): boolean {
  const spelled = JSON.stringify(node)
    .replaceAll('"', '')
    .replaceAll(/[,:{}]/g, '$& ');
  const width = spelled.length + path.length * 2 + String(path.at(-1)).length;
  return width <= widest && nesting(node) <= 2;
}

const nesting = (node: unknown): number => {
  if (isSeq(node)) return 1 + Math.max(0, ...node.items.map((item) => nesting(item) - (isReference(item) ? 1 : 0)));
  if (isMap(node)) return 1 + Math.max(0, ...(node.items as Pair[]).map(({ value }) => nesting(value)));
  return 0;
};

const isReference = (node: unknown): boolean => isMap(node) && node.items.length === 1 && node.has('ref');
