/** Policies of our own: the document of each, and how a role is told of it. */
import { MANAGED_POLICY_MAX } from '../../iam/policy-size.ts';
import type { Statement } from '../../iam/statement.ts';
import { partsOf, ref, type Text } from '../../iam/text.ts';
import type { OwnPolicy, PlannedRole } from '../plan.ts';
import type { Entry, OfProvider } from './block-parts.ts';
import type { Block } from './blocks.ts';
import type { Labels } from './labels.ts';
import type { DocumentStatement } from './role-blocks.ts';

export const tagEntries = (tags: Readonly<Record<string, string>>): Entry<string>[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

interface OwnPolicies extends OfProvider {
  /** Of the role. */
  readonly label: string;
  readonly policies: readonly OwnPolicy[];
  readonly path: string;
  readonly description: string;
  readonly tags: readonly Entry<string>[];
}

/** Document and policy of each. */
export function ownPolicyBlocks(
  { label, policies, path, description, tags, ...of }: OwnPolicies,
  fill: (text: Text) => Text,
  labels: Pick<Labels, 'free'>,
): Block[] {
  return policies.flatMap(({ name, statements }, n): Block[] => {
    const document = labels.free('data.aws_iam_policy_document', policyLabel(label, n));
    return [
      {
        kind: 'policy-document',
        label: document,
        statements: statements.map((s) => documentStatement(s, fill)),
        ...(n === 0 && policies.length > 1 ? { comments: [SEVERAL] } : {}),
        ...of,
      },
      {
        kind: 'policy',
        label: labels.free('aws_iam_policy', policyLabel(label, n)),
        name,
        ...(path === '/' ? {} : { path }),
        // IAM keeps a description for good: it must not change when another policy joins.
        description: n === 0 ? description : `${description}, part ${n + 1}`,
        document: ref(`data.aws_iam_policy_document.${document}.json`),
        tags,
        ...of,
      },
    ];
  });
}

const SEVERAL = `What it may do takes more than one policy: IAM counts at most ${MANAGED_POLICY_MAX} characters in each.`;

export const policyLabel = (label: string, n: number): string => (n === 0 ? label : `${label}_policy_${n + 1}`);

export const documentStatement = (statement: Statement, fill: (text: Text) => Text): DocumentStatement => ({
  ...(statement.reason === undefined ? {} : { comments: [statement.reason] }),
  ...(statement.sid === undefined ? {} : { sid: statement.sid }),
  effect: statement.effect,
  ...(statement.actions === undefined ? {} : { actions: statement.actions }),
  ...(statement.notActions === undefined ? {} : { notActions: statement.notActions }),
  ...(statement.resources === undefined ? {} : { resources: statement.resources.map(fill) }),
  ...(statement.notResources === undefined ? {} : { notResources: statement.notResources.map(fill) }),
  principals: [],
  conditions: statement.conditions.map((c) => ({ test: c.operator, variable: fill(c.key), values: c.values.map(fill) })),
});

/** @param label of the role */
export function policyEntries(
  label: string,
  policies: readonly OwnPolicy[],
  managedPolicies: readonly Text[],
  fill: (text: Text) => Text,
  labels: Pick<Labels, 'free'>,
): Entry[] {
  const own = policies.map((_, n): Entry => ({
    key: n === 0 ? 'irsa' : `irsa_${n + 1}`,
    value: ref(`aws_iam_policy.${labels.free('aws_iam_policy', policyLabel(label, n))}.arn`),
  }));
  const taken = new Set(own.map((e) => e.key));
  const managed = managedPolicies.map((policy): Entry => {
    const wanted = nameOf(policy);
    let key = wanted;
    for (let n = 2; taken.has(key); n++) key = `${wanted}_${n}`;
    taken.add(key);
    return { key, value: fill(policy) };
  });
  return [...own, ...managed];
}

/** What it is called in AWS; of a reference, the label of what it leads to. */
function nameOf(policy: Text): string {
  const literal = partsOf(policy).filter((part) => typeof part === 'string');
  if (literal.length > 0) return literal.join('').split('/').at(-1) ?? '';
  const [reference] = partsOf(policy);
  const steps = typeof reference === 'object' && 'ref' in reference ? reference.ref.split('.') : [];
  return (steps.length > 2 && steps[0] !== 'module' ? steps.at(-2) : steps.at(1))?.replace(/\[.*$/, '') ?? 'policy';
}

/** Under which names policies are attached beside the module's own. */
export const attachedKeys = ({ label, permissions: { policies, managedPolicies } }: PlannedRole): string[] =>
  policyEntries(label, policies, managedPolicies, (text) => text, { free: (_, wanted) => wanted }).map(({ key }) => key);
