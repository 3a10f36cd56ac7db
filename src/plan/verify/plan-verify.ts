/** Which links `irsa/verify.sh` looks at: from the cluster to the first call, for exactly this spec. */
import { partsOf, type Text } from '../../iam/text.ts';
import type { Owner, Spec } from '../../spec/spec.ts';
import { roleAddress } from '../assumed-roles.ts';
import { workloadSpec } from '../aws-config.ts';
import { canary } from '../canary.ts';
import type { PlannedCluster } from '../clusters.ts';
import { eksctlFolder } from '../eksctl.ts';
import type { ManifestFile, PlannedRole, PlannedServiceAccount, PlannedWorkload } from '../plan.ts';
import { runFolder, terraformIn, terragruntIn } from '../terraform-command.ts';
import { APP_FOLDER, COMMAND_LINE } from '../terraform/stacks.ts';
import { firstCall } from './first-call.ts';
import type { PlannedVerify, VerifiedCluster, VerifiedRole, VerifiedWorkload } from './planned-verify.ts';

const FOLDER = 'irsa/verify';

/** One workload in one cluster, and its roles there. */
interface Seat {
  readonly workload: PlannedWorkload;
  readonly cluster: PlannedCluster;
  readonly roles: readonly PlannedRole[];
}

export function planVerify(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { readonly verify?: PlannedVerify; readonly canaries: readonly ManifestFile[] } {
  if (!spec.outputs.includes('verify')) return { canaries: [] };
  const seats = [...clusters.values()].flatMap((cluster) => seatsIn(cluster, workloads));
  if (seats.length === 0) return { canaries: [] };
  const folderOf = (key: string): string => (spec.clusters.length > 1 ? `${FOLDER}/${key}` : FOLDER);
  const path = ({ workload, cluster }: Seat): string => `${folderOf(cluster.spec.key)}/canary-${workload.id}.yaml`;
  return {
    verify: {
      apply: applied(spec),
      clusters: [...clusters.values()]
        .map((cluster) => {
          const here = seats.filter((seat) => seat.cluster === cluster);
          return verifiedCluster(
            cluster,
            here.map((seat) => verifiedWorkload(spec, seat, seats, path(seat))),
          );
        })
        .filter((cluster) => cluster.workloads.length > 0),
    },
    canaries: seats.map((seat) => ({ path: path(seat), documents: [job(spec, seat)] })),
  };
}

const seatsIn = (cluster: PlannedCluster, workloads: readonly PlannedWorkload[]): Seat[] =>
  workloads.flatMap((workload) => {
    const roles = workload.roles.filter((role) => isIn(role, cluster.spec.key));
    return roles.length === 0 ? [] : [{ workload, cluster, roles }];
  });

const isIn = ({ trust, podTrust, associations, serviceAccounts }: PlannedRole, key: string): boolean =>
  podTrust?.clusters.includes(key) === true || [...trust, ...associations, ...serviceAccounts].some(({ cluster }) => cluster === key);

function verifiedCluster(
  { spec: { key, name, region, accountId } }: PlannedCluster,
  workloads: readonly VerifiedWorkload[],
): VerifiedCluster {
  const roles = workloads.flatMap((workload) => workload.roles);
  return {
    key,
    name,
    region,
    ...(accountId === undefined ? {} : { accountId }),
    audiences: distinct(roles.flatMap(({ tokens }) => tokens?.audiences ?? [])),
    agent: roles.some(({ associated }) => associated),
    workloads,
  };
}

function verifiedWorkload(spec: Spec, seat: Seat, all: readonly Seat[], canaryPath: string): VerifiedWorkload {
  return {
    id: seat.workload.id,
    subject: subjectOf(seat),
    accountFix: ACCOUNT_FIX[accountOf(seat)?.owner ?? 'none'](applied(spec)),
    roles: seat.roles.map((role) => verifiedRole(spec, role, seat, all)),
    canary: canaryPath,
  };
}

function verifiedRole(spec: Spec, role: PlannedRole, seat: Seat, all: readonly Seat[]): VerifiedRole {
  const { key } = seat.cluster.spec;
  const tokens = role.trust.filter(({ cluster }) => cluster === key);
  const ofTerraform = spec.outputs.includes('terraform');
  const account = role.serviceAccounts.find(({ cluster }) => cluster === key);
  const more = morePolicies(role, ofTerraform);
  return {
    name: role.name,
    path: role.path,
    ...(role.maker === 'other-account' && typeof role.arn === 'string' ? { arnElsewhere: role.arn } : {}),
    ...(tokens.length === 0
      ? {}
      : {
          tokens: {
            subjects: distinct(tokens.map(({ subject }) => `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`)),
            audiences: distinct(tokens.map(({ audience }) => audience)),
          },
        }),
    // eksctl has no word for a narrower trust.
    ...(role.podTrust?.clusters.includes(key)
      ? { pods: role.podTrust.tagged && ofTerraform ? { tagged: role.podTrust.subject } : {} }
      : {}),
    policies: distinct(
      [
        ...role.permissions.managedPolicies.map(policyName),
        ...(ofTerraform ? role.permissions.policies : []).map(({ name }) => name),
      ].flatMap((name) => name ?? []),
    ),
    ...(more === undefined ? {} : { morePolicies: more }),
    annotated: account?.annotated === true && !isNamedByOthers(account, seat, all),
    associated: role.associations.some(({ cluster }) => cluster === key),
  };
}

/** What a module attaches has a name of its own making, and what eksctl does not attach it writes into the role. */
function morePolicies(
  { maker, former, permissions: { inputs, policies } }: PlannedRole,
  ofTerraform: boolean,
): VerifiedRole['morePolicies'] {
  if (maker === 'other-account') return undefined;
  if (maker === 'karpenter-eks-21') return 'inline';
  const hasOwn = Object.keys(inputs).length > 0 || former !== undefined || maker === 'karpenter-eks-20';
  if (!ofTerraform) return hasOwn || policies.length > 0 ? 'any' : undefined;
  return hasOwn ? 'attached' : undefined;
}

/** A ServiceAccount that several workloads share names the role of the one that owns it. */
const isNamedByOthers = ({ owner, subject, cluster }: PlannedServiceAccount, { workload }: Seat, all: readonly Seat[]): boolean =>
  owner === 'none' &&
  all.some(
    (other) =>
      other.workload !== workload &&
      other.roles.some(({ serviceAccounts }) =>
        serviceAccounts.some(
          (account) =>
            account.cluster === cluster &&
            account.subject.namespace === subject.namespace &&
            account.subject.serviceAccount === subject.serviceAccount,
        ),
      ),
  );

/** The last part of its ARN, where that is known. */
function policyName(arn: Text): string | undefined {
  const last = partsOf(arn).at(-1);
  return typeof last === 'string' ? /\/([^/]+)$/.exec(last)?.[1] : undefined;
}

const accountOf = ({ roles, cluster: { spec } }: Seat): PlannedServiceAccount | undefined =>
  roles.flatMap(({ serviceAccounts }) => serviceAccounts).find(({ cluster }) => cluster === spec.key);

function subjectOf(seat: Seat): PlannedServiceAccount['subject'] {
  const { key } = seat.cluster.spec;
  const bound = seat.roles.flatMap(({ trust, associations }) => [...associations, ...trust]).find(({ cluster }) => cluster === key);
  const subject = accountOf(seat)?.subject ?? bound?.subject ?? seat.roles[0]?.podTrust?.subject;
  if (subject === undefined) throw new Error(`${seat.workload.id} was planned without a subject in ${key}`);
  return subject;
}

function job(spec: Spec, seat: Seat): ManifestFile['documents'][number] {
  const { workload, cluster, roles } = seat;
  const associated = roles.find(({ associations }) => associations.some((one) => one.cluster === cluster.spec.key));
  const association = associated?.associations.find((one) => one.cluster === cluster.spec.key);
  const way = association === undefined ? 'token' : 'association';
  const role = associated ?? roles.find(({ serviceAccounts }) => serviceAccounts.length > 0) ?? roles[0];
  const target = workloadSpec(spec, workload.id).assumeRoles.find((one) => one.role === association?.targetRole);
  const holds = target === undefined ? (role?.name ?? '') : roleAddress(target).name;
  const call =
    target === undefined
      ? firstCall(role?.permissions.policies.flatMap(({ statements }) => statements) ?? [], cluster.spec.region)
      : undefined;
  return canary(
    { id: workload.id, subject: subjectOf(seat), way, holds, ...(call === undefined ? {} : { firstCall: call }) },
    `${workload.title}: a pod of its ServiceAccount that starts now comes by its ${way}, to the role ${holds}. verify.sh --canary applies it.`,
  );
}

/** What makes the roles, as it is typed beside irsa.yaml. */
export function applied(spec: Spec): string {
  const { format, layout, caller, directory, cdktf } = spec.terraform;
  if (!spec.outputs.includes('terraform')) {
    const [only, ...more] = spec.clusters;
    const folder = only === undefined || more.length > 0 ? 'irsa/eksctl/<cluster>' : eksctlFolder(spec, only.key);
    return `bash ${folder}/commands.sh --approve`;
  }
  if (format === 'cdktf') return `cd ${APP_FOLDER} && ${COMMAND_LINE[cdktf]} deploy irsa`;
  if (layout === 'module' && caller.name === 'terragrunt') return `${terragruntIn(directory)} apply`;
  return `${terraformIn(spec, runFolder(spec))} apply`;
}

/** Where a ServiceAccount is made, its annotation is mended. */
const ACCOUNT_FIX: Readonly<Record<Owner, (apply: string) => string>> = {
  terraform: (apply) => `${apply}, which makes the ServiceAccount with its annotation.`,
  annotate: (apply) => `${apply}, which annotates the ServiceAccount that others make.`,
  eksctl: () => 'Run commands.sh of irsa/eksctl with --approve --override-existing-serviceaccounts.',
  manifests: () => 'kubectl apply -k the folder below irsa/kubernetes, or let GitOps do it.',
  chart: () => 'Upgrade the chart with the values in irsa/helm, or set name and annotation of its ServiceAccount in your own.',
  'eks-addon': () => 'Give the EKS add-on the role (service_account_role_arn, or aws eks update-addon --service-account-role-arn).',
  none: () => 'Annotate it where it is made: eks.amazonaws.com/role-arn = the ARN above.',
};

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();
