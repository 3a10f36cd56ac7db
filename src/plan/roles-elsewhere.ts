/** Roles that workloads assume, by the account that makes them: whom each admits, and what it may do there. */
import { findGrant } from '../catalog/index.ts';
import type { Subject } from '../catalog/add-on.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { uniqueSids, type Statement } from '../iam/statement.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import { fill, type Text } from '../iam/text.ts';
import type { Path, Problem } from '../problem.ts';
import type { AssumedRole, Spec } from '../spec/spec.ts';
import { passesTags, roleAddress, type RoleAddress } from './assumed-roles.ts';
import { workloadSpec } from './aws-config.ts';
import { plannedCluster, type PlannedCluster } from './clusters.ts';
import { ownPolicies } from './own-policies.ts';
import type { OwnPolicy, PlannedRole, PlannedWorkload } from './plan.ts';
import { checkPermissions, checkTrust, tokenStatement } from './policy-limits.ts';
import { managedPolicy } from './roles.ts';

/** A role whose pods are admitted, as the other account knows it. */
export interface Caller {
  readonly role: PlannedRole;
  readonly cluster: PlannedCluster;
}

export interface ChainTrust {
  readonly kind: 'chain';
  readonly workload: string;
  readonly callers: readonly Caller[];
  readonly externalId?: string;
  /** With their values. */
  readonly principalTags: Readonly<Record<string, string>>;
  readonly sessionTags: readonly string[];
  readonly sourceIdentity: boolean;
  /** Sessions bring the tags of EKS Pod Identity with them. */
  readonly inheritsTags: boolean;
  /** EKS assumes it for these pods, and says so. */
  readonly pods?: { readonly subject: Subject; readonly tagged: boolean };
}

export interface DirectTrust {
  readonly kind: 'direct';
  readonly workload: string;
  readonly cluster: PlannedCluster;
  readonly subject: Subject;
  readonly audience: string;
}

/** One role of another account, made once however many workloads assume it. */
export interface RoleElsewhere {
  readonly address: RoleAddress;
  readonly trust: readonly (ChainTrust | DirectTrust)[];
  readonly managedPolicies: readonly Text[];
  readonly policies: readonly OwnPolicy[];
}

export interface AccountRoles {
  readonly accountId: string;
  /** Of the AWS provider. */
  readonly region: string;
  readonly oidcProvider: AssumedRole['oidcProvider'];
  readonly roles: readonly RoleElsewhere[];
}

interface Use {
  readonly entry: AssumedRole;
  readonly path: Path;
  readonly region: string;
  readonly workload: PlannedWorkload;
}

export function rolesElsewhere(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { readonly accounts: readonly AccountRoles[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const byAccount = groupBy(usesOf(spec, workloads, clusters), ({ entry }) => roleAddress(entry).accountId);
  const accounts = [...byAccount].map(([accountId, uses]): AccountRoles => ({
    accountId,
    region: uses[0]?.region ?? '',
    oidcProvider: uses.find(({ entry }) => entry.via === 'direct')?.entry.oidcProvider ?? 'create',
    roles: [...groupBy(uses, ({ entry }) => entry.role).values()].map((ofRole) => {
      const role = roleOf(ofRole, spec, clusters);
      const { managedPolicies, policies } = role;
      const path = ofRole[0]?.path ?? [];
      const whose = `With ${ofRole.length} workloads that assume it, the role's`;
      problems.push(
        ...checkPermissions({ path, policies, managedPolicies, inputs: {} }),
        ...checkTrust(path, role.trust.map(leastStatement), whose, 'Give some of them another role there'),
      );
      return role;
    }),
  }));
  return { accounts, problems };
}

const usesOf = (spec: Spec, workloads: readonly PlannedWorkload[], clusters: ReadonlyMap<string, PlannedCluster>): Use[] =>
  workloads.flatMap((workload) =>
    workload.roles.length === 0
      ? []
      : workloadSpec(spec, workload.id).assumeRoles.map((entry, i) => ({
          entry,
          path: [workload.kind === 'add-on' ? 'addOns' : 'apps', workload.id, 'assumeRoles', i],
          region: entry.region ?? plannedCluster(clusters, workload.roles[0]?.serviceAccounts[0]?.cluster).spec.region,
          workload,
        })),
  );

function roleOf(uses: readonly Use[], spec: Spec, clusters: ReadonlyMap<string, PlannedCluster>): RoleElsewhere {
  const [first] = uses;
  if (first === undefined) throw new Error('a role is made for nobody');
  const address = roleAddress(first.entry);
  const there = (region: string) => inAccount(address, region);
  const statements = uses.flatMap(({ entry, region }) =>
    [
      ...entry.grants.flatMap(({ service, options }) => {
        const grant = findGrant(service);
        if (!grant) throw new Error(`the spec was parsed with a grant that the catalog lacks: ${service}`);
        return grant.statements(options as OptionValues<Options>);
      }),
      ...entry.statements,
    ].map((statement) => filled(statement, there(region))),
  );
  const policies = uses.flatMap(({ entry, region }) => entry.managedPolicies.map((arn) => there(region)(managedPolicy(arn))));
  return {
    address,
    trust: uses.flatMap((use): (ChainTrust | DirectTrust)[] =>
      use.entry.via === 'direct' ? directTrust(use, spec, clusters) : [chainTrust(use, spec, clusters)],
    ),
    managedPolicies: distinct(policies),
    policies: ownPolicies(uniqueSids(distinct(statements)), { name: address.name, modulePolicy: false, region: first.region }),
  };
}

/** The role's ARN says account and partition, so nothing has to be looked up there. */
const inAccount =
  ({ partition, accountId }: RoleAddress, region: string) =>
  (value: Text): Text =>
    fill(value, (hole) => ('fact' in hole ? { partition, accountId, region }[hole.fact] : { text: [hole] }));

const filled = (statement: Statement, there: (value: Text) => Text): Statement => ({
  ...statement,
  ...(statement.resources === undefined ? {} : { resources: statement.resources.map(there) }),
  ...(statement.notResources === undefined ? {} : { notResources: statement.notResources.map(there) }),
  conditions: statement.conditions.map(({ operator, key, values }) => ({ operator, key: there(key), values: values.map(there) })),
});

function podsOf({ entry, workload }: Use, spec: Spec): Pick<ChainTrust, 'pods'> {
  const subject = workload.roles[0]?.serviceAccounts[0]?.subject;
  if (entry.via !== 'target' || subject === undefined) return {};
  return { pods: { subject, tagged: passesTags(workloadSpec(spec, workload.id)) } };
}

function chainTrust(use: Use, spec: Spec, clusters: ReadonlyMap<string, PlannedCluster>): ChainTrust {
  const { entry, workload } = use;
  const tags = { ...spec.tags, ...workloadSpec(spec, workload.id).tags };
  return {
    kind: 'chain',
    workload: workload.id,
    callers: workload.roles.flatMap((role) =>
      // A target admits each cluster by its name; else one stands for the account of all.
      (entry.via === 'target' ? role.serviceAccounts : role.serviceAccounts.slice(0, 1)).map(({ cluster }) => ({
        role,
        cluster: plannedCluster(clusters, cluster),
      })),
    ),
    ...(entry.externalId === undefined ? {} : { externalId: entry.externalId }),
    principalTags: Object.fromEntries(entry.principalTags.map((key) => [key, tags[key] ?? ''])),
    sessionTags: entry.sessionTags,
    sourceIdentity: entry.sourceIdentity,
    inheritsTags: passesTags(workloadSpec(spec, workload.id)),
    ...podsOf(use, spec),
  };
}

const directTrust = ({ workload }: Use, spec: Spec, clusters: ReadonlyMap<string, PlannedCluster>): DirectTrust[] =>
  workload.roles.flatMap((role) =>
    role.serviceAccounts.map(({ cluster, subject }) => ({
      kind: 'direct',
      workload: workload.id,
      cluster: plannedCluster(clusters, cluster),
      subject,
      audience: workloadSpec(spec, workload.id).serviceAccount.audience ?? STS_AUDIENCE,
    })),
  );

/** As short as it can be, for what IAM allows. */
function leastStatement(trust: ChainTrust | DirectTrust): object {
  if (trust.kind === 'direct') return tokenStatement(trust.cluster.spec.region, trust.subject);
  const { callers, externalId, principalTags } = trust;
  const conditions = {
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...Object.fromEntries(Object.entries(principalTags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: callers.map(({ role }) => `arn:aws:iam::000000000000:role${role.path}${role.name}`) },
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: { StringEquals: conditions } }),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Two workloads that assume one role may say the same of it. */
const distinct = <T>(items: readonly T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
