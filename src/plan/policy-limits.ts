/** Limits of IAM that a plan would not show, only an apply. */
import type { Subject } from '../catalog/add-on.ts';
import { MANAGED_POLICY_MAX, policySize, type Spell } from '../iam/policy-size.ts';
import type { Statement } from '../iam/statement.ts';
import { domainOf, partitionOf } from '../iam/partition.ts';
import { partsOf, type Text, type Value } from '../iam/text.ts';
import { error, warning, type Path, type Problem } from '../problem.ts';
import type { ClusterSpec } from '../spec/spec.ts';
import type { OwnPolicy, PlannedPodTrust, PlannedRole } from './plan.ts';
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../iam/pod-identity.ts';
import { podConditions } from './pod-trust.ts';

/** Attachments per role by default. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const POLICIES_PER_ROLE = 10;

/** The least that a hole can grow to: an error is only raised where apply is sure to fail. */
const LEAST = { partition: 'aws', accountId: '1'.repeat(12), region: 'us-east-1' };

export const least: Spell = (hole) => ('ref' in hole ? 'x' : LEAST[hole.fact]);

const textsOf = (statement: Statement): readonly Text[] => [
  ...(statement.actions ?? []),
  ...(statement.notActions ?? []),
  ...(statement.resources ?? []),
  ...(statement.notResources ?? []),
  ...statement.conditions.flatMap((c) => [c.operator, c.key, ...c.values]),
];

/**
 * The policy of eks 20.x's karpenter submodule has no inline form. Measured with 20.37.2 in partition
 * aws and us-east-1, where it is shortest.
 */
export function checkKarpenter20(path: Path, clusterName: string, roleName: string): Problem[] {
  const size = 5331 + 15 * clusterName.length + 2 * roleName.length;
  if (size <= MANAGED_POLICY_MAX) return [];
  return [
    error(
      'policy-too-large',
      path,
      `With the cluster's name ${clusterName}, the policy of the eks 20.x karpenter submodule would have at least ${size} characters; IAM takes ${MANAGED_POLICY_MAX}.`,
      'Write terraform: { modules: { eks: 21 } }, whose policy is inline and may be longer, or give Karpenter a nodeRole and queue of your own.',
    ),
  ];
}

/** White space not counted; an account may have it raised. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const TRUST_MAX = 2048;

/** What each cluster adds to the trust policy of a role. */
export const tokenStatement = (region: string, { namespace, serviceAccount }: Subject): object => {
  const issuer = `oidc.eks.${region}.${domainOf(region)}/id/${'0'.repeat(32)}`;
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:${partitionOf(region)}:iam::000000000000:oidc-provider/${issuer}` },
    Condition: {
      StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`, [`${issuer}:aud`]: 'sts.amazonaws.com' },
    },
  };
};

const sizeOf = (statements: readonly object[]): number => JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;

/** Names of clusters that are not given here are at most as long. */
const podStatement = (podTrust: PlannedPodTrust, clusters: readonly ClusterSpec[]): object => {
  const arns = clusters.map(({ region, name }) => `arn:${partitionOf(region)}:eks:${region}:000000000000:cluster/${name}`);
  const operators: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of podConditions(podTrust, arns, '000000000000'))
    (operators[test] ??= {})[variable] = values.length === 1 ? values[0] : values;
  return { Effect: 'Allow', Action: POD_IDENTITY_ACTIONS, Principal: { Service: POD_IDENTITY }, Condition: operators };
};

/** As long as they will be, whatever AWS says of the clusters. */
export function trustStatements({ trust, podTrust }: Pick<PlannedRole, 'trust' | 'podTrust'>, clusters: readonly ClusterSpec[]): object[] {
  const of = (keys: readonly string[]) => clusters.filter(({ key }) => keys.includes(key));
  return [
    ...trust.map(({ cluster, subject }) => tokenStatement(of([cluster])[0]?.region ?? '', subject)),
    ...(podTrust === undefined ? [] : [podStatement(podTrust, of(podTrust.clusters))]),
  ];
}

/** Characters of the trust policy of a role. */
export const trustSize = (role: Pick<PlannedRole, 'trust' | 'podTrust'>, clusters: readonly ClusterSpec[]): number =>
  sizeOf(trustStatements(role, clusters));

/**
 * @param whose begins the sentence, up to the trust policy
 * @param fix what makes it smaller
 */
export function checkTrust(path: Path, statements: readonly object[], whose: string, fix: string): Problem[] {
  const size = sizeOf(statements);
  if (size <= TRUST_MAX) return [];
  return [
    warning(
      'trust-too-large',
      path,
      `${whose} trust policy has at least ${size} characters; an account allows ${TRUST_MAX} unless its quota was raised.`,
      `${fix}, or have the quota of role trust policies raised first.`,
    ),
  ];
}

const holdsRegion = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (('fact' in value && value.fact === 'region') || Object.values(value).some(holdsRegion));

/** One role has one policy: a plain name in it means the resource of one region. */
export function checkRegions(path: Path, regions: readonly string[], permissions: unknown): Problem[] {
  const others = [...new Set(regions)].slice(1);
  if (others.length === 0 || !holdsRegion(permissions)) return [];
  return [
    warning(
      'group-across-regions',
      path,
      `Its role is shared by clusters in ${regions[0]} and ${others.join(' and ')}, and what it names without a region is looked for in ${regions[0]} only.`,
      'Write ARNs for what is elsewhere, or make a group for each region.',
    ),
  ];
}

interface Checked {
  readonly path: Path;
  readonly policies: readonly OwnPolicy[];
  readonly managedPolicies: readonly Text[];
  readonly inputs: Readonly<Record<string, Value>>;
}

export function checkPermissions({ path, policies, managedPolicies, inputs }: Checked): Problem[] {
  const problems: Problem[] = [];
  for (const { statements } of policies) {
    const size = policySize(statements, least);
    if (size <= MANAGED_POLICY_MAX) continue;
    problems.push(
      error(
        'policy-too-large',
        path,
        `${statements[0]?.sid ?? 'One statement'} cannot be divided, and a policy of it alone would have at least ${size} characters; IAM takes ${MANAGED_POLICY_MAX}.`,
        'Name fewer values in its conditions, or fewer actions or resources in its NotAction or NotResource.',
      ),
    );
  }
  // https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/d/iam_policy_document.html.markdown#context-variable-interpolation
  const ampersand = policies
    .flatMap(({ statements }) => statements.flatMap(textsOf))
    .flatMap(partsOf)
    .find((part) => typeof part === 'string' && part.includes('&{'));
  if (ampersand !== undefined) {
    problems.push(
      error(
        'ampersand-brace',
        path,
        `"${String(ampersand)}" holds &{, which aws_iam_policy_document turns into \${.`,
        'Write ${…} if a policy variable is meant; otherwise write ? for the &, which matches any character.',
      ),
    );
  }
  const attachments = managedPolicies.length + policies.length + (Object.keys(inputs).length > 0 ? 1 : 0);
  if (attachments > POLICIES_PER_ROLE) {
    problems.push(
      warning(
        'too-many-policies',
        path,
        `The role gets ${attachments} policies; an account allows ${POLICIES_PER_ROLE} per role unless its quota was raised.`,
        'Replace some managedPolicies by grants or statements, which share one policy.',
      ),
    );
  }
  return problems;
}
