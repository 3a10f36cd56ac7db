/** irsa-<workload>.tf: the role of one workload for each group of clusters, its policy and its ServiceAccounts. */
import { MANAGED_POLICY_MAX } from '../../iam/policy-size.ts';
import type { Statement } from '../../iam/statement.ts';
import { ref, type Text, type Value } from '../../iam/text.ts';
import type { PlannedCluster } from '../clusters.ts';
import { roleName } from '../names.ts';
import type { OwnPolicy, PlannedRole, PlannedServiceAccount, PlannedWorkload, ResolvedModule } from '../plan.ts';
import type { Wiring } from '../providers.ts';
import type { Entry, OfProvider } from './block-parts.ts';
import type { Block } from './blocks.ts';
import type { DocumentStatement } from './role-blocks.ts';
import type { FactSources } from './facts.ts';
import type { Labels } from './labels.ts';
import { trustBlocks, trustDocument } from './trust-document.ts';

interface ServiceAccountContext {
  readonly labels: Labels;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly wirings: ReadonlyMap<string, Wiring>;
  readonly home: string | undefined;
  /** The role's ARN as this root says it. */
  readonly roleArn: (role: PlannedRole) => Text;
  /** A namespace as the workload's ServiceAccount names it: a reference where we create it, so that it comes first. */
  readonly namespace: (name: string, cluster: string) => Text;
}

export interface WorkloadContext extends ServiceAccountContext {
  readonly facts: FactSources;
  readonly module: (role: PlannedRole) => ResolvedModule;
}

const entries = <T>(record: Readonly<Record<string, T>>): Entry<T>[] => Object.entries(record).map(([key, value]) => ({ key, value }));

export const tagEntries = (tags: Readonly<Record<string, string>>): Entry<string>[] => entries(tags);

export function workloadBlocks(workload: PlannedWorkload, context: WorkloadContext): Block[] {
  return workload.roles.flatMap((role, index) => [
    ...policyBlocks(workload, role, context),
    ...trustBlocks(role, context),
    ...withComments(index === 0 ? workload.comments : [], roleBlocks(role, context)),
    ...serviceAccountBlocks(workload, role, context),
  ]);
}

function roleBlocks(role: PlannedRole, context: WorkloadContext): Block[] {
  if (role.maker === 'other-account') return [];
  return role.maker === 'role-raw' ? rawRoleBlocks(role, context) : [moduleBlock(role, context)];
}

const withComments = (comments: readonly string[], [first, ...rest]: readonly Block[]): Block[] =>
  first === undefined ? [] : [comments.length === 0 ? first : { ...first, comments }, ...rest];

/** aws_iam_role with what is attached to it. */
function rawRoleBlocks(role: PlannedRole, context: WorkloadContext): Block[] {
  const { labels } = context;
  const policies = attachedPolicies(role, context);
  return [
    {
      kind: 'role-raw',
      label: role.label,
      name: role.name,
      ...(role.path === '/' ? {} : { path: role.path }),
      description: role.description,
      trustDocument: trustDocument(role, labels),
      ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
      tags: tagEntries(role.tags),
      ...provider(role.awsProvider),
    },
    ...(policies.length === 0
      ? []
      : [
          {
            kind: 'policy-attachments' as const,
            label: labels.free('aws_iam_role_policy_attachment', role.label),
            role: ref(`aws_iam_role.${role.label}.name`),
            policies,
            ...provider(role.awsProvider),
          },
        ]),
  ];
}

const provider = (address: string | undefined) => (address === undefined ? {} : { provider: address });

function policyBlocks(workload: PlannedWorkload, role: PlannedRole, { labels, facts }: WorkloadContext): Block[] {
  return ownPolicyBlocks(
    {
      label: role.label,
      policies: role.permissions.policies,
      path: role.path,
      description: `What ${workload.id} may do in AWS`,
      tags: tagEntries(role.tags),
      ...provider(role.awsProvider),
    },
    (value) => facts.fill(value, role.awsProvider),
    labels,
  );
}

interface OwnPolicies extends OfProvider {
  /** Of the role. */
  readonly label: string;
  readonly policies: readonly OwnPolicy[];
  readonly path: string;
  readonly description: string;
  readonly tags: readonly Entry<string>[];
}

/** Document and policy of each. */
export function ownPolicyBlocks(
  { label, policies, path, description, tags, ...of }: OwnPolicies,
  fill: (text: Text) => Text,
  labels: Pick<Labels, 'free'>,
): Block[] {
  return policies.flatMap(({ name, statements }, n): Block[] => {
    const document = labels.free('data.aws_iam_policy_document', policyLabel(label, n));
    return [
      {
        kind: 'policy-document',
        label: document,
        statements: statements.map((s) => documentStatement(s, fill)),
        ...(n === 0 && policies.length > 1 ? { comments: [SEVERAL] } : {}),
        ...of,
      },
      {
        kind: 'policy',
        label: labels.free('aws_iam_policy', policyLabel(label, n)),
        name,
        ...(path === '/' ? {} : { path }),
        description: `${description}${policies.length > 1 ? `, ${n + 1} of ${policies.length}` : ''}`,
        document: ref(`data.aws_iam_policy_document.${document}.json`),
        tags,
        ...of,
      },
    ];
  });
}

const SEVERAL = `What it may do takes more than one policy: IAM counts at most ${MANAGED_POLICY_MAX} characters in each.`;

const policyLabel = (label: string, n: number): string => (n === 0 ? label : `${label}_policy_${n + 1}`);

const documentStatement = (statement: Statement, fill: (text: Text) => Text): DocumentStatement => ({
  ...(statement.reason === undefined ? {} : { comments: [statement.reason] }),
  ...(statement.sid === undefined ? {} : { sid: statement.sid }),
  effect: statement.effect,
  ...(statement.actions === undefined ? {} : { actions: statement.actions }),
  ...(statement.notActions === undefined ? {} : { notActions: statement.notActions }),
  ...(statement.resources === undefined ? {} : { resources: statement.resources.map(fill) }),
  ...(statement.notResources === undefined ? {} : { notResources: statement.notResources.map(fill) }),
  principals: [],
  conditions: statement.conditions.map((c) => ({ test: c.operator, variable: fill(c.key), values: c.values.map(fill) })),
});

function known(clusters: ReadonlyMap<string, PlannedCluster>, key: string): PlannedCluster {
  const cluster = clusters.get(key);
  if (!cluster) throw new Error(`cluster ${key} was not planned`);
  return cluster;
}

function moduleBlock(role: PlannedRole, context: WorkloadContext): Block {
  const { labels, facts, clusters } = context;
  const { source, version } = context.module(role);
  const common = {
    label: role.label,
    source,
    ...(version === undefined ? {} : { version }),
    ...(role.awsProvider === undefined ? {} : { awsProvider: role.awsProvider }),
    tags: tagEntries(role.tags),
    ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
  };
  const policies = attachedPolicies(role, context);
  if (role.maker === 'karpenter-eks-20' || role.maker === 'karpenter-eks-21') {
    const [trust] = role.trust;
    if (!trust) throw new Error(`${role.label} admits nobody`);
    const cluster = known(clusters, trust.cluster);
    const karpenter = {
      ...common,
      clusterName: cluster.clusterName,
      roleName: role.name,
      ...(role.path === '/' ? {} : { rolePath: role.path }),
      policyName: role.policyName,
      nodeRoleName: karpenterNodeRole(role.name),
      queueName: role.queueName ?? role.name,
      rulePrefix: `${cluster.spec.key.slice(0, 17)}-`,
      policies,
      namespace: trust.subject.namespace,
      serviceAccount: trust.subject.serviceAccount,
    };
    return role.maker === 'karpenter-eks-20'
      ? { kind: role.maker, ...karpenter, oidcProviderArn: cluster.oidcProviderArn }
      : {
          kind: role.maker,
          ...karpenter,
          trustDocument: trustDocument(role, labels),
        };
  }
  const inputs = entries(role.permissions.inputs).map(({ key, value }): Entry<Value> => ({
    key,
    value: facts.fill(value, role.awsProvider),
  }));
  const call = {
    ...common,
    name: role.name,
    description: role.description,
    ...(role.path === '/' ? {} : { path: role.path }),
    inputs,
    policies,
    oidcProviders: role.trust.map(({ cluster, subject }) => ({
      key: cluster,
      providerArn: known(clusters, cluster).oidcProviderArn,
      subjects: [`${subject.namespace}:${subject.serviceAccount}`],
    })),
  };
  return role.maker === 'role-iam-6'
    ? { kind: 'role-iam-6', ...call, ...(inputs.length > 0 ? { policyName: role.policyName } : {}) }
    : { kind: 'role-iam-5', ...call };
}

/** Karpenter's nodes have a role of their own, named after the controller's. */
export const karpenterNodeRole = (controller: string): string =>
  roleName('{workload}', { workload: `${controller}-node`, prefix: '', group: '', region: '', namespace: '' });

/** Ours first, then managed ones under the name they have in AWS. */
function attachedPolicies(role: PlannedRole, { labels, facts }: WorkloadContext): Entry[] {
  const { policies, managedPolicies } = role.permissions;
  return policyEntries(role.label, policies, managedPolicies, (value) => facts.fill(value, role.awsProvider), labels);
}

/** @param label of the role */
export function policyEntries(
  label: string,
  policies: readonly OwnPolicy[],
  managedPolicies: readonly Text[],
  fill: (text: Text) => Text,
  labels: Pick<Labels, 'free'>,
): Entry[] {
  const own = policies.map((_, n): Entry => ({
    key: n === 0 ? 'irsa' : `irsa_${n + 1}`,
    value: ref(`aws_iam_policy.${labels.free('aws_iam_policy', policyLabel(label, n))}.arn`),
  }));
  const taken = new Set(own.map((e) => e.key));
  const managed = managedPolicies.map((policy): Entry => {
    const last = (typeof policy === 'string' ? policy : policy.text.filter((p) => typeof p === 'string').join('')).split('/').at(-1) ?? '';
    let key = last;
    for (let n = 2; taken.has(key); n++) key = `${last}_${n}`;
    taken.add(key);
    return { key, value: fill(policy) };
  });
  return [...own, ...managed];
}

const SERVICE_ACCOUNT = { terraform: 'kubernetes_service_account_v1', annotate: 'kubernetes_annotations' } as const;

/** Of what Terraform makes or annotates, if it does. */
export function serviceAccountAddress(
  { id }: PlannedWorkload,
  { owner, cluster }: PlannedServiceAccount,
  labels: Labels,
  home: string | undefined,
): Text[] {
  if (owner !== 'terraform' && owner !== 'annotate') return [];
  const type = SERVICE_ACCOUNT[owner];
  return [ref(`${type}.${labels.free(type, labels.workload(id, cluster === home ? undefined : cluster))}`)];
}

/** What gives the role its permissions, where it has any. */
export function permissionsAddress({ maker, label, permissions: { policies, managedPolicies } }: PlannedRole, labels: Labels): Text[] {
  if (maker === 'other-account') return [];
  if (maker !== 'role-raw') return [ref(`module.${label}`)];
  const type = 'aws_iam_role_policy_attachment';
  return policies.length + managedPolicies.length === 0 ? [] : [ref(`${type}.${labels.free(type, label)}`)];
}

/** Those whose cluster this root speaks to: it makes no Kubernetes resource in a cluster that it makes itself. */
export function serviceAccountBlocks(
  workload: PlannedWorkload,
  role: PlannedRole,
  { labels, clusters, wirings, home, roleArn, namespace }: ServiceAccountContext,
): Block[] {
  return role.serviceAccounts.flatMap(({ cluster, subject, owner, annotations }): Block[] => {
    const source = clusters.get(cluster)?.source;
    if ((owner !== 'terraform' && owner !== 'annotate') || source === undefined || source.kind === 'new') return [];
    return [
      {
        kind: owner === 'terraform' ? 'service-account' : 'service-account-annotations',
        label: labels.free(SERVICE_ACCOUNT[owner], labels.workload(workload.id, cluster === home ? undefined : cluster)),
        name: subject.serviceAccount,
        namespace: namespace(subject.namespace, cluster),
        annotations: [{ key: 'eks.amazonaws.com/role-arn', value: roleArn(role) }, ...entries(annotations)],
        ...provider(wirings.get(cluster)?.kubernetes),
      },
    ];
  });
}
