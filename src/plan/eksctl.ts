/**
 * Clusters for eksctl. A role has one owner: Terraform wherever it is written, and then eksctl attaches
 * the role it finds; else eksctl makes it, and leaves alone the ServiceAccounts that others make.
 */
import { findAddOn } from '../catalog/index.ts';
import type { Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { Owner, Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { creationOf, type AddOnWithRole } from './eksctl-cluster.ts';
import { addOnAssociation, associated, hasAssociation, isOfAddOn, ofTerraform } from './eksctl-associations.ts';
import { permitted, whoMakes, type EksctlSeat } from './eksctl-permissions.ts';
import { accountUnknown, accountWithoutRole, helmNeedsTerraform, ofVpcCni, twice } from './eksctl-problems.ts';
import type { EksctlCluster, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { ROLE_ARN } from './role-arn.ts';

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
    const creation = cluster.spec.retired ? undefined : creationOf(spec, cluster, addOnsOf(spec, seats, problems), problems);
    return seats.length === 0 && creation === undefined ? [] : [planCluster(spec, cluster, { seats, creation }, problems)];
  });
  return { clusters: planned, problems: distinct(problems) };
}

/** A folder per cluster where there are several, as for Helm. */
export const eksctlFolder = (spec: Spec, cluster: string): string => (spec.clusters.length > 1 ? `irsa/eksctl/${cluster}` : 'irsa/eksctl');

interface Contents {
  readonly seats: readonly EksctlSeat[];
  readonly creation: EksctlCluster['creation'];
}

function planCluster(spec: Spec, cluster: PlannedCluster, { seats, creation }: Contents, problems: Problem[]): EksctlCluster {
  const makesRoles = !spec.outputs.includes('terraform');
  const [pods, tokens] = [seats.filter(hasAssociation), seats.filter((seat) => !hasAssociation(seat))];
  const made = tokens.filter((seat) => seat.owner === 'eksctl');
  // With Terraform, it is Terraform that annotates.
  const annotated = makesRoles ? tokens.filter((seat) => seat.owner === 'annotate') : [];
  const touched = [...made, ...annotated, ...pods.filter((seat) => seat.owner === 'eksctl')];
  problems.push(...touched.filter(({ account }) => isAwsNode(account)).map(({ workload }) => ofVpcCni(workload)));
  if (!makesRoles) problems.push(...pods.filter(({ owner }) => owner === 'eksctl').map(({ workload }) => accountWithoutRole(workload)));
  const charts = makesRoles && spec.outputs.includes('helm') && tokens.some((seat) => seat.owner === 'chart');
  if (charts && spec.helm.roleArn === 'terraform') problems.push(helmNeedsTerraform());
  const attaches = !makesRoles && tokens.length > 0;
  const literal = attaches || annotated.length > 0 || (charts && spec.helm.roleArn === undefined);
  if (literal && cluster.spec.accountId === undefined) problems.push(accountUnknown(cluster));
  return {
    folder: eksctlFolder(spec, cluster.spec.key),
    name: cluster.spec.name,
    region: cluster.spec.region,
    ...(cluster.spec.accountId === undefined ? {} : { accountId: cluster.spec.accountId }),
    makesRoles,
    withOidc: tokens.length > 0 || pods.length === 0,
    installsAgent: makesRoles && pods.length > 0 && creation === undefined && cluster.spec.podIdentityAgent !== 'existing',
    ...(creation === undefined ? {} : { creation }),
    left: makesRoles ? [] : pods.map(ofTerraform),
    associations: makesRoles ? pods.filter((seat) => !isOfAddOn(seat)).map((seat) => associated(spec, seat, problems)) : [],
    accounts: tokens.map((seat) => (makesRoles && seat.role.maker !== 'other-account' ? withRole(spec, seat, problems) : attached(seat))),
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

function seatsOf(spec: Spec, workloads: readonly PlannedWorkload[], cluster: PlannedCluster): EksctlSeat[] {
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

/** Of a cluster that eksctl makes. */
const addOnsOf = (spec: Spec, seats: readonly EksctlSeat[], problems: Problem[]): readonly AddOnWithRole[] =>
  spec.outputs.includes('terraform')
    ? []
    : seats
        .filter(({ owner }) => owner === 'eks-addon')
        .map((seat): AddOnWithRole => {
          const name = findAddOn(seat.workload.id)?.eksAddOn ?? seat.workload.id;
          if (isOfAddOn(seat)) return { name, association: addOnAssociation(spec, seat, problems) };
          return hasAssociation(seat) ? { name } : { name, roleArn: seat.role.arn };
        });

type Account = EksctlCluster['accounts'][number];

/** Another's role: eksctl makes none, and with roleOnly no ServiceAccount either. */
function attached(seat: EksctlSeat): Account {
  const whose = seat.role.maker === 'other-account' ? 'Another account makes the role.' : 'Terraform makes the role.';
  return {
    comments: [`${seat.workload.title}. ${whose} ${whoMakes(seat, 'Terraform')}`],
    config: { map: { metadata: metadata(seat), attachRoleARN: seat.role.arn ?? '', ...roleOnly(seat) } },
  };
}

function withRole(spec: Spec, seat: EksctlSeat, problems: Problem[]): Account {
  const { workload, role } = seat;
  const { wellKnown, policies, document, comments } = permitted(spec, seat, problems);
  return {
    comments: [`${workload.title}. ${whoMakes(seat, 'commands.sh')}`, ...comments],
    config: {
      map: {
        metadata: metadata(seat),
        roleName: role.name,
        ...roleOnly(seat),
        ...(wellKnown === undefined ? {} : { wellKnownPolicies: { map: { [wellKnown]: true } } }),
        ...(policies.length === 0 ? {} : { attachPolicyARNs: policies }),
        ...(document === undefined ? {} : { attachPolicy: document }),
        ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
        ...(Object.keys(role.tags).length === 0 ? {} : { tags: { map: role.tags } }),
      },
    },
  };
}

function metadata({ account, owner }: EksctlSeat): Value {
  const { namespace, serviceAccount: name } = account.subject;
  const annotations =
    owner === 'eksctl' && Object.keys(account.annotations).length > 0 ? { annotations: { map: account.annotations } } : {};
  return { map: { name, namespace, ...annotations } };
}

const roleOnly = ({ owner }: EksctlSeat): Record<string, Value> => (owner === 'eksctl' ? {} : { roleOnly: true });

/** Even those that nobody owns: two owners are refused before. */
function oneSubjectEach(seats: readonly EksctlSeat[]): Problem[] {
  const first = new Map<string, EksctlSeat>();
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
