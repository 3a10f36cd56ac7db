/**
 * Clusters for eksctl. A role has one owner: Terraform wherever it is written, and then eksctl attaches
 * the role it finds; else eksctl makes it, and leaves alone the ServiceAccounts that others make.
 */
import { findAddOn } from '../catalog/index.ts';
import type { OwnPermissions } from '../catalog/add-on.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { policySize } from '../iam/policy-size.ts';
import { uniqueSids } from '../iam/statement.ts';
import type { Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec, Owner, Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { ownStatements } from './assumed-roles.ts';
import { creationOf, type AddOnWithRole } from './eksctl-cluster.ts';
import { literalFor, policyDocument } from './eksctl-policy.ts';
import {
  accountUnknown,
  helmNeedsTerraform,
  mayNothing,
  needsTerraform,
  ofVpcCni,
  roleProblems,
  tooLarge,
  twice,
} from './eksctl-problems.ts';
import type { EksctlCluster, PlannedRole, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { ROLE_ARN } from './role-arn.ts';
import { managedPolicy } from './roles.ts';

interface Seat {
  readonly workload: PlannedWorkload;
  readonly role: PlannedRole;
  readonly account: PlannedServiceAccount;
  readonly owner: Owner;
  readonly cluster: PlannedCluster;
}

export function planEksctl(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { clusters: readonly EksctlCluster[]; problems: readonly Problem[] } {
  if (!spec.outputs.includes('eksctl')) return { clusters: [], problems: [] };
  const problems: Problem[] = [];
  const planned = [...clusters.values()].flatMap((cluster) => {
    const seats = seatsOf(spec, workloads, cluster);
    problems.push(...oneSubjectEach(seats));
    const creation = cluster.spec.retired ? undefined : creationOf(spec, cluster, addOnsOf(seats), problems);
    return seats.length === 0 && creation === undefined ? [] : [planCluster(spec, cluster, { seats, creation }, problems)];
  });
  return { clusters: planned, problems: distinct(problems) };
}

/** A folder per cluster where there are several, as for Helm. */
export const eksctlFolder = (spec: Spec, cluster: string): string => (spec.clusters.length > 1 ? `irsa/eksctl/${cluster}` : 'irsa/eksctl');

interface Contents {
  readonly seats: readonly Seat[];
  readonly creation: EksctlCluster['creation'];
}

function planCluster(spec: Spec, cluster: PlannedCluster, { seats, creation }: Contents, problems: Problem[]): EksctlCluster {
  const makesRoles = !spec.outputs.includes('terraform');
  const made = seats.filter((seat) => seat.owner === 'eksctl');
  // With Terraform, it is Terraform that annotates.
  const annotated = makesRoles ? seats.filter((seat) => seat.owner === 'annotate') : [];
  problems.push(...[...made, ...annotated].filter(({ account }) => isAwsNode(account)).map(({ workload }) => ofVpcCni(workload)));
  const charts = makesRoles && spec.outputs.includes('helm') && seats.some((seat) => seat.owner === 'chart');
  if (charts && spec.helm.roleArn === 'terraform') problems.push(helmNeedsTerraform());
  const literal = !makesRoles || annotated.length > 0 || (charts && spec.helm.roleArn === undefined);
  if (literal && cluster.spec.accountId === undefined) problems.push(accountUnknown(cluster));
  return {
    folder: eksctlFolder(spec, cluster.spec.key),
    name: cluster.spec.name,
    region: cluster.spec.region,
    ...(cluster.spec.accountId === undefined ? {} : { accountId: cluster.spec.accountId }),
    makesRoles,
    ...(creation === undefined ? {} : { creation }),
    accounts: seats.map((seat) => (makesRoles && seat.role.maker !== 'other-account' ? withRole(spec, seat, problems) : attached(seat))),
    made: made.map(({ account, role }) => ({ subject: account.subject, roleName: role.name })),
    annotated: annotated.map(({ account, role }) => ({
      subject: account.subject,
      roleName: role.name,
      annotations: { ...(typeof role.arn === 'string' ? { [ROLE_ARN]: role.arn } : {}), ...account.annotations },
    })),
    namespaces:
      makesRoles && !spec.outputs.includes('manifests') ? spec.namespaces.filter(({ create }) => create).map(({ name }) => name) : [],
  };
}

function seatsOf(spec: Spec, workloads: readonly PlannedWorkload[], cluster: PlannedCluster): Seat[] {
  if (cluster.spec.retired) return [];
  return workloads.flatMap((workload) =>
    workload.roles.flatMap((role) =>
      role.serviceAccounts
        .filter((account) => account.cluster === cluster.spec.key)
        .map((account) => ({ workload, role, account, owner: ownerOf(account, spec), cluster })),
    ),
  );
}

/** What is Terraform's by default is eksctl's where there is no Terraform. */
const ownerOf = ({ owner }: PlannedServiceAccount, spec: Spec): Owner =>
  owner === 'terraform' && !spec.outputs.includes('terraform') ? 'eksctl' : owner;

const isAwsNode = ({ subject }: PlannedServiceAccount): boolean =>
  subject.namespace === 'kube-system' && subject.serviceAccount === 'aws-node';

const addOnsOf = (seats: readonly Seat[]): readonly AddOnWithRole[] =>
  seats
    .filter(({ owner }) => owner === 'eks-addon')
    .map(({ workload: { id }, role }) => ({ name: findAddOn(id)?.eksAddOn ?? id, roleArn: role.arn }));

type Account = EksctlCluster['accounts'][number];

/** Another's role: eksctl makes none, and with roleOnly no ServiceAccount either. */
function attached(seat: Seat): Account {
  const whose = seat.role.maker === 'other-account' ? 'Another account makes the role.' : 'Terraform makes the role.';
  return {
    comments: [`${seat.workload.title}. ${whose} ${whoMakes(seat, 'Terraform')}`],
    config: { map: { metadata: metadata(seat), attachRoleARN: seat.role.arn ?? '', ...roleOnly(seat) } },
  };
}

function withRole(spec: Spec, seat: Seat, problems: Problem[]): Account {
  const { workload, role, cluster } = seat;
  const written = [...spec.addOns, ...spec.apps].find((w) => w.id === workload.id);
  if (!written) throw new Error(`${workload.id} was planned without a spec`);
  problems.push(...roleProblems(role, workload));
  const permissions = permissionsOf(written, seat);
  if (permissions === undefined) problems.push(needsTerraform(workload));
  const { wellKnown, statements = [], managedPolicies = [] } = permissions ?? { wellKnown: undefined, statements: [], managedPolicies: [] };
  const literal = literalFor(cluster, written);
  const policies = managedPolicies.map(literal.spell);
  const document = policyDocument(statements, literal.spell);
  problems.push(...literal.problems);
  if (literal.problems.length === 0) problems.push(...tooLarge(workload, policySize(statements, literal.hole)));
  if (permissions && wellKnown === undefined && statements.length + policies.length === 0) problems.push(mayNothing(workload));
  return {
    comments: [
      `${workload.title}. ${whoMakes(seat, 'commands.sh')}`,
      ...statements.flatMap(({ sid = 'A statement', resources, reason }) =>
        reason === undefined ? [] : [`${sid}${resources?.includes('*') ? ' is not limited to ARNs' : ''}: ${reason}`],
      ),
    ],
    config: {
      map: {
        metadata: metadata(seat),
        roleName: role.name,
        ...roleOnly(seat),
        ...(wellKnown === undefined ? {} : { wellKnownPolicies: { map: { [wellKnown]: true } } }),
        ...(policies.length === 0 ? {} : { attachPolicyARNs: policies }),
        ...(statements.length === 0 ? {} : { attachPolicy: document }),
        ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
        ...(Object.keys(role.tags).length === 0 ? {} : { tags: { map: role.tags } }),
      },
    },
  };
}

/** The role of an add-on was planned for a module; here the catalog is asked for what it is without one. */
function permissionsOf(written: AddOnSpec | AppSpec, { workload, role, cluster }: Seat): OwnPermissions | undefined {
  if (!('installer' in written)) {
    const { managedPolicies, policies } = role.permissions;
    return { managedPolicies, statements: uniqueSids(policies.flatMap((policy) => policy.statements)) };
  }
  const own = findAddOn(workload.id)?.withoutModule(written.options as OptionValues<Options>, { clusterNames: [cluster.spec.name] });
  return (
    own && {
      ...own,
      managedPolicies: [...(own.managedPolicies ?? []), ...written.managedPolicies.map(managedPolicy)],
      statements: uniqueSids([...(own.statements ?? []), ...ownStatements(written)]),
    }
  );
}

function metadata({ account, owner }: Seat): Value {
  const { namespace, serviceAccount: name } = account.subject;
  const annotations =
    owner === 'eksctl' && Object.keys(account.annotations).length > 0 ? { annotations: { map: account.annotations } } : {};
  return { map: { name, namespace, ...annotations } };
}

const roleOnly = ({ owner }: Seat): Record<string, Value> => (owner === 'eksctl' ? {} : { roleOnly: true });

function whoMakes({ owner }: Seat, annotates: string): string {
  switch (owner) {
    case 'eksctl':
      return 'eksctl makes the ServiceAccount.';
    case 'terraform':
      return 'Terraform makes the ServiceAccount.';
    case 'manifests':
      return 'Manifests make the ServiceAccount.';
    case 'chart':
      return 'Its chart makes the ServiceAccount.';
    case 'eks-addon':
      return 'The EKS add-on makes the ServiceAccount.';
    case 'annotate':
      return `The ServiceAccount is there already; ${annotates} annotates it.`;
    case 'none':
      return 'Others make and annotate the ServiceAccount.';
  }
}

/** Even those that nobody owns: two owners are refused before. */
function oneSubjectEach(seats: readonly Seat[]): Problem[] {
  const first = new Map<string, Seat>();
  return seats.flatMap((seat) => {
    const { subject } = seat.account;
    const name = `${subject.namespace}/${subject.serviceAccount}`;
    const other = first.get(name);
    if (other === undefined) first.set(name, seat);
    return other !== undefined && [seat.owner, other.owner].includes('none') ? [twice(other.workload, seat.workload, name)] : [];
  });
}

/** What is wrong with the spec as a whole is found once per role. */
const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify([problem.code, problem.path]), problem])).values(),
];
