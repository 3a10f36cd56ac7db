/** Add-ons and apps → workloads with their roles: one ServiceAccount, one role, per group of clusters. */
import { findAddOn, findGrant } from '../catalog/index.ts';
import type { AddOn, ClusterContext, PodIdentityPermissions, RoleLine, Subject } from '../catalog/add-on.ts';
import type { OptionValues, Options } from '../catalog/option.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import { error, type Path, type Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec, AssumedRole, Owner, WorkloadSpec } from '../spec/spec.ts';
import { byAssociations, byTokens } from './admission.ts';
import { onlyDirect, roleAddress } from './assumed-roles.ts';
import { variantsOf } from './identities.ts';
import { lostOnTheWay } from './kept-policies.ts';
import { fittingPermissions } from './module-policies.ts';
import type { PlannedRole, PlannedWorkload, RoleMaker } from './plan.ts';
import { planRole, serviceAccounts, type RoleContext, type RoleRequest } from './roles.ts';
import { seatsOf, seatsPerCluster } from './seats.ts';
import { policiesOfIam5 } from './terraform/moves.ts';

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
    roles: seats.flatMap((seat) => {
      const cluster = { clusterNames: seat.clusters.map((c) => c.clusterName) };
      const region = seat.clusters[0]?.spec.region ?? '';
      const permissionsOn = (release: Parameters<typeof fittingPermissions>[1]) => {
        const { permissions, problems: tooLong } = own
          ? besideOwnModule(addOn, cluster, context)
          : fittingPermissions({ addOn, options, cluster, region, path }, release);
        problems.push(...tooLong);
        return spec.moduleOnly === true ? ofFlagAlone(permissions) : permissions;
      };
      const permissions = sides(spec, {
        irsa: () => permissionsOn({ line: lineOf(spec, context), ...context.role }),
        pod: () => permissionsOn(context.podIdentity),
      });
      if (own) problems.push(...ownModuleIdentity(spec, context, path));
      const owner = ownerOf(spec);
      const ofModule = own || Object.keys(permissions.irsa.inputs ?? {}).length > 0 || owner === 'eks-addon';
      problems.push(...moduleAudience(spec, path, ofModule));
      const request = { spec, title: addOn.title, seat, subject, owner, path, permissions, ...(own ? { maker: context.karpenter } : {}) };
      return planRoles(request, context, problems);
    }),
  };
}

/** The line whose module made the role, where it leaves it. */
const lineOf = ({ migration }: WorkloadSpec, { line }: RoleContext): RoleLine =>
  migration?.from === undefined ? line : migration.from === 6 ? 'iam-6' : 'iam-5';

/** What its module has no flag for says all that it may do. */
function ofFlagAlone(permissions: PodIdentityPermissions): PodIdentityPermissions {
  const { statements: _, ...ofModule } = permissions;
  return permissions.inputs === undefined ? permissions : ofModule;
}

interface Sides {
  readonly irsa: PodIdentityPermissions;
  readonly pod: PodIdentityPermissions;
}

/** Both only where one is left for the other: what the other one asks for is nobody's problem else. */
function sides({ identity, migration }: WorkloadSpec, of: { readonly [K in keyof Sides]: () => Sides[K] }): Sides {
  if (migration !== undefined) return { irsa: of.irsa(), pod: of.pod() };
  const only = identity === 'irsa' ? of.irsa() : of.pod();
  return { irsa: only, pod: only };
}

interface RolesRequest extends Omit<RoleRequest, 'variant' | 'formerResource'> {
  readonly permissions: Sides;
  /** A module that makes it for both identities. */
  readonly maker?: RoleMaker;
}

function planRoles({ permissions, maker, ...request }: RolesRequest, context: RoleContext, problems: Problem[]): PlannedRole[] {
  const { spec, seat, subject } = request;
  const podMaker = maker ?? 'role-pod-identity';
  const variants = variantsOf(
    spec,
    { maker: maker ?? irsaMaker(spec, context), permissions: permissions.irsa, admission: byTokens(spec, seat, subject) },
    {
      maker: podMaker,
      permissions: permissions.pod,
      admission: byAssociations(spec, seat, subject, { spec: context.spec, maker: podMaker, line: context.podIdentity.line }),
    },
  );
  if (maker === undefined) problems.push(...lostOnTheWay(spec, permissions.irsa.inputs ?? {}, seat.key, request.path));
  const [resource] = lineOf(spec, context) === 'iam-6' ? ['this'] : policiesOfIam5(permissions.irsa.inputs ?? {});
  const former = resource === undefined ? {} : { formerResource: resource };
  return variants.map((variant) => planRole({ ...request, ...former, variant }, context, problems));
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
    roles: seatsOf(spec, context).flatMap((seat) =>
      direct === undefined
        ? planRoles(
            { spec, title: spec.id, seat, subject, owner, path, permissions: { irsa: { statements }, pod: { statements } } },
            context,
            problems,
          )
        : [roleElsewhere(direct, { spec, seat, subject, owner }, context)],
    ),
  };
}

/** eks 20.x trusts EKS Pod Identity for every pod of the account, and has no input that says otherwise. */
const ownModuleIdentity = ({ id, identity, migration }: AddOnSpec, { karpenter }: RoleContext, path: Path): Problem[] =>
  (identity === 'irsa' && (migration?.phase ?? 'irsa') === 'irsa') || karpenter === 'karpenter-eks-21'
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
    serviceAccounts: serviceAccounts(seat, spec, subject, owner, true),
    arn,
    terraformArn: arn,
  };
}

/** The modules hard-code the audience of STS. */
const irsaMaker = (spec: AddOnSpec | AppSpec, context: RoleContext): RoleMaker =>
  spec.serviceAccount.audience === undefined && !('withoutModule' in spec) ? `role-${lineOf(spec, context)}` : 'role-raw';

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

const subjectOf = (spec: WorkloadSpec, standard: Subject): Subject => ({
  namespace: spec.namespace ?? standard.namespace,
  serviceAccount: spec.serviceAccount.name ?? standard.serviceAccount,
});

/** Charts and EKS add-ons own the ServiceAccounts they make; a second owner would be refused or overwritten. */
const ownerOf = (spec: AddOnSpec): Owner => spec.serviceAccount.owner ?? (spec.installer === 'eks-addon' ? 'eks-addon' : 'chart');
