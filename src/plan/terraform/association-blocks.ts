/** EKS Pod Identity: whom a role's trust admits, and the associations that lead pods to it. */
import type { Text } from '../../iam/text.ts';
import { fact, ref } from '../../iam/text.ts';
import { plannedCluster, type PlannedCluster } from '../clusters.ts';
import type { PlannedAssociation, PlannedRole, PlannedServiceAccount, PlannedWorkload } from '../plan.ts';
import { clusterArn, podConditions } from '../pod-trust.ts';
import type { Wiring } from '../providers.ts';
import type { Block } from './blocks.ts';
import type { FactSources } from './facts.ts';
import type { Labels } from './labels.ts';
import type { PodIdentityRoleBlock } from './role-blocks.ts';
import { documentStatement, tagEntries } from './policy-blocks.ts';

export interface AssociationContext {
  readonly labels: Labels;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly wirings: ReadonlyMap<string, Wiring>;
  readonly home: string | undefined;
  readonly facts: FactSources;
  readonly roleArn: (role: PlannedRole) => Text;
  /** Labels of the agents that this root installs, by cluster. */
  readonly agents: ReadonlyMap<string, string>;
}

/** Of the statement that admits EKS Pod Identity. */
export function trustConditions(role: PlannedRole, { clusters, facts }: AssociationContext): PodIdentityRoleBlock['trustConditions'] {
  const { podTrust, awsProvider } = role;
  if (podTrust === undefined) throw new Error(`${role.label} does not admit Pod Identity`);
  const arns = podTrust.clusters.map((key) => clusterArn(plannedCluster(clusters, key)));
  return podConditions(podTrust, arns, fact('accountId')).map(({ values, ...condition }) => ({
    ...condition,
    values: values.map((value) => facts.fill(value, awsProvider)),
  }));
}

/**
 * The name of the cluster, from its agent where that is made here: pods of an association without an agent
 * have no credentials at all, so it comes first. https://github.com/aws/amazon-vpc-cni-k8s/issues/3840
 */
export const associatedCluster = ({ cluster }: PlannedAssociation, { clusters, agents }: AssociationContext): Text => {
  const agent = agents.get(cluster);
  return agent === undefined ? plannedCluster(clusters, cluster).clusterName : ref(`aws_eks_addon.${agent}.cluster_name`);
};

/** Of what comes before an add-on that has its association of its own, and no block that names the agent. */
export function agentAddress(
  { associations }: PlannedRole,
  { cluster }: PlannedServiceAccount,
  agents: AssociationContext['agents'],
): Text[] {
  const agent = agents.get(cluster);
  return agent !== undefined && associations.some((a) => a.by === 'eks-addon' && a.cluster === cluster)
    ? [ref(`aws_eks_addon.${agent}`)]
    : [];
}

const about = (association: PlannedAssociation, context: AssociationContext) => ({
  clusterName: associatedCluster(association, context),
  namespace: association.subject.namespace,
  serviceAccount: association.subject.serviceAccount,
  ...(association.targetRole === undefined ? {} : { targetRoleArn: association.targetRole }),
  ...(association.disableSessionTags === undefined ? {} : { disableSessionTags: association.disableSessionTags }),
});

/** Those that the role's module makes. */
export const moduleAssociations = ({ associations }: PlannedRole, context: AssociationContext): PodIdentityRoleBlock['associations'] =>
  associations.filter(({ by }) => by === 'module').map((association) => ({ key: association.cluster, ...about(association, context) }));

export const associationLabel = (workload: string, cluster: string, labels: Labels, home: string | undefined): string =>
  labels.free('aws_eks_pod_identity_association', labels.workload(workload, cluster === home ? undefined : cluster));

/** Those that stand alone, with the policies of their sessions. */
export function associationBlocks({ id }: PlannedWorkload, role: PlannedRole, context: AssociationContext): Block[] {
  const { labels, wirings, home, facts } = context;
  return role.associations
    .filter(({ by }) => by === 'resource')
    .flatMap((association): Block[] => {
      const { cluster, policy } = association;
      const wanted = labels.workload(id, cluster === home ? undefined : cluster);
      const document = labels.free('data.aws_iam_policy_document', `${wanted}_session`);
      const address = wirings.get(cluster)?.aws;
      const provider = address === undefined ? {} : { provider: address };
      return [
        ...(policy === undefined
          ? []
          : [
              {
                kind: 'policy-document' as const,
                label: document,
                comments: ['What a session of these pods may do at most, whatever the role may.'],
                statements: policy.map((statement) => documentStatement(statement, (value) => facts.fill(value, address))),
                ...provider,
              },
            ]),
        {
          kind: 'pod-identity-association',
          label: associationLabel(id, cluster, labels, home),
          ...about(association, context),
          roleArn: context.roleArn(role),
          ...(policy === undefined ? {} : { policy: ref(`data.aws_iam_policy_document.${document}.minified_json`) }),
          tags: tagEntries(role.tags),
          ...provider,
        },
      ];
    });
}
