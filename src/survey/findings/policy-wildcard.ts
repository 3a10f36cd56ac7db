import { awsPolicyName } from '../../iam/node-needs.ts';
import { matchesAction } from '../../iam/escalating-actions.ts';
import type { FindingKind, FindingSeverity, Sighting } from '../finding.ts';
import type { WrittenStatement } from '../policies.ts';
import { policiesOfPods, policiesWithPods, type HeldPolicy } from '../pod-roles.ts';
import { knownText } from '../written.ts';

export const policyWildcard: FindingKind = {
  code: 'policy-wildcard',
  severity: 'warning',
  title: 'More than a pod needs',
  why: 'Whoever gets into the pod gets all of it: other teams’ data as much as that of the pod.',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  find: (inventory) => [
    ...policiesWithPods(inventory).flatMap(({ policy }) =>
      policy.permissions.statements.flatMap((statement) => ofStatement(statement, policy.id)),
    ),
    ...policiesOfPods(inventory).flatMap(ofAws),
  ],
};

/**
 * What reads, changes or uses somebody's data, and can be held to named resources. Controllers need most other
 * actions on whatever they come upon.
 */
const DATA = [
  ...['dynamodb', 'kinesis', 's3', 'secretsmanager', 'sns', 'sqs'].map((service) => `${service}:*`),
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'rds-data:ExecuteStatement',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:PutParameter',
];

/** Actions that no resource narrows, or that tell only names. */
const HARMLESS =
  /^[\w-]+:(List|Describe)|^s3:(Get(AccountPublicAccessBlock|BucketLocation)|HeadBucket)$|^secretsmanager:GetRandomPassword$/i;

function ofStatement(
  { effect, actions = [], notActions, resources = [], conditions, at }: WrittenStatement,
  subject: string,
): readonly Sighting[] {
  if (effect !== 'Allow') return [];
  const known = actions.flatMap((action) => knownText(action) ?? []);
  const onAll = resources.includes('*');
  const whole = known.find((action) => action === '*' || /^[^:]+:\*+$/.test(action));
  const sighting = (message: string, severity: FindingSeverity, fix: string): readonly Sighting[] => [
    { at, subject, message, severity, fix },
  ];
  if (notActions !== undefined && onAll && conditions.length === 0)
    return sighting(
      'NotAction with Allow grants every action but these, in every service.',
      'error',
      'Name the actions that the pod needs.',
    );
  if (whole === '*')
    return sighting('Action "*" grants every action there is.', onAll ? 'error' : 'warning', 'Name the actions that the pod needs.');
  if (whole !== undefined && isNarrowed({ onAll, conditions, resources }))
    return sighting(`Action "${whole}" grants all of the service, and what comes to it.`, 'note', 'Name the actions that the pod needs.');
  if (whole !== undefined)
    return sighting(
      `Action "${whole}" grants all of the service, on everything there is.`,
      'warning',
      'Name the actions, and the resources.',
    );
  const data = onAll && conditions.length === 0 ? known.find((action) => isOfData(action)) : undefined;
  return data === undefined
    ? []
    : sighting(`${data} is granted on every resource there is.`, 'warning', 'Name the ARNs that the pod works with.');
}

const isNarrowed = ({
  onAll,
  conditions,
}: {
  readonly onAll: boolean;
  readonly conditions: readonly unknown[];
  readonly resources: readonly unknown[];
}): boolean => !onAll || conditions.length > 0;

const isOfData = (action: string): boolean =>
  !HARMLESS.test(action) && DATA.some((one) => matchesAction(one, action) || matchesAction(action, one));

const ADMINISTRATORS = new Set(['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess']);

function ofAws({ policy, role, at }: HeldPolicy): readonly Sighting[] {
  const name = awsPolicyName(knownText(policy.arn));
  if (name === undefined || !(ADMINISTRATORS.has(name) || /FullAccess(_v\d+)?$/.test(name))) return [];
  return [
    {
      at,
      subject: role.id,
      severity: ADMINISTRATORS.has(name) ? 'error' : 'warning',
      message: `The policy ${name} of AWS grants all of its services, on everything there is.`,
      fix: 'Write a policy that names the actions and the resources that the pod needs.',
    },
  ];
}
