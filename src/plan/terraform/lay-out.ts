/** Plan → Terraform files: which block stands where. Every decision on a block's fields is taken by the files beside this one. */
import { findAddOn } from '../../catalog/index.ts';
import { fact, ref, text, type Text, type Value } from '../../iam/text.ts';
import { STS_AUDIENCE } from '../../iam/audience.ts';
import type { Spec } from '../../spec/spec.ts';
import { agentBlocks } from './agent-blocks.ts';
import { awsConfig, workloadSpec } from '../aws-config.ts';
import { isIdle } from '../admission.ts';
import type { PlannedCluster } from '../clusters.ts';
import type { ResolvedModules } from '../modules.ts';
import { newClusterBlocks } from '../new-cluster.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload } from '../plan.ts';
import type { ProviderPlan } from '../providers.ts';
import type { Entry } from './block-parts.ts';
import type { Block, TerraformFile, TerraformPlan } from './blocks.ts';
import type { NamespaceBlock } from './kubernetes-blocks.ts';
import type { OutputBlock, VariableBlock } from './value-blocks.ts';
import { agentAddress } from './association-blocks.ts';
import { clusterBlocks, issuerLocal, variableBlocks } from './cluster-file.ts';
import { factSources, type FactSources } from './facts.ts';
import { chartBlocks, eksAddOnBlocks } from './installation-blocks.ts';
import { snake, type Labels } from './labels.ts';
import { identityMoves } from './former-policy.ts';
import { adoptedMoves, moveBlocks } from './moves.ts';
import { statesTrust } from './trust-document.ts';
import { tagEntries } from './policy-blocks.ts';
import { associationAddresses, permissionsAddress, serviceAccountAddress, workloadBlocks } from './workload-file.ts';

export interface LayOut {
  readonly spec: Spec;
  readonly labels: Labels;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly workloads: readonly PlannedWorkload[];
  /** As they were on the line of modules whose addresses the state still holds. */
  readonly formerly?: readonly PlannedWorkload[];
  readonly providers: ProviderPlan;
  readonly modules: ResolvedModules;
  readonly home: string | undefined;
  /** Labels of the EKS Pod Identity Agents that the root installs, by cluster. */
  readonly agents: ReadonlyMap<string, string>;
  /** The root has no required_providers of its own. */
  readonly writesVersions: boolean;
  readonly helmValues: readonly Entry<Value>[];
  /** Beside those of clusters. */
  readonly variables?: readonly VariableBlock[];
}

export function layOutTerraform(input: LayOut): TerraformPlan {
  const { spec, labels, clusters, workloads, providers, modules, home } = input;
  const facts = factSources(labels, modules.regionAttribute);
  const namespaces = namespaceBlocks(input);
  const moduleOf = ({ maker }: PlannedRole) => {
    if (maker === 'role-pod-identity') return modules.podIdentity;
    return maker.startsWith('karpenter') ? modules.karpenter : modules.role;
  };

  const context = {
    spec,
    workloads,
    labels,
    facts,
    clusters,
    wirings: providers.clusters,
    home,
    module: moduleOf,
    valuesFolder: '' as const,
    roleArn: (role: PlannedRole) => role.terraformArn,
    agents: input.agents,
    namespace: (name: string, cluster: string) => namespaces.get(`${cluster}/${name}`)?.reference ?? name,
    before: (workload: PlannedWorkload, role: PlannedRole, account: PlannedServiceAccount) => {
      const module = clusters.get(account.cluster)?.module;
      return [
        // Its nodes, beside the cluster itself.
        ...(module === undefined || findAddOn(workload.id)?.beforeNodes ? [] : [ref(module)]),
        ...permissionsAddress(role, labels),
        ...associationAddresses(workload, role, labels, home),
        ...agentAddress(role, account, input.agents),
        ...serviceAccountAddress(workload, account, labels, home),
      ];
    },
  };
  const workloadFiles = workloads.map((workload): TerraformFile => ({
    name: `irsa-${workload.id}.tf`,
    blocks: [
      ...workloadBlocks(workload, context),
      ...moveBlocks(
        workload,
        input.formerly?.find(({ id }) => id === workload.id),
      ),
      ...identityMoves(workload, workloadSpec(spec, workload.id).migration, labels),
      ...workload.roles.flatMap((role) => [...chartBlocks(workload, role, context), ...eksAddOnBlocks(workload, role, context)]),
    ],
  }));
  const roles = workloads.flatMap((w) => w.roles);
  const issuers = new Set(roles.filter(statesTrust).flatMap((r) => r.trust.map((t) => t.cluster)));
  const clusterFile = [...clusters.values()]
    .map((cluster) => lookedUpByNeed(cluster, roles))
    .flatMap((cluster) => {
      const awsProvider = providers.clusters.get(cluster.spec.key)?.aws;
      if (cluster.source.kind === 'new') {
        const audiences = clientIds(roles, cluster.spec.key).filter((id) => id !== STS_AUDIENCE);
        const options = { ...(awsProvider === undefined ? {} : { awsProvider }), tags: tagEntries(spec.tags), audiences };
        return [
          ...newClusterBlocks(cluster, cluster.source.cluster, modules, labels, options),
          ...(issuers.has(cluster.spec.key) ? [issuerLocal(cluster, labels)] : []),
        ];
      }
      return [
        ...clusterBlocks(cluster, labels, {
          ...(awsProvider === undefined ? {} : { awsProvider }),
          tags: tagEntries(spec.tags),
          issuerLocal: issuers.has(cluster.spec.key),
          clientIds: clientIds(roles, cluster.spec.key),
        }),
        ...agentBlocks(cluster, input),
      ];
    });

  // Before the facts are collected, since it asks for accounts.
  const outputs = outputBlocks(input, facts);
  const files: TerraformFile[] = [
    { name: 'irsa-versions.tf', blocks: input.writesVersions ? [modules.requiredProviders] : [] },
    { name: 'irsa-providers.tf', blocks: providerBlocks(input) },
    {
      name: 'irsa-variables.tf',
      blocks: [...[...clusters.values()].flatMap((c) => variableBlocks(c, labels, !isIdle(c.spec, roles))), ...(input.variables ?? [])],
    },
    { name: 'irsa-cluster.tf', blocks: [...facts.blocks(), ...clusterFile] },
    { name: 'irsa-namespaces.tf', blocks: [...namespaces.values()].map((n) => n.block) },
    ...workloadFiles,
    { name: 'irsa-outputs.tf', blocks: outputs },
    { name: 'irsa-moved.tf', blocks: adoptedMoves(spec) },
  ];
  const { directory, format, cdktf } = spec.terraform;
  return { directory, format, ...(format === 'cdktf' ? { cdktf } : {}), files: files.filter((file) => file.blocks.length > 0) };
}

/** Where the roles of all its workloads are elsewhere, or admit no tokens, the cluster's account may have no OIDC provider to look up. */
const lookedUpByNeed = (cluster: PlannedCluster, roles: readonly PlannedRole[]): PlannedCluster =>
  isIdle(cluster.spec, roles) ? { ...cluster, needs: { ...cluster.needs, oidcData: false } } : cluster;

/** Every audience that a role trusts in the cluster must be a client of its OIDC provider. */
export const clientIds = (roles: readonly PlannedRole[], cluster: string): string[] => [
  ...new Set([STS_AUDIENCE, ...roles.flatMap((r) => r.trust.filter((t) => t.cluster === cluster).map((t) => t.audience))]),
];

type Root = Pick<LayOut, 'spec' | 'clusters' | 'providers' | 'labels' | 'home'> & { readonly modules: Pick<ResolvedModules, 'helmLine'> };

export function providerBlocks({ clusters, providers, labels, spec, modules: { helmLine } }: Root): Block[] {
  const aws = providers.aws.map(({ alias, region }): Block => ({
    kind: 'provider-aws',
    ...(alias === undefined ? {} : { alias }),
    region,
  }));
  const ofClusters = [...clusters.values()].flatMap((cluster): Block[] => {
    const wiring = providers.clusters.get(cluster.spec.key);
    const { endpoint: host, certificateAuthority } = cluster;
    if (!wiring || wiring.writes.length === 0 || host === undefined || certificateAuthority === undefined) return [];
    const token = spec.terraform.kubernetesAuth === 'token' ? labels.free('data.aws_eks_cluster_auth', cluster.label) : undefined;
    return [
      ...(token === undefined
        ? []
        : [
            {
              kind: 'data-eks-cluster-auth' as const,
              label: token,
              name: cluster.clusterName,
              ...(wiring.aws === undefined ? {} : { provider: wiring.aws }),
            },
          ]),
      ...wiring.writes.map((name): Block => ({
        kind: name === 'kubernetes' ? 'provider-kubernetes' : `provider-helm-${helmLine}`,
        ...(wiring[name] === undefined ? {} : { alias: wiring[name].slice(name.length + 1) }),
        host,
        certificateAuthority,
        ...(token === undefined
          ? { exec: { clusterName: cluster.clusterName, region: cluster.spec.region } }
          : { token: ref(`data.aws_eks_cluster_auth.${token}.token`) }),
      })),
    ];
  });
  return [...aws, ...ofClusters];
}

/** By `<cluster>/<namespace>`; `kube-system` and `default` exist in every cluster. */
export function namespaceBlocks({
  spec,
  clusters,
  providers,
  labels,
  home,
}: Root): ReadonlyMap<string, { block: NamespaceBlock; reference: Text }> {
  const blocks = new Map<string, { block: NamespaceBlock; reference: Text }>();
  for (const { name, create } of spec.namespaces) {
    if (!create) continue;
    for (const [key, cluster] of clusters) {
      if (cluster.spec.retired || cluster.source.kind === 'new') continue;
      const label = labels.free('kubernetes_namespace_v1', `irsa_${snake(name)}${key === home ? '' : `_${snake(key)}`}`);
      const provider = providers.clusters.get(key)?.kubernetes;
      blocks.set(`${key}/${name}`, {
        block: { kind: 'namespace', label, name, ...(provider === undefined ? {} : { provider }) },
        reference: ref(`kubernetes_namespace_v1.${label}.metadata[0].name`),
      });
    }
  }
  return blocks;
}

function outputBlocks(input: LayOut, facts: FactSources): Block[] {
  const { workloads, labels, helmValues } = input;
  const preconditions = accountChecks(input, facts);
  const byGroup: Record<string, Record<string, Value>> = {};
  for (const workload of workloads)
    for (const role of workload.roles) (byGroup[role.group] ??= {})[nameInOutputs(workload, role)] = role.terraformArn;
  const arns: Value = { map: Object.fromEntries(Object.entries(byGroup).map(([group, roles]) => [group, { map: roles }])) };
  return [
    ...(workloads.length === 0
      ? []
      : [
          {
            kind: 'output' as const,
            label: labels.free('output', 'irsa_role_arns'),
            description: 'Role ARNs by cluster (or share group) and workload.',
            value: arns,
            ...(preconditions.length === 0 ? {} : { preconditions }),
          },
        ]),
    ...awsConfigOutput(input),
    ...(helmValues.length === 0
      ? []
      : [
          {
            kind: 'output-helm-values' as const,
            label: labels.free('output', 'irsa_helm_values'),
            description: 'Helm values (YAML) by add-on, with the role ARN filled in.',
            charts: helmValues,
          },
        ]),
  ];
}

/** A role that is about to take the place of another one stands beside it. */
const nameInOutputs = ({ id, roles }: PlannedWorkload, { serviceAccounts, group }: PlannedRole): string =>
  serviceAccounts.length === 0 && roles.filter((role) => role.group === group).length > 1 ? `${id}-pod-identity` : id;

/** Line by line, since it names roles that are known after apply only. */
function awsConfigOutput({ spec, workloads, labels }: LayOut): Block[] {
  const byGroup: Record<string, Record<string, Value>> = {};
  for (const workload of workloads) {
    for (const role of workload.roles) {
      const lines = awsConfig(workloadSpec(spec, workload.id), role.terraformArn);
      if (lines !== undefined) (byGroup[role.group] ??= {})[workload.id] = lines;
    }
  }
  if (Object.keys(byGroup).length === 0) return [];
  return [
    {
      kind: 'output',
      label: labels.free('output', 'irsa_aws_config'),
      description: 'AWS config files, line by line, by cluster (or share group) and workload: profiles for the roles of other accounts.',
      value: { map: Object.fromEntries(Object.entries(byGroup).map(([group, files]) => [group, { map: files }])) },
    },
  ];
}

/** What the spec says of accounts, held against whom each AWS provider speaks for: static files name these accounts already. */
function accountChecks({ clusters, providers }: LayOut, facts: FactSources): NonNullable<OutputBlock['preconditions']> {
  const expected = new Map<string | undefined, string>();
  for (const { spec } of clusters.values()) {
    if (spec.accountId !== undefined && !spec.retired) expected.set(providers.clusters.get(spec.key)?.aws, spec.accountId);
  }
  return [...expected].map(([provider, accountId]) => {
    const actual = facts.fill(fact('accountId'), provider);
    return {
      actual,
      expected: accountId,
      message: text`Provider ${provider ?? 'aws'} speaks for account ${actual}, and irsa.yaml says accountId ${accountId}. Use that account, or correct accountId.`,
    };
  });
}
