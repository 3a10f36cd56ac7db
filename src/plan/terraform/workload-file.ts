/** irsa-<workload>.tf: the role of one workload for each group of clusters, its policy and its ServiceAccounts. */
import { ref, type Text, type Value } from '../../iam/text.ts';
import { plannedCluster, type PlannedCluster } from '../clusters.ts';
import { roleName } from '../names.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload, ResolvedModule } from '../plan.ts';
import type { Wiring } from '../providers.ts';
import type { Entry } from './block-parts.ts';
import type { Block } from './blocks.ts';
import type { FactSources } from './facts.ts';
import type { Labels } from './labels.ts';
import {
  associationLabel,
  associatedCluster,
  associationBlocks,
  moduleAssociations,
  trustConditions,
  type AssociationContext,
} from './association-blocks.ts';
import { ROLE_ARN } from '../role-arn.ts';
import { formerPolicyBlocks } from './former-policy.ts';
import { ownPolicyBlocks, policyEntries, tagEntries } from './policy-blocks.ts';
import { tokenStatements, trustBlocks, trustDocument } from './trust-document.ts';

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

export interface WorkloadContext extends ServiceAccountContext, AssociationContext {
  readonly facts: FactSources;
  readonly module: (role: PlannedRole) => ResolvedModule;
}

const entries = <T>(record: Readonly<Record<string, T>>): Entry<T>[] => Object.entries(record).map(([key, value]) => ({ key, value }));

export function workloadBlocks(workload: PlannedWorkload, context: WorkloadContext): Block[] {
  return workload.roles.flatMap((role, index) => [
    ...policyBlocks(workload, role, context),
    ...trustBlocks(role, context),
    ...withComments(index === 0 ? workload.comments : [], roleBlocks(role, context)),
    ...formerPolicyBlocks(role, context),
    ...associationBlocks(workload, role, context),
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
      ...described(role),
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

const described = ({ description }: PlannedRole) => (description === '' ? {} : { description });

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
    const [account] = role.serviceAccounts;
    if (!account) throw new Error(`${role.label} admits nobody`);
    const cluster = plannedCluster(clusters, account.cluster);
    const [association] = role.associations.filter(({ by }) => by === 'module');
    const karpenter = {
      ...common,
      clusterName: association ? associatedCluster(association, context) : cluster.clusterName,
      roleName: role.name,
      ...(role.path === '/' ? {} : { rolePath: role.path }),
      policyName: role.policyName,
      nodeRoleName: karpenterNodeRole(role.name),
      queueName: role.queueName ?? role.name,
      rulePrefix: `${cluster.spec.key.slice(0, 17)}-`,
      policies,
      namespace: account.subject.namespace,
      serviceAccount: account.subject.serviceAccount,
    };
    return role.maker === 'karpenter-eks-20'
      ? { kind: role.maker, ...karpenter, oidcProviderArn: cluster.oidcProviderArn }
      : {
          kind: role.maker,
          ...karpenter,
          trustDocument: trustDocument(role, labels),
          makesAssociation: association !== undefined,
        };
  }
  const inputs = entries(moduleInputs(role)).map(({ key, value }): Entry<Value> => ({
    key,
    value: facts.fill(value, role.awsProvider),
  }));
  const call = {
    ...common,
    name: role.name,
    ...described(role),
    ...(role.path === '/' ? {} : { path: role.path }),
    inputs,
    policies,
    oidcProviders: role.trust.map(({ cluster, subject }) => ({
      key: cluster,
      providerArn: plannedCluster(clusters, cluster).oidcProviderArn,
      subjects: [`${subject.namespace}:${subject.serviceAccount}`],
    })),
  };
  if (role.maker === 'role-pod-identity') {
    const { oidcProviders: _, ...rest } = call;
    return {
      kind: role.maker,
      ...rest,
      trustConditions: trustConditions(role, context),
      trustStatements: tokenStatements(role, context),
      associations: moduleAssociations(role, context),
    };
  }
  return role.maker === 'role-iam-6'
    ? { kind: 'role-iam-6', ...call, ...(inputs.length > 0 ? { policyName: role.policyName } : {}) }
    : { kind: 'role-iam-5', ...call };
}

/** eks-pod-identity has a name of a policy for each of its flags. */
const moduleInputs = ({ permissions: { inputs, policyNameInput }, policyName }: PlannedRole): Readonly<Record<string, Value>> =>
  policyNameInput === undefined ? inputs : { ...inputs, [policyNameInput]: policyName };

/** Karpenter's nodes have a role of their own, named after the controller's. */
export const karpenterNodeRole = (controller: string): string =>
  roleName('{workload}', { workload: `${controller}-node`, prefix: '', group: '', region: '', namespace: '' });

/** Ours first, then managed ones under the name they have in AWS. */
function attachedPolicies(role: PlannedRole, { labels, facts }: WorkloadContext): Entry[] {
  const { policies, managedPolicies } = role.permissions;
  return policyEntries(role.label, policies, managedPolicies, (value) => facts.fill(value, role.awsProvider), labels);
}

const SERVICE_ACCOUNT = { terraform: 'kubernetes_service_account_v1', annotate: 'kubernetes_annotations' } as const;

/** Of what Terraform makes or annotates, if it does. */
export function serviceAccountAddress(
  { id }: PlannedWorkload,
  { owner, cluster, annotated, annotations }: PlannedServiceAccount,
  labels: Labels,
  home: string | undefined,
): Text[] {
  if (owner !== 'terraform' && owner !== 'annotate') return [];
  if (owner === 'annotate' && !annotated && Object.keys(annotations).length === 0) return [];
  const type = SERVICE_ACCOUNT[owner];
  return [ref(`${type}.${labels.free(type, labels.workload(id, cluster === home ? undefined : cluster))}`)];
}

/** Associations that stand alone, which pods are to find when they start. */
export const associationAddresses = (
  { id }: PlannedWorkload,
  { associations }: PlannedRole,
  labels: Labels,
  home: string | undefined,
): Text[] =>
  associations
    .filter(({ by }) => by === 'resource')
    .map(({ cluster }) => ref(`aws_eks_pod_identity_association.${associationLabel(id, cluster, labels, home)}`));

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
  return role.serviceAccounts.flatMap(({ cluster, subject, owner, annotated, annotations }): Block[] => {
    const source = clusters.get(cluster)?.source;
    if ((owner !== 'terraform' && owner !== 'annotate') || source === undefined || source.kind === 'new') return [];
    const all = [...(annotated ? [{ key: ROLE_ARN, value: roleArn(role) }] : []), ...entries(annotations)];
    if (owner === 'annotate' && all.length === 0) return [];
    return [
      {
        kind: owner === 'terraform' ? 'service-account' : 'service-account-annotations',
        label: labels.free(SERVICE_ACCOUNT[owner], labels.workload(workload.id, cluster === home ? undefined : cluster)),
        name: subject.serviceAccount,
        namespace: namespace(subject.namespace, cluster),
        annotations: all,
        ...provider(wirings.get(cluster)?.kubernetes),
      },
    ];
  });
}
