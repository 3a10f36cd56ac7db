/** Add-ons and apps → workloads with their roles: one ServiceAccount, one role, per group of clusters. */
import { findAddOn, findGrant } from '../catalog/index.ts';
import type { AddOn, ClusterContext, PodIdentityLine, PodIdentityPermissions, RoleLine, Subject } from '../catalog/add-on.ts';
import type { Contract } from '../catalog/modules/contracts.ts';
import { modulePolicySize } from '../catalog/modules/policy-size.ts';
import type { OptionValues, Options } from '../catalog/option.ts';
import { uniqueSids } from '../iam/statement.ts';
import { fact, ref, text, type Text } from '../iam/text.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import { error, type Path, type Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec, AssumedRole, Owner, Spec, WorkloadSpec } from '../spec/spec.ts';
import { onlyDirect, ownStatements, roleAddress } from './assumed-roles.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Group } from './groups.ts';
import { byAssociations, byTokens } from './admission.ts';
import { nameParts, seatsOf, seatsPerCluster, type Seat } from './seats.ts';
import { fittingPermissions } from './module-policies.ts';
import { cutTo, POLICY_NAME_MAX, roleName } from './names.ts';
import { likely, ownPolicies } from './own-policies.ts';
import { partitionOf } from '../iam/partition.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload, RoleMaker } from './plan.ts';
import { checkKarpenter20, checkPermissions, checkRegions, checkTrust, trustStatements } from './policy-limits.ts';
import type { Wiring } from './providers.ts';
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

export function planWorkloads(context: RoleContext): { workloads: PlannedWorkload[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const workloads = [
    ...context.spec.addOns.map((addOn) => planAddOn(addOn, context, problems)),
    ...context.spec.apps.map((app) => planApp(app, context, problems)),
  ];
  return { workloads, problems };
}

function planAddOn(spec: AddOnSpec, context: RoleContext, problems: Problem[]): PlannedWorkload {
  const addOn = findAddOn(spec.id);
  if (!addOn) throw new Error(`the spec was parsed with an add-on that the catalog lacks: ${spec.id}`);
  const options = spec.options as OptionValues<Options>;
  const own = addOn.ownModule?.(options) !== undefined;
  const subject = subjectOf(spec, addOn.subjects[spec.installer] ?? addOn.subjects.helm);
  const seats = addOn.perCluster ? seatsPerCluster(spec, context) : seatsOf(spec, context);
  const path = ['addOns', spec.id];
  return {
    id: spec.id,
    kind: 'add-on',
    title: addOn.title,
    comments: [`${addOn.title}. ${addOn.summary}`, addOn.link],
    notes: addOn.notes,
    roles: seats.map((seat) => {
      const cluster = { clusterNames: seat.clusters.map((c) => c.clusterName) };
      const region = seat.clusters[0]?.spec.region ?? '';
      const release = spec.identity === 'pod-identity' ? context.podIdentity : { line: context.line, ...context.role };
      const { permissions, problems: tooLong } = own
        ? besideOwnModule(addOn, cluster, context)
        : fittingPermissions({ addOn, options, cluster, region, path }, release);
      problems.push(...tooLong, ...(own ? ownModuleIdentity(spec, context, path) : []));
      const owner = ownerOf(spec);
      problems.push(...moduleAudience(spec, path, own || Object.keys(permissions.inputs ?? {}).length > 0 || owner === 'eks-addon'));
      return planRole(
        {
          spec,
          title: addOn.title,
          seat,
          subject,
          owner,
          permissions,
          maker: own ? context.karpenter : makerOf(spec, context),
          path,
        },
        context,
        problems,
      );
    }),
  };
}

const besideOwnModule = (addOn: AddOn, cluster: ClusterContext, { karpenter }: RoleContext): ReturnType<typeof fittingPermissions> => ({
  permissions: { statements: addOn.besideOwnModule?.(cluster, karpenter === 'karpenter-eks-20' ? 'eks-20' : 'eks-21') ?? [] },
  problems: [],
});

function planApp(spec: AppSpec, context: RoleContext, problems: Problem[]): PlannedWorkload {
  const subject = subjectOf(spec, { namespace: spec.namespace, serviceAccount: spec.id });
  const owner = spec.serviceAccount.owner ?? context.spec.terraform.serviceAccounts;
  const direct = onlyDirect(spec);
  const statements = spec.grants.flatMap(({ service, options }) => {
    const grant = findGrant(service);
    if (!grant) throw new Error(`the spec was parsed with a grant that the catalog lacks: ${service}`);
    return grant.statements(options as OptionValues<Options>);
  });
  const path = ['apps', spec.id];
  return {
    id: spec.id,
    kind: 'app',
    title: spec.id,
    comments: [],
    notes: [],
    roles: seatsOf(spec, context).map((seat) =>
      direct === undefined
        ? planRole(
            { spec, title: spec.id, seat, subject, owner, permissions: { statements }, maker: makerOf(spec, context), path },
            context,
            problems,
          )
        : roleElsewhere(direct, { spec, seat, subject, owner }, context),
    ),
  };
}

/** eks 20.x trusts EKS Pod Identity for every pod of the account, and has no input that says otherwise. */
const ownModuleIdentity = ({ id, identity }: AddOnSpec, { karpenter }: RoleContext, path: Path): Problem[] =>
  identity === 'irsa' || karpenter === 'karpenter-eks-21'
    ? []
    : [
        error(
          'pod-identity-unsupported',
          path,
          `The karpenter module of eks 20.x would let every pod of the account that Pod Identity serves have the role of ${id}.`,
          'Write identity: irsa here, give it a nodeRole and queue of your own, or write terraform: { modules: { eks: 21 } }.',
        ),
      ];

/** Another account makes it and trusts the tokens of these clusters; here it has an ARN and its ServiceAccounts. */
function roleElsewhere(
  role: AssumedRole,
  { spec, seat, subject, owner }: Pick<RoleRequest, 'spec' | 'seat' | 'subject' | 'owner'>,
  { labels }: RoleContext,
): PlannedRole {
  const { arn, name, path } = roleAddress(role);
  return {
    maker: 'other-account',
    label: labels.workload(spec.id, seat.primary ? undefined : seat.key),
    group: seat.key,
    name,
    path,
    policyName: name,
    description: '',
    trust: [],
    associations: [],
    permissions: { inputs: {}, managedPolicies: [], policies: [] },
    tags: {},
    serviceAccounts: serviceAccounts(seat, spec, subject, owner),
    arn,
    terraformArn: arn,
  };
}

const serviceAccounts = ({ clusters }: Seat, spec: WorkloadSpec, subject: Subject, owner: Owner): PlannedServiceAccount[] =>
  clusters.map((cluster) => ({
    cluster: cluster.spec.key,
    subject,
    owner: ownerIn(subject, owner),
    annotated: spec.identity === 'irsa',
    annotations: webhookAnnotations(spec),
  }));

/** The modules hard-code the audience of STS. */
const makerOf = ({ identity, serviceAccount }: WorkloadSpec, { line }: RoleContext): RoleMaker => {
  if (identity === 'pod-identity') return 'role-pod-identity';
  return serviceAccount.audience === undefined ? `role-${line}` : 'role-raw';
};

const moduleAudience = ({ id, serviceAccount }: WorkloadSpec, path: Path, ofModule: boolean): Problem[] =>
  serviceAccount.audience === undefined || !ofModule
    ? []
    : [
        error(
          'audience-of-module',
          [...path, 'serviceAccount', 'audience'],
          `${id} has a role of a module or a ServiceAccount of an EKS add-on, and both know tokens for ${STS_AUDIENCE} only.`,
          'Leave audience out; apps and add-ons with statements of their own can have another one.',
        ),
      ];

interface RoleRequest {
  readonly spec: AddOnSpec | AppSpec;
  readonly title: string;
  readonly seat: Seat;
  readonly subject: Subject;
  readonly owner: Owner;
  readonly permissions: PodIdentityPermissions;
  readonly maker: RoleMaker;
  readonly path: readonly (string | number)[];
}

function planRole(
  { spec: workload, title, seat, subject, owner, permissions, maker, path }: RoleRequest,
  context: RoleContext,
  problems: Problem[],
): PlannedRole {
  const { spec, labels } = context;
  const name = workload.roleName ?? roleName(spec.naming, nameParts(workload.id, subject.namespace, seat, spec));
  const label = labels.free(
    maker === 'role-raw' ? 'aws_iam_role' : 'module',
    labels.workload(workload.id, seat.primary ? undefined : seat.key),
  );
  const statements = uniqueSids([...(permissions.statements ?? []), ...ownStatements(workload)]);
  const managedPolicies = [...(permissions.managedPolicies ?? []), ...workload.managedPolicies.map(managedPolicy)];
  const boundary = workload.permissionsBoundary ?? spec.permissionsBoundary;
  const provider = context.wirings.get(seat.clusters[0]?.spec.key ?? '')?.aws;
  const arn = literalArn(seat, spec.rolePath, name);
  if (maker === 'karpenter-eks-20') problems.push(...checkKarpenter20(path, seat.clusters[0]?.spec.name ?? '', name));
  const regions = seat.clusters.map((c) => c.spec.region);
  const ownPolicyName = workload.policyName ?? cutTo(name, POLICY_NAME_MAX, name);
  const { modulePolicyName: kept } = workload;
  const policyName = (typeof kept === 'string' ? kept : kept?.[seat.key]) ?? ownPolicyName;
  const inputs = permissions.inputs ?? {};
  const { contract } = maker === 'role-pod-identity' ? context.podIdentity : context.role;
  const moduleSize = contract ? modulePolicySize(contract, inputs, likely(regions[0] ?? '')) : 0;
  const modulePolicy = Object.keys(inputs).length > 0 || maker.startsWith('karpenter');
  const policies = ownPolicies(statements, { name: ownPolicyName, modulePolicy, region: regions[0] ?? '' });
  const admission =
    workload.identity === 'pod-identity'
      ? byAssociations(workload, seat, subject, { spec, maker, line: context.podIdentity.line })
      : byTokens(workload, seat, subject);
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
    description: `For pods of ${subject.namespace}:${subject.serviceAccount}${title === workload.id ? '' : ` (${title})`}`,
    ...(maker.startsWith('karpenter') ? { queueName: queueName(name) } : {}),
    ...admission,
    permissions: {
      inputs,
      ...(permissions.policyName === undefined ? {} : { policyNameInput: permissions.policyName }),
      ...(moduleSize > 0 ? { moduleSize } : {}),
      managedPolicies,
      policies,
    },
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    tags: { ...spec.tags, ...workload.tags },
    serviceAccounts: serviceAccounts(seat, workload, subject, owner),
    ...(arn === undefined ? {} : { arn }),
    terraformArn: ref(
      maker === 'role-raw' ? `aws_iam_role.${label}.arn` : `module.${label}.${maker === 'role-iam-6' ? 'arn' : 'iam_role_arn'}`,
    ),
  };
}

const subjectOf = (spec: WorkloadSpec, standard: Subject): Subject => ({
  namespace: spec.namespace ?? standard.namespace,
  serviceAccount: spec.serviceAccount.name ?? standard.serviceAccount,
});

/** SQS takes fewer characters than IAM. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const queueName = (role: string): string => role.replace(/[^A-Za-z0-9_-]/g, '-');

/** Charts and EKS add-ons own the ServiceAccounts they make; a second owner would be refused or overwritten. */
const ownerOf = (spec: AddOnSpec): Owner => spec.serviceAccount.owner ?? (spec.installer === 'eks-addon' ? 'eks-addon' : 'chart');

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
