/** Options of workloads as flags write them: `hostedZones=Z1,Z2`, `bucket=ref:aws_s3_bucket.orders.arn`. */
import type { Option, OptionKind, Options } from '../catalog/option.ts';
import { sdks } from '../catalog/sdks.ts';
import type { Path } from '../problem.ts';
import { joinList, splitList } from './escaped-list.ts';
import { didYouMean } from '../spec/did-you-mean.ts';

/** What every workload has beside its own options. */
const COMMON: Readonly<Record<string, OptionKind | 'number'>> = {
  namespace: 'text',
  serviceAccount: 'text',
  'serviceAccount.name': 'text',
  'serviceAccount.owner': 'text',
  'serviceAccount.audience': 'text',
  'serviceAccount.tokenExpiration': 'number',
  'serviceAccount.stsRegionalEndpoints': 'flag',
  shared: 'flag',
  clusters: 'names',
  identity: 'text',
  'podIdentity.disableSessionTags': 'flag',
  runsOn: 'names',
  ...Object.fromEntries(Object.keys(sdks).map((name) => [`sdk.${name}`, 'text' as const])),
  installer: 'text',
  release: 'text',
  install: 'flag',
  'install.version': 'text',
  'install.values': 'names',
  'install.overwrite': 'flag',
  'deployment.image': 'text',
  'deployment.replicas': 'number',
  'deployment.fsGroup': 'number',
  'deployment.skipContainers': 'names',
  roleName: 'text',
  policyName: 'text',
  modulePolicyName: 'text',
  roleDescription: 'text',
  permissionsBoundary: 'text',
  policyRefs: 'names',
  policyFiles: 'names',
  accept: 'names',
};

const TAG = /^tags\.(.+)$/s;

const REF = 'ref:';

/** The path below the workload and the value as in irsa.yaml, or what is wrong in one sentence. */
export function readOption(own: Options, name: string, text: string): { readonly path: Path; readonly value: unknown } | string {
  const tag = TAG.exec(name)?.[1];
  if (tag !== undefined) return { path: ['tags', tag], value: text };
  const kind = ownKind(own, name) ?? (Object.hasOwn(COMMON, name) ? COMMON[name] : undefined);
  if (kind === undefined) {
    const meant = didYouMean(name, [...Object.keys(own), ...Object.keys(COMMON)]);
    return `there is no option \`${name}\`${meant === undefined ? `; there are ${[...Object.keys(own), ...Object.keys(COMMON)].join(', ')}` : `, but there is \`${meant}\``}`;
  }
  const value = readValue(kind, text);
  if (value === undefined) return `\`${name}\` is ${kind === 'flag' ? 'true or false' : 'a number'}, not \`${text}\``;
  return { path: name === 'serviceAccount' ? ['serviceAccount', 'name'] : name.split('.'), value };
}

const ownKind = (own: Options, name: string): OptionKind | undefined => (Object.hasOwn(own, name) ? (own[name] as Option).kind : undefined);

function readValue(kind: OptionKind | 'number', text: string): unknown {
  switch (kind) {
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : undefined;
    case 'names':
      return splitList(text);
    case 'resources':
      return splitList(text).map(readResource);
    case 'resource':
      return readResource(text);
    default:
      return text;
  }
}

/** A name, or `ref:` and a Terraform reference. */
export const readResource = (text: string): unknown => (text.startsWith(REF) ? { ref: text.slice(REF.length) } : text);

/** The inverse: `name=value` words that say the same, in the order of `value`'s keys. */
export function writeOptions(value: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, item]) => {
    if (isMap(item) && typeof item['ref'] !== 'string') return writeOptions(item, `${prefix}${key}.`);
    // An empty list says nothing, and a flag cannot spell it.
    return item === undefined || (Array.isArray(item) && item.length === 0) ? [] : [`${prefix}${key}=${writeValue(item)}`];
  });
}

export const writeValue = (value: unknown): string => {
  if (Array.isArray(value)) return joinList(value.map(writeValue));
  return isMap(value) ? `${REF}${String(value['ref'])}` : String(value);
};

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
