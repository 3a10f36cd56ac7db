/** How each answer's flag is read. A table by flag name, in the order of `flags.ts`. */
import { addOns, findAddOn, findGrant, grants } from '../catalog/index.ts';
import { findNoAddOn } from '../catalog/no-add-on.ts';
import type { Path } from '../problem.ts';
import { didYouMean } from '../spec/did-you-mean.ts';
import type { GivenFlag } from './arguments.ts';
import { splitList } from './escaped-list.ts';
import { newCluster } from './new-cluster-answer.ts';
import { isMap, readOption, readResource } from './workload-option.ts';

export interface Answer {
  readonly path: Path;
  readonly value: unknown;
  /** The path is a list's, and the value one more item. */
  readonly append?: true;
}

export interface Context {
  /** Keys of the clusters that a cluster's flag is about. */
  readonly clusters: readonly string[];
  /** Every app there is, by flags or in irsa.yaml. */
  readonly apps: readonly string[];
}

/** Answers, or what is wrong with the value: the end of a sentence, without a full stop. */
type Reading = readonly Answer[] | string;
type Reader = (value: string, context: Context) => Reading;

/** Nothing if the flag is no answer (`--yes`). */
export const readAnswer = (flag: GivenFlag, context: Context): Reading | undefined => readers[flag.name]?.(flag.value, context);

const at =
  (...path: Path): Reader =>
  (value) => [{ path, value }];

const ofClusters =
  (...path: Path): Reader =>
  (value, { clusters }) =>
    clusters.map((cluster) => ({ path: ['clusters', cluster, ...path], value }));

const readers: Readonly<Record<string, Reader>> = {
  cluster: (name) => [{ path: ['clusters', name], value: {} }],
  region: ofClusters('region'),
  from: (value, { clusters }) => {
    const source = readSource(value);
    return typeof source === 'string' ? source : clusters.map((cluster) => ({ path: ['clusters', cluster, 'from'], value: source }));
  },
  'account-id': ofClusters('accountId'),
  'vpc-id': (value, { clusters }) => clusters.map((cluster) => ({ path: ['clusters', cluster, 'vpcId'], value: readResource(value) })),
  'oidc-provider': ofClusters('oidcProvider'),
  provider: (value, { clusters }) => {
    const [name, address] = pair(value, '=');
    if (address === undefined) return 'it is written NAME=ADDRESS, such as aws=aws.use1';
    return clusters.map((cluster) => ({ path: ['clusters', cluster, 'providers', name], value: address }));
  },
  'pod-identity-agent': ofClusters('podIdentityAgent'),
  retired: (value, { clusters }) =>
    value === 'true' || value === 'false'
      ? clusters.map((cluster) => ({ path: ['clusters', cluster, 'retired'], value: value === 'true' }))
      : 'it is true or false',
  'add-on': readAddOn,
  app: (value) => {
    const [, app, namespace, serviceAccount] = /^([^:]+):([^/]+)\/(.+)$/s.exec(value) ?? [];
    if (app === undefined) return 'it is written NAME:NAMESPACE/SERVICEACCOUNT';
    return [
      { path: ['apps', app, 'namespace'], value: namespace },
      { path: ['apps', app, 'serviceAccount', 'name'], value: serviceAccount },
    ];
  },
  grant: readGrant,
  'managed-policy': (value, context) => {
    const [id, arn] = pair(value, ':');
    return arn === undefined ? 'it is written WORKLOAD:ARN' : toWorkload(id, context, ['managedPolicies'], arn);
  },
  statement: statementAt('statements'),
  'assume-role': (value, context) => {
    const [id, said] = pair(value, ':');
    const entry = said?.startsWith('{') ? readJson(said) : said;
    return typeof entry === 'string' || isMap(entry)
      ? toWorkload(id, context, ['assumeRoles'], entry)
      : 'it is written WORKLOAD:ARN, or WORKLOAD:{…} in JSON';
  },
  'session-policy': statementAt('podIdentity', 'policy'),
  set: (value, context) => {
    const [, id, option, text] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(value) ?? [];
    if (id === undefined || option === undefined || text === undefined) return 'it is written WORKLOAD.OPTION=VALUE';
    return setOption(id, option, text, context);
  },
  namespace: (value) => {
    const [name, existing] = pair(value, ':');
    if (existing !== undefined && existing !== 'existing') return 'it is written NAME, or NAME:existing';
    return [{ path: ['namespaces', name], value: { create: existing === undefined } }];
  },
  identity: at('identity'),
  'share-roles': (value) => {
    const [name, clusters] = pair(value, '=');
    if (clusters === undefined) return 'it is written NAME=CLUSTER,CLUSTER';
    return [{ path: ['shareRoles'], value: { name, clusters: splitList(clusters) }, append: true }];
  },
  primary: at('primary'),
  iam: moduleChoice('iam'),
  eks: moduleChoice('eks'),
  'pod-identity': moduleChoice('pod-identity'),
  pin: at('terraform', 'pin'),
  engine: (value) => {
    const [name, version] = pair(value, '@');
    return [{ path: ['terraform', 'engine'], value: version === undefined ? name : { name, version } }];
  },
  layout: at('terraform', 'layout'),
  caller: at('terraform', 'caller'),
  format: at('terraform', 'format'),
  cdktf: at('terraform', 'cdktf'),
  'service-accounts': at('terraform', 'serviceAccounts'),
  directory: at('terraform', 'directory'),
  'kubernetes-auth': at('terraform', 'kubernetesAuth'),
  outputs: (value) => [{ path: ['outputs'], value: splitList(value) }],
  'helm-role-arn': at('helm', 'roleArn'),
  'gitops-path': at('gitops', 'path'),
  tag: (value) => {
    const [key, text] = pair(value, '=');
    return text === undefined ? 'it is written KEY=VALUE' : [{ path: ['tags', key], value: text }];
  },
  'permissions-boundary': at('permissionsBoundary'),
  'role-path': at('rolePath'),
  'role-prefix': at('rolePrefix'),
  naming: at('naming'),
};

/** The names of all flags that are answers. */
export const answerFlagNames: readonly string[] = Object.keys(readers);

function statementAt(...path: Path): Reader {
  return (value, context) => {
    const [id, json] = pair(value, ':');
    const statement = readJson(json ?? '');
    return isMap(statement) ? toWorkload(id, context, path, statement) : 'it is written WORKLOAD:{…}, a statement in JSON';
  };
}

function moduleChoice(module: string): Reader {
  return (value) => {
    const line = /^(\d+)(\.\d+\.\d+)?$/.exec(value);
    if (line === null) return 'it is a release line (5) or one release (5.60.0)';
    return [
      { path: ['terraform', 'modules', module], value: line[2] === undefined ? Number(value) : { line: Number(line[1]), version: value } },
    ];
  };
}

function readSource(value: string): Readonly<Record<string, unknown>> | string {
  const [kind, rest] = pair(value, ':');
  if ((kind === 'data' || kind === 'variables') && rest === undefined) return { [kind]: true };
  if ((kind === 'module' || kind === 'resource') && rest) return { [kind]: rest };
  if (kind === 'literal' && rest) return { literal: { oidcProviderArn: rest } };
  if (kind === 'expressions' && rest) {
    const [oidcProviderArn, clusterName] = splitList(rest);
    return { expressions: { oidcProviderArn, ...(clusterName === undefined ? {} : { clusterName }) } };
  }
  if (kind === 'new')
    return newCluster(rest ?? '') ?? 'a new cluster is new:VERSION,ZONE,ZONE, as in new:1.33,us-east-1a,us-east-1b; irsa.yaml can say more';
  return 'it is module:LABEL, resource:LABEL, data, variables, literal:ARN, expressions:ARN,NAME or new:VERSION,ZONE,ZONE';
}

function readAddOn(value: string, context: Context): Reading {
  const [, id = '', option, text = ''] = /^([^.=]+)(?:\.([^=]+)=(.*))?$/s.exec(value) ?? [];
  if (id === '') return 'it is written ID, or ID.OPTION=VALUE';
  if (option !== undefined) return setOption(id, option, text, { ...context, apps: [] });
  return findAddOn(id) === undefined ? unknown('add-on', id, addOns.ids) : [{ path: ['addOns', id], value: {} }];
}

function readGrant(value: string, { apps }: Context): Reading {
  const [, app, service, pairs] = /^([^:]+):([^:]+):(.+)$/s.exec(value) ?? [];
  if (app === undefined || service === undefined || pairs === undefined) return 'it is written APP:SERVICE:OPTION=VALUE,OPTION=VALUE';
  if (!apps.includes(app)) return unknown('app', app, apps);
  const grant = findGrant(service);
  if (grant === undefined) return unknown('grant', service, grants.ids);
  const options: [string, unknown][] = [];
  for (const item of splitList(pairs)) {
    const [name, text] = pair(item, '=');
    if (!Object.hasOwn(grant.options, name)) return unknown('option', name, Object.keys(grant.options));
    if (text === undefined) return `\`${name}\` has no value; it is written ${name}=${grant.options[name]?.example ?? 'VALUE'}`;
    const read = readOption(grant.options, name, text);
    if (typeof read === 'string') return read;
    options.push([name, read.value]);
  }
  return [{ path: ['apps', app, 'grants'], value: { [service]: Object.fromEntries(options) }, append: true }];
}

function setOption(id: string, option: string, text: string, context: Context): Reading {
  const workload = workloadPath(id, context);
  if (typeof workload === 'string') return workload;
  const read = readOption(findAddOn(id)?.options ?? {}, option, text);
  return typeof read === 'string' ? read : [{ path: [...workload, ...read.path], value: read.value }];
}

function toWorkload(id: string, context: Context, path: Path, value: unknown): Reading {
  const workload = workloadPath(id, context);
  return typeof workload === 'string' ? workload : [{ path: [...workload, ...path], value, append: true }];
}

/** An app of that name comes before an add-on: the spec refuses two workloads of one name anyway. */
function workloadPath(id: string, { apps }: Context): Path | string {
  if (apps.includes(id)) return ['apps', id];
  return findAddOn(id) === undefined ? unknown('workload', id, [...apps, ...addOns.ids]) : ['addOns', id];
}

function unknown(what: string, found: string, known: readonly string[]): string {
  const without = addOns.ids.every((id) => known.includes(id)) ? findNoAddOn(found) : undefined;
  if (without) return `${found} ${without.says} ${without.fix.replace(/\.$/, '')}`;
  const meant = didYouMean(found, known);
  if (meant !== undefined) return `there is no ${what} \`${found}\`, but there is \`${meant}\``;
  return `there is no ${what} \`${found}\`${known.length === 0 ? '' : `; there are ${known.join(', ')}`}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Split at the first separator; no second half if there is none. */
function pair(text: string, separator: string): readonly [string, string | undefined] {
  const i = text.indexOf(separator);
  return i < 0 ? [text, undefined] : [text.slice(0, i), text.slice(i + separator.length)];
}
