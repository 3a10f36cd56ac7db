/** Blocks of all files of one root → facts. */
import { nameable, type FoundResource, type Location, type ModuleCall, type ProviderBlock, type RepoFacts } from '../../plan/repo-facts.ts';
import type { Block, Expression, Fields, Literal, Wanted } from './block.ts';

/** One block with where it stands. */
export interface PlacedBlock extends Block {
  readonly file: string;
}

const NAMESPACE = /^kubernetes_namespace(_v1)?$/;

/** Blocks whose arguments make facts; of all others only the address does. */
export const wanted: Wanted = (type, labels) =>
  ['terraform', 'provider', 'module', 'locals'].includes(type) ||
  ((type === 'resource' || type === 'data') && nameable.has(labels[0] ?? '')) ||
  (type === 'resource' &&
    /^(aws_eks_(cluster|addon)|aws_iam_openid_connect_provider|helm_release|kubernetes_namespace(_v1)?)$/.test(labels[0] ?? ''));

type FromCode = Omit<RepoFacts, 'lockedProviders' | 'isChildModule' | 'openTofu'>;

/**
 * What the code of a root says.
 *
 * @param blocks of its ordinary files, in order
 * @param overrides blocks of its override files: their arguments replace those of the block they name
 */
export function collect(blocks: readonly PlacedBlock[], overrides: readonly PlacedBlock[]): FromCode {
  const merged = merge(blocks, overrides);
  const known = knownValues(merged);
  const ofType = (type: string, first?: RegExp) => merged.filter((b) => b.type === type && (!first || first.test(b.labels[0] ?? '')));
  const settings = ofType('terraform');
  const requirements = settings.filter((b) => b.fields.has('required_providers'));
  const versions = settings.flatMap((b) => text(known(b.fields.get('required_version'))) ?? []);
  return {
    hasRequiredProviders: requirements.length > 0,
    requiredProviders: Object.fromEntries(requirements.flatMap((b) => providerRequirements(b, known))),
    ...backend(settings),
    ...(versions.length > 0 ? { requiredVersion: [...new Set(versions)].join(', ') } : {}),
    providers: ofType('provider').map((b) => provider(b, known)),
    modules: ofType('module').map((b) => moduleCall(b, known)),
    eksClusters: ofType('resource', /^aws_eks_cluster$/).map((b) => ({
      label: b.labels[1] ?? '',
      ...optional('name', text(known(b.fields.get('name')))),
      ...repeated(b),
      at: at(b),
    })),
    oidcProviders: ofType('resource', /^aws_iam_openid_connect_provider$/).map((b) => ({
      label: b.labels[1] ?? '',
      url: asWritten(b.fields.get('url'), merged),
      ...repeated(b),
      at: at(b),
    })),
    installed: [
      ...ofType('resource', /^helm_release$/).flatMap((b) => installed('chart', b, known(b.fields.get('chart')))),
      ...ofType('resource', /^aws_eks_addon$/).flatMap((b) => installed('eks-add-on', b, known(b.fields.get('addon_name')))),
      ...ofType('module').flatMap((b) =>
        ADD_ONS_OF_MODULES.flatMap((key) => [...(b.fields.get(key)?.fields?.keys() ?? [])]).flatMap((name) =>
          installed('eks-add-on', b, name),
        ),
      ),
    ],
    resources: merged.flatMap((b) => resource(b, known)),
    addresses: [...new Set(merged.flatMap(addressesOf))].sort(),
    namespaces: [
      ...new Set(ofType('resource', NAMESPACE).flatMap((b) => text(known(b.fields.get('metadata')?.fields?.get('name'))) ?? [])),
    ].sort(),
  };
}

/** https://developer.hashicorp.com/terraform/language/files/override#merging-behavior */
function merge(blocks: readonly PlacedBlock[], overrides: readonly PlacedBlock[]): PlacedBlock[] {
  const merged = [...blocks];
  for (const override of overrides) {
    const i = MERGED_AS_A_WHOLE.has(override.type) ? merged.findIndex((b) => sameBlock(b, override)) : -1;
    const base = merged[i];
    if (!base) merged.push(override);
    else merged[i] = { ...base, fields: new Map([...base.fields, ...override.fields]) };
  }
  return merged;
}

/** The rest (`locals`, `terraform`) is merged name by name, which happens where the names are read. */
const MERGED_AS_A_WHOLE = new Set(['resource', 'data', 'module', 'provider', 'variable', 'output']);

const sameBlock = (a: Block, b: Block): boolean =>
  a.type === b.type &&
  a.labels.join('\0') === b.labels.join('\0') &&
  (a.type !== 'provider' || a.fields.get('alias')?.literal === b.fields.get('alias')?.literal);

const localsOf = (blocks: readonly Block[]): Fields => new Map(blocks.filter((b) => b.type === 'locals').flatMap((b) => [...b.fields]));

/** An expression's text, or that of the local that it is: `url = local.issuer` names a cluster too. */
function asWritten(expression: Expression | undefined, blocks: readonly Block[]): string {
  const locals = localsOf(blocks);
  let found = expression;
  for (let hops = 8; hops > 0; hops--) {
    const local = /^local\.([\w-]+)$/.exec(found?.text ?? '')?.[1];
    if (local === undefined || !locals.has(local)) break;
    found = locals.get(local);
  }
  return typeof found?.literal === 'string' ? found.literal : (found?.text ?? '');
}

type KnownValue = (expression: Expression | undefined) => Literal | undefined;

/** A literal, or a local that is one: `name = local.name` is how most roots name their cluster. */
function knownValues(blocks: readonly Block[]): KnownValue {
  const locals = localsOf(blocks);
  const known = (expression: Expression | undefined, hops: number): Literal | undefined => {
    if (!expression || expression.literal !== undefined) return expression?.literal;
    const local = /^local\.([\w-]+)$/.exec(expression.text)?.[1];
    return local === undefined || hops === 0 ? undefined : known(locals.get(local), hops - 1);
  };
  return (expression) => known(expression, 8);
}

export function addressesOf({ type, labels, fields }: Block): string[] {
  const [first = '', second = ''] = labels;
  switch (type) {
    case 'resource':
      return [`${first}.${second}`];
    case 'data':
    case 'ephemeral':
      return [`${type}.${first}.${second}`];
    case 'module':
    case 'output':
    case 'check':
      return [`${type}.${first}`];
    case 'variable':
      return [`var.${first}`];
    case 'locals':
      return [...fields.keys()].map((name) => `local.${name}`);
    default:
      return [];
  }
}

/** Arguments of every module block that Terraform reads itself. */
const META = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on', 'lifecycle']);

function moduleCall(block: PlacedBlock, known: KnownValue): ModuleCall {
  const { fields } = block;
  const inputs = [...fields].flatMap(([name, value]) => {
    const literal = META.has(name) ? undefined : known(value);
    return literal === undefined ? [] : [[name, literal] as const];
  });
  return {
    label: block.labels[0] ?? '',
    source: text(known(fields.get('source'))) ?? fields.get('source')?.text ?? '',
    ...optional('version', text(known(fields.get('version')))),
    ...repeated(block),
    ...optional('vpcId', text(known(fields.get('vpc_id'))) ?? fields.get('vpc_id')?.text),
    ...(inputs.length > 0 ? { inputs: Object.fromEntries(inputs) } : {}),
    ...(COMPUTE_CONFIG.some((key) => known(fields.get(key)?.fields?.get('enabled')) === true) ? { autoMode: true as const } : {}),
    at: at(block),
  };
}

/** EKS Auto Mode, as terraform-aws-modules/eks 20.x and 21.x say it. */
const COMPUTE_CONFIG = ['cluster_compute_config', 'compute_config'];

/** Of terraform-aws-modules/eks 20.x and 21.x, and of EKS Blueprints. */
const ADD_ONS_OF_MODULES = ['cluster_addons', 'addons', 'eks_addons'];

const installed = (kind: RepoFacts['installed'][number]['kind'], block: PlacedBlock, name: Literal | undefined) =>
  typeof name === 'string' ? [{ kind, name, at: at(block) }] : [];

const provider = (block: PlacedBlock, known: KnownValue): ProviderBlock => ({
  name: block.labels[0] ?? '',
  ...optional('alias', text(known(block.fields.get('alias')))),
  ...optional('region', text(known(block.fields.get('region')))),
  at: at(block),
});

/** Where each type says what people call it. */
const NAME_ARGUMENTS = ['name', 'bucket', 'description'] as const;

function resource(block: PlacedBlock, known: KnownValue): FoundResource[] {
  const { type, labels, fields } = block;
  const [kind = ''] = labels;
  if ((type !== 'resource' && type !== 'data') || !nameable.has(kind)) return [];
  const name = NAME_ARGUMENTS.map((argument) => text(known(fields.get(argument)))).find((value) => value !== undefined);
  return addressesOf(block).map((address) => ({ type: kind, address, ...optional('name', name), ...repeated(block), at: at(block) }));
}

/** Where the state is, whichever way the root says it. */
function backend(settings: readonly PlacedBlock[]): Pick<RepoFacts, 'backend'> {
  for (const { file, fields } of settings) {
    const said = fields.get('backend') ?? fields.get('cloud');
    if (said !== undefined) return { backend: { file, line: said.line } };
  }
  return {};
}

type Requirement = RepoFacts['requiredProviders'][string];

/** `aws = { source, version }`, or the older `aws = "~> 5.0"`. */
const providerRequirements = ({ file, fields }: PlacedBlock, known: KnownValue): [string, Requirement][] =>
  [...(fields.get('required_providers')?.fields ?? [])].map(([name, value]) => [
    name,
    {
      ...optional('source', text(known(value.fields?.get('source')))),
      ...optional('version', text(known(value.fields ? value.fields.get('version') : value))),
      at: { file, line: value.line },
    },
  ]);

const repeated = ({ fields }: Block): { repeated?: 'count' | 'for_each' } =>
  fields.has('for_each') ? { repeated: 'for_each' } : fields.has('count') ? { repeated: 'count' } : {};

const at = ({ file, line }: PlacedBlock): Location => ({ file, line });
const text = (value: Literal | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
