/**
 * The policy that a role's former module has made: it stays attached, at an address of its own, until the role has
 * everything from its new module. A module's own description of it could not be changed in place.
 */
import { ref, type Text } from '../../iam/text.ts';
import type { MigrationSpec } from '../../spec/spec.ts';
import type { PlannedRole, PlannedWorkload } from '../plan.ts';
import type { Block } from './blocks.ts';
import type { FactSources } from './facts.ts';
import type { Labels } from './labels.ts';
import type { MovedBlock } from './move-blocks.ts';
import { policiesOfIam5 } from './moves.ts';
import { attachedKeys, documentStatement, tagEntries } from './policy-blocks.ts';

const labelOf = ({ label }: PlannedRole): string => `${label}_former`;
const KEY = 'former';

export function formerPolicyBlocks(
  role: PlannedRole,
  { labels, facts }: { readonly labels: Labels; readonly facts: FactSources },
): Block[] {
  const { former, awsProvider, path, tags, label } = role;
  if (former === undefined) return [];
  const of = awsProvider === undefined ? {} : { provider: awsProvider };
  const [document, policy, attachment] = (
    ['data.aws_iam_policy_document', 'aws_iam_policy', 'aws_iam_role_policy_attachment'] as const
  ).map((type) => labels.free(type, labelOf(role))) as [string, string, string];
  return [
    {
      kind: 'policy-document',
      label: document,
      comments: [
        'What the module that made the role before allowed, as it was: it stays attached until `create-irsa migrate pod-identity --finish` takes it out.',
      ],
      statements: former.statements.map((statement) => documentStatement(statement, (value: Text) => facts.fill(value, awsProvider))),
      ...of,
    },
    {
      kind: 'policy',
      label: policy,
      name: former.name,
      ...(path === '/' ? {} : { path }),
      description: former.description,
      document: ref(`data.aws_iam_policy_document.${document}.json`),
      tags: tagEntries(tags),
      ...of,
    },
    {
      kind: 'policy-attachments',
      label: attachment,
      role: ref(`module.${label}.iam_role_name`),
      policies: [{ key: KEY, value: ref(`aws_iam_policy.${policy}.arn`) }],
      ...of,
    },
  ];
}

const WHY = ['Carries the role over from the iam module to eks-pod-identity within the state: nothing is destroyed.'];
const BACK = ['Carries the role back to the iam module within the state.'];

/** Of a role that goes over, or comes back; once it has arrived, there is nothing to carry. */
export function identityMoves({ roles }: PlannedWorkload, migration: MigrationSpec | undefined, labels: Labels): MovedBlock[] {
  if (migration === undefined || migration.role === 'new' || migration.phase === 'done' || migration.from === undefined) return [];
  const { from, phase, former } = migration;
  const [first, ...others] = roles
    .filter(({ maker }) => !maker.startsWith('karpenter'))
    .flatMap((role) => movesOf(role, from, Object.hasOwn(former, role.group), labels))
    .map(([before, after]): MovedBlock => {
      const [source, target] = phase === 'irsa' ? [after, before] : [before, after];
      return { kind: 'moved', from: ref(source), to: ref(target) };
    });
  return first === undefined ? [] : [{ ...first, comments: phase === 'irsa' ? BACK : WHY }, ...others];
}

/** From the address in the iam module to that on the way. Roles, and attachments of 5.x, have one address in both. */
function movesOf(role: PlannedRole, from: 5 | 6, hasFormer: boolean, labels: Labels): (readonly [string, string])[] {
  const { label, former } = role;
  const resource = former?.resource ?? (from === 6 ? 'this' : policiesOfIam5(role.permissions.inputs)[0]);
  const ofPolicy =
    !hasFormer || resource === undefined
      ? []
      : [
          [`aws_iam_policy.${resource}[0]`, `aws_iam_policy.${labels.free('aws_iam_policy', labelOf(role))}`] as const,
          [
            `aws_iam_role_policy_attachment.${resource}[0]`,
            `aws_iam_role_policy_attachment.${labels.free('aws_iam_role_policy_attachment', labelOf(role))}["${KEY}"]`,
          ] as const,
        ];
  const attached = from === 5 ? [] : attachedKeys(role);
  return [
    ...ofPolicy.map(([before, after]) => [`module.${label}.${before}`, after] as const),
    ...attached.map((key) => {
      const at = (name: string) => `module.${label}.aws_iam_role_policy_attachment.${name}["${key}"]`;
      return [at('additional'), at('this')] as const;
    }),
  ];
}
