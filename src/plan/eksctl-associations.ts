/** EKS Pod Identity by eksctl, with roles that it makes. https://docs.aws.amazon.com/eks/latest/eksctl/pod-identity-associations.html */
import { findAddOn } from '../catalog/index.ts';
import { partitionOf } from '../iam/partition.ts';
import type { Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { permitted, whoMakes, type EksctlSeat } from './eksctl-permissions.ts';
import { policyJson } from './eksctl-policy.ts';
import type { EksctlAssociation, PlannedAssociation } from './plan.ts';

const associationOf = ({ role, cluster }: EksctlSeat): PlannedAssociation | undefined =>
  role.associations.find((association) => association.cluster === cluster.spec.key);

/** Pods of IRSA find their role by the annotation, also on their way to an association. */
export const hasAssociation = (seat: EksctlSeat): boolean => !seat.account.annotated && associationOf(seat) !== undefined;

/** On a new cluster an add-on comes with its association, as its pods start with it; elsewhere nothing of ours installs it. */
export function isOfAddOn(seat: EksctlSeat): boolean {
  const { targetRole, disableSessionTags, policy } = associationOf(seat) ?? {};
  return (
    hasAssociation(seat) &&
    seat.owner === 'eks-addon' &&
    seat.cluster.source.kind === 'new' &&
    findAddOn(seat.workload.id)?.podIdentity?.eksAddOnSince !== undefined &&
    // https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/actions/addon/create.go: it would drop these without a word.
    [targetRole, disableSessionTags, policy].every((said) => said === undefined)
  );
}

export const ofTerraform = ({ workload }: EksctlSeat): string =>
  `${workload.title}: Terraform makes its role and its Pod Identity association, so that there is nothing of it here.`;

/** Fields of the role, and what any association has. */
function about(spec: Spec, seat: EksctlSeat, problems: Problem[]) {
  const { account, role } = seat;
  const { wellKnown, policies, document, comments, spell } = permitted(spec, seat, problems);
  return {
    wellKnown,
    policies,
    document,
    spell,
    comments: [`${seat.workload.title}. ${whoMakes(seat, 'commands.sh')}`, ...comments],
    names: { namespace: account.subject.namespace, serviceAccountName: account.subject.serviceAccount },
    role: {
      roleName: role.name,
      ...(document === undefined ? {} : { permissionPolicy: document }),
      ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundaryARN: role.permissionsBoundary }),
    },
  };
}

export function associated(spec: Spec, seat: EksctlSeat, problems: Problem[]): EksctlAssociation {
  const { account, owner, workload, cluster, role } = seat;
  const said = about(spec, seat, problems);
  const { wellKnown, policies, document } = said;
  const { targetRole, disableSessionTags, policy } = associationOf(seat) ?? {};
  const session = policy === undefined ? undefined : policyJson(policy, said.spell);
  const tags = Object.entries(role.tags);
  const flag = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);
  // Flags take no policy in words, and tags only as a list with commas.
  const inFlags = document === undefined && tags.every((tag) => tag.every((word) => /^[^,="]*$/.test(word)));
  return {
    subject: account.subject,
    comments: said.comments,
    config: {
      map: {
        ...said.names,
        ...(owner === 'eksctl' ? { createServiceAccount: true } : {}),
        ...said.role,
        ...(wellKnown === undefined ? {} : { wellKnownPolicies: { map: { [wellKnown]: true } } }),
        ...(policies.length === 0 ? {} : { permissionPolicyARNs: policies }),
        ...(targetRole === undefined ? {} : { targetRoleARN: targetRole }),
        ...(disableSessionTags === undefined ? {} : { disableSessionTags }),
        ...(session === undefined ? {} : { policy: session }),
        ...(tags.length === 0 ? {} : { tags: { map: role.tags } }),
      },
    },
    ...(inFlags
      ? {
          flags: [
            ...flag('cluster', cluster.spec.name),
            ...flag('region', cluster.spec.region),
            ...flag('namespace', account.subject.namespace),
            ...flag('service-account-name', account.subject.serviceAccount),
            ...(owner === 'eksctl' ? ['--create-service-account'] : []),
            ...flag('role-name', role.name),
            ...flag('well-known-policies', wellKnown),
            ...flag('permission-policy-arns', policies.length === 0 ? undefined : policies.join(',')),
            // https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/ctl/create/pod_identity_association.go: its documentation has one s more.
            ...flag('permission-boundary-arn', role.permissionsBoundary),
            ...flag('target-role-arn', targetRole),
            ...(disableSessionTags ? ['--disable-session-tags'] : []),
            ...flag('policy', session),
            ...flag('tags', tags.length === 0 ? undefined : tags.map((tag) => tag.join('=')).join(',')),
          ],
        }
      : { file: `${workload.id}.yaml` }),
  };
}

/** As AWS calls what eksctl knows by name: add-ons take only these. */
const MANAGED = {
  ebsCSIController: 'AmazonEBSCSIDriverPolicy',
  efsCSIController: 'AmazonEFSCSIDriverPolicy',
  awsLoadBalancerController: undefined,
};

/** Below an add-on, where eksctl takes neither names of policies nor tags. https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/apis/eksctl.io/v1alpha5/validation.go */
export function addOnAssociation(spec: Spec, seat: EksctlSeat, problems: Problem[]): Value {
  const said = about(spec, seat, problems);
  const managed = said.wellKnown === undefined ? undefined : MANAGED[said.wellKnown];
  const policies = [
    ...(managed === undefined ? [] : [`arn:${partitionOf(seat.cluster.spec.region)}:iam::aws:policy/service-role/${managed}`]),
    ...said.policies,
  ];
  return { map: { ...said.names, ...said.role, ...(policies.length === 0 ? {} : { permissionPolicyARNs: policies }) } };
}
