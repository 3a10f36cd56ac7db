/** What eksctl cannot say, and what it needs to be told. */
import { INLINE_POLICIES_MAX } from '../iam/policy-size.ts';
import { error, type Path, type Problem } from '../problem.ts';
import type { PlannedCluster } from './clusters.ts';
import type { PlannedRole, PlannedWorkload } from './plan.ts';

/** eksctl hard-codes it. https://github.com/eksctl-io/eksctl/blob/main/pkg/iam/oidc/oidc.go */
const STS_AUDIENCE = 'sts.amazonaws.com';

const WITH_TERRAFORM = 'Add terraform to outputs, which then makes the role';

export const pathOf = ({ kind, id }: Pick<PlannedWorkload, 'kind' | 'id'>): Path => [kind === 'add-on' ? 'addOns' : 'apps', id];

export const accountUnknown = ({ spec }: PlannedCluster): Problem =>
  error(
    'account-id-needed',
    ['clusters', spec.key],
    `The files for ${spec.key} hold ARNs, and its account is not given, so they are not known.`,
    'Set accountId: "<12 digits>" here.',
  );

/** eksctl makes each role by a CloudFormation template of its own, and these are the limits of that. */
export function roleProblems(role: PlannedRole, workload: PlannedWorkload): Problem[] {
  const problems: Problem[] = [];
  const clusters = [...role.trust.map((t) => t.cluster), ...(role.podTrust?.clusters ?? [])];
  if (clusters.length > 1) {
    problems.push(
      error(
        'eksctl-share-roles',
        ['shareRoles'],
        `eksctl makes each role in the stack of one cluster, so that of ${workload.id} cannot be shared by ${clusters.join(' and ')}.`,
        `${WITH_TERRAFORM}, or take the clusters out of shareRoles.`,
      ),
    );
  }
  if (role.path !== '/') {
    problems.push(
      error(
        'eksctl-role-path',
        ['rolePath'],
        `eksctl makes roles with the path / only, and rolePath is ${role.path}.`,
        `${WITH_TERRAFORM}, or leave rolePath out.`,
      ),
    );
  }
  if (role.trust.some((t) => t.audience !== STS_AUDIENCE)) {
    problems.push(
      error(
        'eksctl-audience',
        [...pathOf(workload), 'serviceAccount', 'audience'],
        `eksctl makes roles that trust tokens for ${STS_AUDIENCE} only.`,
        `${WITH_TERRAFORM}, or leave audience out.`,
      ),
    );
  }
  return problems;
}

/** Charts would make their ServiceAccounts without a role, and nothing would say so. */
export const helmNeedsTerraform = (): Problem =>
  error(
    'helm-needs-terraform',
    ['helm', 'roleArn'],
    'helm.roleArn is terraform, and outputs does not list terraform, so nothing would render the values.',
    'Add terraform to outputs, or write roleArn: literal (with accountId) or roleArn: placeholder (for ${ACCOUNT_ID}).',
  );

export const needsTerraform = (workload: PlannedWorkload): Problem =>
  error(
    'eksctl-needs-terraform',
    pathOf(workload),
    `${workload.id} needs more than a role, such as a queue and the role of its nodes, and eksctl makes only the role.`,
    `${WITH_TERRAFORM}, or name what is there already in its options (for karpenter: nodeRole and queue).`,
  );

/** It makes one with a role for IRSA, or with an association. */
export const accountWithoutRole = (workload: PlannedWorkload): Problem =>
  error(
    'eksctl-service-account',
    [...pathOf(workload), 'serviceAccount'],
    `Terraform makes the role of ${workload.id} and its Pod Identity association, and eksctl makes no ServiceAccount without one of its own.`,
    'Write owner: terraform, chart, manifests or none here.',
  );

/** What eksctl attaches by `attachPolicy` is inline. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function tooLarge(workload: PlannedWorkload, size: number): Problem[] {
  if (size <= INLINE_POLICIES_MAX) return [];
  return [
    error(
      'policy-too-large',
      pathOf(workload),
      `eksctl writes what ${workload.id} may do into one inline policy, which would have ${size} characters; IAM takes ${INLINE_POLICIES_MAX}.`,
      'Add terraform to outputs, which then makes the role with several policies, or grant by prefix or ARN pattern.',
    ),
  ];
}

export const mayNothing = (workload: PlannedWorkload): Problem =>
  error(
    'eksctl-no-permissions',
    pathOf(workload),
    `${workload.id} has no permissions, and eksctl refuses to make a role without any.`,
    'Add grants, managedPolicies or statements.',
  );

export const referenceIn = (path: Path, ref: string): Problem =>
  error(
    'eksctl-reference',
    path,
    `{ ref: ${ref} } is known to Terraform only, and eksctl needs the name or the ARN itself.`,
    'Write the name or the ARN, or add terraform to outputs, which then makes the role.',
  );

export const imageUnknown = (path: Path, amiType: string): Problem =>
  error(
    'eksctl-ami-type',
    [...path, 'amiType'],
    `eksctl has no family of images for ${amiType}.`,
    'Write an AL2023, BOTTLEROCKET or WINDOWS type of 2019 or later, or add terraform to outputs, which then makes the cluster.',
  );

/** https://docs.aws.amazon.com/eks/latest/eksctl/vpc-cluster-access.html */
export const nobodyInside = (path: Path): Problem =>
  error(
    'eksctl-private-endpoint',
    [...path, 'endpointPublicAccess'],
    'eksctl asks the Kubernetes API while it makes the cluster, and the API would be reached only from a VPC that is not there yet.',
    'Write the addresses that you run it from, such as endpointPublicAccess: [203.0.113.7/32], or name a VPC that you can be in by vpcId and subnetIds.',
  );

/** A ServiceAccount has one annotation, and eksctl refuses a file that has it twice. */
export const twice = (first: PlannedWorkload, second: PlannedWorkload, subject: string): Problem =>
  error(
    'service-account-twice',
    pathOf(second),
    `${first.id} and ${second.id} both run as ${subject}, and eksctl takes each ServiceAccount once.`,
    'Make them one app with the permissions of both.',
  );

/** https://github.com/eksctl-io/eksctl/issues/2669, /2916: an overwritten aws-node leaves pods without network. */
export const ofVpcCni = (workload: PlannedWorkload): Problem =>
  error(
    'eksctl-aws-node',
    [...pathOf(workload), 'serviceAccount'],
    'kube-system/aws-node belongs to the VPC CNI: if eksctl made or overwrote it, nodes would lose their network.',
    'Name another ServiceAccount, or write owner: none here.',
  );
