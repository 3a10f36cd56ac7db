/**
 * A cluster that a module of the repository makes, for roots that call it: named by the module's outputs.
 * One that the module lacks yet is a warning, with what is to be added on the way.
 */
import { warning, type FileEdit, type Problem } from '../problem.ts';
import type { ClusterSpec } from '../spec/spec.ts';
import { eksModules } from './eks-modules.ts';
import type { CalledModule, RepoFacts } from './repo-facts.ts';

/** What of a cluster is named; the eks module calls its outputs so. */
const WANTED = { oidcProviderArn: 'oidc_provider_arn', clusterName: 'cluster_name' } as const;

type Wanted = keyof typeof WANTED;

const OUTPUT = /^module\.([\w-]+)(?:\[[^\]]*\])?\.([\w-]+)$/;

/** `module.platform.oidc_provider_arn` → label and output. */
const outputIn = (expression: string): { readonly label: string; readonly output: string } | undefined => {
  const [, label, output] = OUTPUT.exec(expression) ?? [];
  return label === undefined || output === undefined ? undefined : { label, output };
};

const namedBy = ({ from }: ClusterSpec): readonly (readonly [Wanted, string])[] =>
  from?.kind !== 'expressions'
    ? []
    : [['oidcProviderArn', from.oidcProviderArn], ...(from.clusterName === undefined ? [] : [['clusterName', from.clusterName] as const])];

/** Labels of the modules of which the spec names outputs: nobody else needs to be looked into. */
export const modulesNamed = (clusters: readonly ClusterSpec[]): readonly string[] => [
  ...new Set(clusters.flatMap(namedBy).flatMap(([, expression]) => outputIn(expression)?.label ?? [])),
];

/** Nothing is said of modules from elsewhere: their outputs are not known here. */
export function missingOutputs(cluster: ClusterSpec, { called = {} }: RepoFacts): Problem[] {
  return namedBy(cluster).flatMap(([wanted, expression]): Problem[] => {
    const { label = '', output = '' } = outputIn(expression) ?? {};
    const module = called[label];
    if (module === undefined || has(module, output)) return [];
    const edits = editsFor(module, output, wanted);
    return [
      {
        ...(edits.length === 0 ? {} : { edits }),
        ...warning(
          'output-missing',
          ['clusters', cluster.key, 'from', 'expressions', wanted],
          `module "${label}" has no output ${output} (${module.folder}), so the plan fails.`,
          edits.length === 0
            ? `Add output "${output}" there, or name one that it has.`
            : `Add it: ${edits.map(({ file, value }) => `output "${output}" { value = ${value.join(' ')} } in ${file}`).join(', ')}.`,
        ),
      },
    ];
  });
}

const has = ({ facts }: CalledModule, output: string): boolean => facts.addresses.includes(`output.${output}`);

/** One for each module on the way down to the cluster; none where it is not plain which cluster is meant. */
function editsFor(module: CalledModule, output: string, wanted: Wanted): readonly FileEdit[] {
  const here = valuesIn(module, wanted);
  const [below, ...others] = here.length > 0 ? [] : Object.entries(module.facts.called ?? {}).filter(([, one]) => leads(one, wanted));
  const [value, second] = below === undefined ? here : [`module.${below[0]}.${output}`];
  if (value === undefined || second !== undefined || others.length > 0) return [];
  const deeper = below === undefined || has(below[1], output) ? [] : editsFor(below[1], output, wanted);
  if (below !== undefined && deeper.length === 0 && !has(below[1], output)) return [];
  return [{ file: module.outputsFile, block: ['output', output], path: ['value'], value: [value], adds: true }, ...deeper];
}

const leads = (module: CalledModule, wanted: Wanted): boolean =>
  valuesIn(module, wanted).length > 0 || Object.values(module.facts.called ?? {}).some((one) => leads(one, wanted));

/** It, or a module that it calls. */
export const makesCluster = (module: CalledModule): boolean => leads(module, 'clusterName');

/** How the module that makes it spells it. */
function valuesIn({ facts }: CalledModule, wanted: Wanted): readonly string[] {
  // With `enable_irsa = false` it makes no provider, and its output is null.
  const makers = eksModules(facts).filter(({ inputs = {} }) => wanted === 'clusterName' || inputs['enable_irsa'] !== false);
  const ofModules = makers.map(({ label, repeated }) => spelled(`module.${label}`, WANTED[wanted], repeated));
  if (wanted === 'clusterName') {
    const ofResources = facts.eksClusters.map(({ label, repeated }) => spelled(`aws_eks_cluster.${label}`, 'name', repeated));
    return [...ofModules, ...ofResources].filter((value) => value !== undefined);
  }
  const clusters = [
    ...eksModules(facts).map(({ label }) => `module.${label}`),
    ...facts.eksClusters.map(({ label }) => `aws_eks_cluster.${label}`),
  ];
  const ofProviders = facts.oidcProviders
    .filter(({ url }) => clusters.some((address) => ['.', '['].some((end) => url.includes(`${address}${end}`))))
    .map(({ label, repeated }) => spelled(`aws_iam_openid_connect_provider.${label}`, 'arn', repeated));
  return [...ofModules, ...ofProviders].filter((value) => value !== undefined);
}

/** Of a block with `count` there may be none; of one with `for_each` nobody knows which is meant. */
const spelled = (address: string, attribute: string, repeated: 'count' | 'for_each' | undefined): string | undefined =>
  repeated === 'for_each' ? undefined : repeated === 'count' ? `one(${address}[*].${attribute})` : `${address}.${attribute}`;
