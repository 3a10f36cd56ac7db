/**
 * What IAM limits, and how much of it a plan takes: what would otherwise be found out at apply.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import { INLINE_POLICIES_MAX, MANAGED_POLICY_MAX, policySize } from '../iam/policy-size.ts';
import type { Spec } from '../spec/spec.ts';
import { admittedClusters } from './admission.ts';
import { likely } from './own-policies.ts';
import type { OtherAccount, Plan, PlannedRole } from './plan.ts';
import { POLICIES_PER_ROLE, TRUST_MAX, trustSize } from './policy-limits.ts';
import type { Block } from './terraform/blocks.ts';

/** Those of an account can be raised, as that of policies per role and of trust policies can. */
const MOST = {
  'trust-policy': TRUST_MAX,
  'managed-policy': MANAGED_POLICY_MAX,
  'inline-policies': INLINE_POLICIES_MAX,
  'policies-per-role': POLICIES_PER_ROLE,
  roles: 1000,
  policies: 1500,
  'oidc-providers': 100,
} as const;

export type Limited = keyof typeof MOST;

export const limited = Object.keys(MOST) as readonly Limited[];

/** What an account has of its own, of which many specs may take. */
export const OF_ACCOUNT = ['roles', 'policies', 'oidc-providers'] as const satisfies readonly Limited[];

export interface Budget {
  readonly limit: Limited;
  /** The role, or the account's id; empty for an account that the spec does not name. */
  readonly of: string;
  readonly used: number;
  readonly most: number;
}

/**
 * The fullest of each kind, and what each account gets.
 *
 * @param spec of the same plan
 */
export function budgetsOf({ workloads, otherAccounts }: Pick<Plan, 'workloads' | 'otherAccounts'>, spec: Spec): Budget[] {
  const roles = workloads.flatMap((workload) => workload.roles).filter(({ maker }) => maker !== 'other-account');
  const region = new Map(spec.clusters.map((cluster) => [cluster.key, cluster.region]));
  const account = new Map(spec.clusters.map((cluster) => [cluster.key, cluster.accountId ?? '']));
  const byEksctl = !spec.outputs.includes('terraform');
  const used: [Limited, string, number][] = [];
  for (const role of roles) {
    const [home = ''] = admittedClusters(role);
    const spell = likely(region.get(home) ?? '');
    const { moduleSize } = role.permissions;
    const sizes = role.permissions.policies.map(({ statements }) => policySize(statements, spell));
    const madeByModule = moduleMakesPolicy(role) ? 1 : 0;
    const attached = role.permissions.managedPolicies.length + (byEksctl ? 0 : sizes.length + madeByModule);
    used.push(['trust-policy', role.name, trustSize(role, spec.clusters)]);
    if (moduleSize !== undefined && !byEksctl) used.push(['managed-policy', role.name, moduleSize]);
    for (const size of sizes) used.push([byEksctl ? 'inline-policies' : 'managed-policy', role.name, size]);
    used.push(['policies-per-role', role.name, attached]);
  }
  const fullest = new Map<Limited, Budget>();
  for (const [limit, of, some] of used)
    if (some > (fullest.get(limit)?.used ?? 0)) fullest.set(limit, { limit, of, used: some, most: MOST[limit] });
  const elsewhere = new Map(otherAccounts.map((other) => [other.accountId, kindsIn(other)]));
  const inAccounts = [...new Set([...account.values(), ...elsewhere.keys()])].flatMap((id): Budget[] => {
    const here = roles.filter((role) => (account.get(admittedClusters(role)[0] ?? '') ?? '') === id);
    const made = here.reduce((sum, role) => sum + role.permissions.policies.length + (moduleMakesPolicy(role) ? 1 : 0), 0);
    const providers = spec.clusters.filter((cluster) => (cluster.accountId ?? '') === id && cluster.oidcProvider === 'create').length;
    const inItsRoot = (kind: Block['kind']): number => elsewhere.get(id)?.filter((other) => other === kind).length ?? 0;
    const counts = {
      roles: here.length + inItsRoot('role-raw'),
      policies: (byEksctl ? 0 : made) + inItsRoot('policy'),
      'oidc-providers': providers + inItsRoot('oidc-provider'),
    };
    return OF_ACCOUNT.filter((limit) => counts[limit] > 0).map((limit) => ({ limit, of: id, used: counts[limit], most: MOST[limit] }));
  });
  return [...fullest.values(), ...inAccounts];
}

const kindsIn = ({ root }: OtherAccount): readonly Block['kind'][] => root.files.flatMap(({ blocks }) => blocks.map(({ kind }) => kind));

/** Karpenter's of eks 21.x is inline. */
const moduleMakesPolicy = ({ maker, permissions }: PlannedRole): boolean =>
  Object.keys(permissions.inputs).length > 0 || maker === 'karpenter-eks-20';
