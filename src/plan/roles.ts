/** One role of a workload for one group of clusters: its name, whom it admits, what it may do, who names it. */
import type { PodIdentityLine, RoleLine, Subject } from '../catalog/add-on.ts';
import type { Contract } from '../catalog/modules/contracts.ts';
import { modulePolicySize } from '../catalog/modules/policy-size.ts';
import { partitionOf } from '../iam/partition.ts';
import { uniqueSids } from '../iam/statement.ts';
import { fact, ref, text, type Text } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec, Owner, Spec, WorkloadSpec } from '../spec/spec.ts';
import { ownStatements } from './assumed-roles.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Group } from './groups.ts';
import { formerPolicy, type RoleVariant } from './identities.ts';
import { cutTo, POLICY_NAME_MAX, roleName } from './names.ts';
import { likely, ownPolicies } from './own-policies.ts';
import type { PlannedRole, PlannedServiceAccount, RoleMaker } from './plan.ts';
import { checkKarpenter20, checkPermissions, checkRegions, checkTrust, trustStatements } from './policy-limits.ts';
import type { Wiring } from './providers.ts';
import { nameParts, type Seat } from './seats.ts';
import type { Labels } from './terraform/labels.ts';

/** All that a role depends on beside its own workload. */
export interface RoleContext {
  readonly spec: Spec;
  readonly groups: readonly Group[];
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly wirings: ReadonlyMap<string, Wiring>;
  readonly labels: Labels;
  readonly line: RoleLine;
  /** What is known of its release. */
  readonly role: { readonly contract?: Contract };
  readonly podIdentity: { readonly line: PodIdentityLine; readonly contract?: Contract };
  readonly karpenter: Extract<RoleMaker, `karpenter-${string}`>;
}

export interface RoleRequest {
  readonly spec: AddOnSpec | AppSpec;
  readonly title: string;
  readonly seat: Seat;
  readonly subject: Subject;
  readonly owner: Owner;
  readonly variant: RoleVariant;
  /** Name of the resource by which its former module held its policy. */
  readonly formerResource?: string;
  readonly path: readonly (string | number)[];
}

export function planRole(
  { spec: workload, title, seat, subject, owner, variant, formerResource, path }: RoleRequest,
  context: RoleContext,
  problems: Problem[],
): PlannedRole {
  const { spec, labels } = context;
  const { maker, permissions, admission, beside, accounts, former } = variant;
  const name = beside ? besideName(workload, subject, seat, spec) : ownName(workload, subject, seat, spec);
  const wanted = labels.workload(workload.id, seat.primary ? undefined : seat.key);
  const label = labels.free(maker === 'role-raw' ? 'aws_iam_role' : 'module', beside ? `${wanted}_pod_identity` : wanted);
  const kept = former ? formerPolicy(workload, seat.key, formerResource) : {};
  const statements = uniqueSids([...(permissions.statements ?? []), ...ownStatements(workload)]);
  const managedPolicies = [
    ...(permissions.managedPolicies ?? []),
    ...workload.managedPolicies.map(managedPolicy),
    ...(workload.policyRefs ?? []).map(ref),
  ];
  const boundary = workload.permissionsBoundary ?? spec.permissionsBoundary;
  const provider = context.wirings.get(seat.clusters[0]?.spec.key ?? '')?.aws;
  const arn = literalArn(seat, spec.rolePath, name);
  if (maker === 'karpenter-eks-20') problems.push(...checkKarpenter20(path, seat.clusters[0]?.spec.name ?? '', name));
  const regions = seat.clusters.map((c) => c.spec.region);
  const ownPolicyName = (beside ? undefined : workload.policyName) ?? cutTo(name, POLICY_NAME_MAX, name);
  const { modulePolicyName: said } = workload;
  const saidHere = beside ? undefined : typeof said === 'string' ? said : said?.[seat.key];
  const policyName = besideFormer(saidHere ?? ownPolicyName, kept);
  const inputs = permissions.inputs ?? {};
  const { contract } = maker === 'role-pod-identity' ? context.podIdentity : context.role;
  const moduleSize = contract ? modulePolicySize(contract, inputs, likely(regions[0] ?? '')) : 0;
  const modulePolicy = Object.keys(inputs).length > 0 || kept.former !== undefined || maker.startsWith('karpenter');
  const policies = ownPolicies(statements, { name: ownPolicyName, modulePolicy, region: regions[0] ?? '' });
  problems.push(
    ...checkTrust(
      path,
      trustStatements(
        admission,
        seat.clusters.map((cluster) => cluster.spec),
      ),
      `With ${regions.length} clusters in one share group, its`,
      'Make smaller groups',
    ),
    ...checkRegions(path, regions, { statements, inputs }),
  );
  problems.push(...checkPermissions({ path, policies, managedPolicies, inputs }));
  return {
    maker,
    label,
    ...(provider === undefined ? {} : { awsProvider: provider }),
    group: seat.key,
    name,
    path: spec.rolePath,
    policyName,
    description:
      workload.roleDescription ?? `For pods of ${subject.namespace}:${subject.serviceAccount}${title === workload.id ? '' : ` (${title})`}`,
    ...(maker.startsWith('karpenter') ? { queueName: queueName(name) } : {}),
    ...admission,
    ...kept,
    permissions: {
      inputs,
      ...(permissions.policyName === undefined ? {} : { policyNameInput: permissions.policyName }),
      ...(moduleSize > 0 ? { moduleSize } : {}),
      managedPolicies,
      policies,
    },
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    tags: { ...spec.tags, ...workload.tags },
    serviceAccounts: accounts === 'none' ? [] : serviceAccounts(seat, workload, subject, owner, accounts === 'annotated'),
    ...(arn === undefined ? {} : { arn }),
    terraformArn: ref(
      maker === 'role-raw' ? `aws_iam_role.${label}.arn` : `module.${label}.${maker === 'role-iam-6' ? 'arn' : 'iam_role_arn'}`,
    ),
  };
}

const ownName = (workload: WorkloadSpec, subject: Subject, seat: Seat, spec: Spec): string =>
  workload.roleName ?? roleName(spec.naming, nameParts(workload.id, subject.namespace, seat, spec));

/** Of a role that takes the place of another one, while that is there. */
const besideName = ({ id, roleName: said }: WorkloadSpec, { namespace }: Subject, seat: Seat, spec: Spec): string =>
  said === undefined
    ? roleName(spec.naming, nameParts(`${id}-pod-identity`, namespace, seat, spec))
    : roleName('{workload}', { workload: `${said}-pod-identity`, prefix: '', group: '', region: '', namespace: '' });

/** Two policies of one account have two names. */
const besideFormer = (name: string, { former }: Pick<PlannedRole, 'former'>): string =>
  former?.name === name ? cutTo(`${name}-pod-identity`, POLICY_NAME_MAX, name) : name;

export const serviceAccounts = (
  { clusters }: Seat,
  spec: WorkloadSpec,
  subject: Subject,
  owner: Owner,
  annotated: boolean,
): PlannedServiceAccount[] =>
  clusters.map((cluster) => ({
    cluster: cluster.spec.key,
    subject,
    owner: ownerIn(subject, owner),
    annotated,
    annotations: webhookAnnotations(spec),
  }));

/** SQS takes fewer characters than IAM. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const queueName = (role: string): string => role.replace(/[^A-Za-z0-9_-]/g, '-');

/** Kubernetes makes the ServiceAccount default with the namespace, so Terraform would find it there and fail. */
const ownerIn = ({ serviceAccount }: Subject, owner: Owner): Owner =>
  owner === 'terraform' && serviceAccount === 'default' ? 'annotate' : owner;

/** AWS's own policies exist in every partition under the same name. */
export function managedPolicy(arn: string): Text {
  const aws = /^arn:[^:]+:iam::aws:(policy\/.+)$/.exec(arn);
  return aws ? text`arn:${fact('partition')}:iam::aws:${aws[1] ?? ''}` : arn;
}

function literalArn({ clusters: [first] }: Seat, path: string, name: string): string | undefined {
  return first?.spec.accountId === undefined
    ? undefined
    : `arn:${partitionOf(first.spec.region)}:iam::${first.spec.accountId}:role${path}${name}`;
}

/** https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough */
const webhookAnnotations = ({ serviceAccount }: WorkloadSpec): Record<string, string> => ({
  ...(serviceAccount.audience === undefined ? {} : { 'eks.amazonaws.com/audience': serviceAccount.audience }),
  ...(serviceAccount.tokenExpiration === undefined ? {} : { 'eks.amazonaws.com/token-expiration': String(serviceAccount.tokenExpiration) }),
  ...(serviceAccount.stsRegionalEndpoints === undefined
    ? {}
    : { 'eks.amazonaws.com/sts-regional-endpoints': String(serviceAccount.stsRegionalEndpoints) }),
});
