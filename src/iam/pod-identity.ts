/** Who asks for a role when EKS Pod Identity does. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
export const POD_IDENTITY = 'pods.eks.amazonaws.com';

/** It needs both, as it tags each session. */
export const POD_IDENTITY_ACTIONS = ['sts:AssumeRole', 'sts:TagSession'] as const;
