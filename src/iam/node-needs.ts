/** Which policies of a node role are the nodes' own. Pure. */

export type Need = 'eks' | 'last' | 'choice';

/**
 * By their names: AWS's own policies cannot be another's.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
const NEEDS: Readonly<Record<string, Need>> = {
  AmazonEKSWorkerNodePolicy: 'eks',
  AmazonEKSWorkerNodeMinimalPolicy: 'eks',
  AmazonEC2ContainerRegistryReadOnly: 'eks',
  AmazonEC2ContainerRegistryPullOnly: 'eks',
  AmazonEKS_CNI_Policy: 'last',
  AmazonSSMManagedInstanceCore: 'choice',
};

export const needOf = (arn: string | undefined): Need | undefined => {
  const name = awsPolicyName(arn);
  return name !== undefined && Object.hasOwn(NEEDS, name) ? NEEDS[name] : undefined;
};

/** Of a policy that AWS itself keeps; nothing of any other. */
export const awsPolicyName = (arn: string | undefined): string | undefined =>
  /^arn:aws[\w-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn ?? '')?.[1];
