/** Limits of IAM that a plan would not show, only an apply. */
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

/** Characters of the statement as IAM counts them, at least. */
function leastSize(statement: Statement): number {
  const texts = [
    ...(statement.actions ?? []),
    ...(statement.notActions ?? []),
    ...(statement.resources ?? []),
    ...(statement.notResources ?? []),
    ...statement.conditions.flatMap((c) => [c.operator, c.key, ...c.values]),
  ];
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
      'Use modules: { eks: 21 }, whose policy is inline and may be longer, or give Karpenter a nodeRole and queue of your own.',
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
