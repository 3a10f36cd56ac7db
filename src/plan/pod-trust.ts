/** Which pods a role admits that EKS Pod Identity hands out. */
import { fact, text, type Text } from '../iam/text.ts';
import type { PlannedCluster } from './clusters.ts';
import type { PlannedPodTrust } from './plan.ts';

export interface Condition {
  readonly test: 'StringEquals' | 'ArnEquals';
  readonly variable: string;
  readonly values: readonly Text[];
}

const equals = (variable: string, ...values: readonly Text[]): Condition => ({ test: 'StringEquals', variable, values });

/**
 * Without conditions any association of the account could name the role. With session tags they say cluster,
 * namespace and ServiceAccount; without them only the cluster is known, as the source of the request.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 *
 * @param clusterArns of those that are admitted
 */
export const podConditions = ({ subject, tagged }: PlannedPodTrust, clusterArns: readonly Text[], accountId: Text): readonly Condition[] =>
  tagged
    ? taggedAs(subject, clusterArns)
    : [equals('aws:SourceAccount', accountId), { test: 'ArnEquals', variable: 'aws:SourceArn', values: clusterArns }];

/** Session tags of pods, as they are asked for when a role is assumed. */
export const taggedAs = ({ namespace, serviceAccount }: PlannedPodTrust['subject'], clusterArns: readonly Text[]): readonly Condition[] => [
  equals('aws:RequestTag/eks-cluster-arn', ...clusterArns),
  equals('aws:RequestTag/kubernetes-namespace', namespace),
  equals('aws:RequestTag/kubernetes-service-account', serviceAccount),
];

/** In the account of the AWS provider of this side. */
export const clusterArn = ({ spec, clusterName }: Pick<PlannedCluster, 'spec' | 'clusterName'>): Text =>
  text`arn:${fact('partition')}:eks:${spec.region}:${fact('accountId')}:cluster/${clusterName}`;
