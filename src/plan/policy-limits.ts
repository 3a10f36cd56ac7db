/** Limits of IAM that a plan would not show, only an apply. */
import type { Subject } from '../catalog/add-on.ts';
import type { Statement } from '../iam/statement.ts';
import { partsOf, type Text, type Value } from '../iam/text.ts';
import { error, warning, type Path, type Problem } from '../problem.ts';

/** Managed policy size, white space not counted; attachments per role by default. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_SIZE_MAX = 6144;
const ATTACHMENTS_MAX = 10;

/** The least that a hole can grow to: an error is only raised where apply is sure to fail. */
const LEAST = { partition: 3, accountId: 12, region: 9, ref: 1 };

const leastLength = (text: Text): number =>
  partsOf(text).reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 'fact' in part ? LEAST[part.fact] : LEAST.ref), 0);

const textsOf = (statement: Statement): readonly Text[] => [
  ...(statement.actions ?? []),
  ...(statement.notActions ?? []),
  ...(statement.resources ?? []),
  ...(statement.notResources ?? []),
  ...statement.conditions.flatMap((c) => [c.operator, c.key, ...c.values]),
];

/** Characters of the statement as IAM counts them, at least. */
function leastSize(statement: Statement): number {
  const texts = textsOf(statement);
  return (statement.sid?.length ?? 0) + 45 + texts.reduce((sum: number, text) => sum + leastLength(text) + 3, 0);
}

/**
 * The policy of eks 20.x's karpenter submodule has no inline form. Measured with 20.37.2 in partition
 * aws and us-east-1, where it is shortest.
 */
export function checkKarpenter20(path: Path, clusterName: string, roleName: string): Problem[] {
  const size = 5331 + 15 * clusterName.length + 2 * roleName.length;
  if (size <= POLICY_SIZE_MAX) return [];
  return [
    warning(
      'policy-too-large',
      path,
      `With the cluster's name ${clusterName}, the policy of the eks 20.x karpenter submodule would have at least ${size} characters; IAM takes ${POLICY_SIZE_MAX}.`,
      'Write terraform: { modules: { eks: 21 } }, whose policy is inline and may be longer, or give Karpenter a nodeRole and queue of your own.',
    ),
  ];
}

/** White space not counted; an account may have it raised. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const TRUST_SIZE_MAX = 2048;

/** @param regions of the clusters that share the role: each adds a statement to its trust policy */
export function checkTrust(path: Path, regions: readonly string[], { namespace, serviceAccount }: Subject): Problem[] {
  const statement = (region: string): string => {
    const issuer = `oidc.eks.${region}.amazonaws.com/id/${'0'.repeat(32)}`;
    return JSON.stringify({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::000000000000:oidc-provider/${issuer}` },
      Condition: {
        StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`, [`${issuer}:aud`]: 'sts.amazonaws.com' },
      },
    });
  };
  const size = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length + regions.map(statement).join(',').length;
  if (size <= TRUST_SIZE_MAX) return [];
  return [
    warning(
      'trust-too-large',
      path,
      `With ${regions.length} clusters in one share group, its trust policy has at least ${size} characters; an account allows ${TRUST_SIZE_MAX} unless its quota was raised.`,
      'Make smaller groups, or have the quota of role trust policies raised first.',
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
  readonly statements: readonly Statement[];
  readonly managedPolicies: readonly Text[];
  readonly inputs: Readonly<Record<string, Value>>;
}

export function checkPermissions({ path, statements, managedPolicies, inputs }: Checked): Problem[] {
  const problems: Problem[] = [];
  const size = 40 + statements.reduce((sum, s) => sum + leastSize(s), 0);
  if (size > POLICY_SIZE_MAX) {
    problems.push(
      error(
        'policy-too-large',
        path,
        `The policy would have at least ${size} characters; IAM takes ${POLICY_SIZE_MAX}.`,
        'Grant by prefix or ARN pattern, or split the workload over two ServiceAccounts.',
      ),
    );
  }
  // https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/d/iam_policy_document.html.markdown#context-variable-interpolation
  const ampersand = statements
    .flatMap(textsOf)
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
  const attachments = managedPolicies.length + (statements.length > 0 ? 1 : 0) + (Object.keys(inputs).length > 0 ? 1 : 0);
  if (attachments > ATTACHMENTS_MAX) {
    problems.push(
      warning(
        'too-many-policies',
        path,
        `The role gets ${attachments} policies; an account allows ${ATTACHMENTS_MAX} per role unless its quota was raised.`,
        'Replace some managedPolicies by grants or statements, which share one policy.',
      ),
    );
  }
  return problems;
}
