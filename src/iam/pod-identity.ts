/** Who asks for a role when EKS Pod Identity does. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
export const POD_IDENTITY = 'pods.eks.amazonaws.com';

/** It needs both, as it tags each session. */
export const POD_IDENTITY_ACTIONS = ['sts:AssumeRole', 'sts:TagSession'] as const;

/** What it adds to every session, and sessions hand on. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const SESSION_TAGS = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
] as const;
