/** What is put in the place of clusters, and of all else that a test could ask of AWS. */
import { partsOf, type Text, type Value } from '../../iam/text.ts';
import type { PlannedCluster } from '../clusters.ts';
import type { PlannedRole } from '../plan.ts';
import type { Reference } from '../repo-facts.ts';
import type { Entry } from '../terraform/block-parts.ts';
import type { Block, TerraformPlan } from '../terraform/blocks.ts';
import { accountOf, issuerOf, oidcProviderArnOf } from './made-up.ts';
import type { StandIn } from './planned-tests.ts';

/** A traversal: where it starts, and what follows. */
interface Place {
  readonly address: string;
  /** Of a repeated block, where the key is a name; a number stands for all there are. */
  readonly instance: string;
  readonly path: readonly (string | number)[];
}

export interface Replaced {
  readonly standIns: readonly StandIn[];
  readonly variables: readonly Entry<Value>[];
  /** Addresses that clusters are known by. */
  readonly starts: readonly string[];
  /** Keys of clusters known by what a test cannot replace. */
  readonly opaque: readonly string[];
}

/** Clusters: the ARN of the OIDC provider, the issuer where it is looked up by, and the name, as far as roles trust by them. */
export function clusterStandIns(clusters: readonly PlannedCluster[], roles: readonly Pick<PlannedRole, 'trust' | 'podTrust'>[]): Replaced {
  const standIns = new Map<string, StandIn>();
  const variables: Entry<Value>[] = [];
  const starts: string[] = [];
  const opaque: string[] = [];
  const put = (cluster: PlannedCluster, text: Text | undefined, value: string): void => {
    const place = text === undefined ? undefined : placeOf(text);
    if (place === undefined) return;
    const [first = '', name = ''] = place.address.split('.');
    starts.push(place.address);
    if (first === 'local') opaque.push(cluster.spec.key);
    else if (first === 'var') variables.push({ key: name, value: nest(place.path, value) });
    else {
      const target = `${place.address}${place.instance}`;
      const known = standIns.get(target)?.values;
      const values = merge({ map: known ?? {} }, nest(place.path, value)) as { map: Record<string, Value> };
      standIns.set(target, { of: first === 'module' || first === 'data' ? first : 'resource', target, values: values.map });
    }
  };
  for (const cluster of clusters) {
    const { needs } = cluster;
    const { key } = cluster.spec;
    const byName = roles.some(({ podTrust }) => podTrust?.clusters.includes(key));
    if (!byName || needs.oidcResource || roles.some(({ trust }) => trust.some((t) => t.cluster === key))) {
      put(cluster, cluster.oidcProviderArn, arnOf(cluster));
      if (needs.oidcData || needs.oidcResource) put(cluster, cluster.issuer, `https://${issuerOf(cluster.spec)}`);
    }
    if (needs.variables || byName) put(cluster, cluster.clusterName, cluster.spec.name);
  }
  return { standIns: [...standIns.values()], variables, starts, opaque: [...new Set(opaque)] };
}

/** As the spec gives it, else made up. */
export const arnOf = ({ spec, oidcProviderArn }: PlannedCluster): string =>
  typeof oidcProviderArn === 'string' ? oidcProviderArn : oidcProviderArnOf(spec);

/** Blocks of ours that ask AWS or the network, and are not what a cluster is known by. */
export const ownStandIns = ({ files }: TerraformPlan, clusters: readonly PlannedCluster[]): StandIn[] =>
  files.flatMap((file) => file.blocks).flatMap((block) => ownStandIn(block, clusters[0]));

function ownStandIn(block: Block, cluster: PlannedCluster | undefined): StandIn[] {
  switch (block.kind) {
    case 'data-caller-identity':
      return [
        { of: 'data', target: `data.aws_caller_identity.${block.label}`, values: { account_id: cluster ? accountOf(cluster.spec) : '' } },
      ];
    case 'data-tls-certificate':
      return [
        {
          of: 'data',
          target: `data.tls_certificate.${block.label}`,
          values: { certificates: [{ map: { sha1_fingerprint: 'f'.repeat(40) } }] },
        },
      ];
    case 'module-vpc':
      return [{ of: 'module', target: `module.${block.label}`, values: {} }];
    default:
      return [];
  }
}

/** What the modules of new clusters are given by the root. */
export const newClusterReferences = ({ files }: TerraformPlan): Readonly<Record<string, readonly Reference[]>> =>
  Object.fromEntries(
    files
      .flatMap((file) => file.blocks)
      .flatMap((block) =>
        block.kind === 'module-eks-20' || block.kind === 'module-eks-21'
          ? [[`module.${block.label}`, [block.vpcId, block.subnetIds].flatMap(referenceOf)]]
          : [],
      ),
  );

function referenceOf(value: Value): Reference[] {
  const [part] = typeof value === 'object' && value !== null && 'text' in value ? partsOf(value) : [];
  return typeof part === 'object' && 'ref' in part ? [{ to: part.ref.split(/[.[]/).slice(0, 3).join('.'), whole: true }] : [];
}

const STEP = /\.?([\w-]+)|\[(\d+)\]|\["([^"]*)"\]/g;

/** @returns nothing for a literal */
function placeOf(text: Text): Place | undefined {
  const [part] = partsOf(text);
  if (typeof part !== 'object' || !('ref' in part)) return undefined;
  const steps = [...part.ref.matchAll(STEP)].map(([, name, index, key]) =>
    name !== undefined ? name : index !== undefined ? Number(index) : { key: key ?? '' },
  );
  const words = steps[0] === 'data' ? 3 : 2;
  const instance = steps[words];
  const keyed = typeof instance === 'object';
  return {
    address: steps.slice(0, words).join('.'),
    instance: keyed ? `[${JSON.stringify(instance.key)}]` : '',
    path: steps
      .slice(keyed || typeof instance === 'number' ? words + 1 : words)
      .map((step) => (typeof step === 'object' ? step.key : step)),
  };
}

/** `['identity', 0, 'issuer']` → `{ identity = [{ issuer = … }] }` */
const nest = (path: readonly (string | number)[], value: Value): Value =>
  path.reduceRight<Value>((inner, step) => (typeof step === 'number' ? [inner] : { map: { [step]: inner } }), value);

function merge(a: Value, b: Value): Value {
  if (Array.isArray(a) && Array.isArray(b)) return a.map((item: Value, i) => (b[i] === undefined ? item : merge(item, b[i] as Value)));
  const [left, right] = [mapOf(a), mapOf(b)];
  if (left === undefined || right === undefined) return b;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return {
    map: Object.fromEntries(
      keys.map((key) => {
        const [x, y] = [left[key], right[key]];
        return [key, x === undefined ? (y as Value) : y === undefined ? x : merge(x, y)];
      }),
    ),
  };
}

const mapOf = (value: Value): Readonly<Record<string, Value>> | undefined =>
  typeof value === 'object' && value !== null && !('length' in value) && 'map' in value ? value.map : undefined;
