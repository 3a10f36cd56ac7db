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
const OF_DATA = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
  'kinesis:GetRecords',
  'kinesis:PutRecord',
  'kinesis:PutRecords',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'lambda:InvokeFunction',
  'rds-data:ExecuteStatement',
  's3:DeleteObject',
  's3:GetObject',
  's3:PutObject',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'sns:Publish',
  'sqs:DeleteMessage',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:PutParameter',
  'vpc-lattice-svcs:Invoke',
];

const isOfData = (written: string): boolean => OF_DATA.some((action) => matchesAction(written, action));

/** Services of which their own controllers ask for all: https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/ */
const OF_CONTROLLERS = new Set(['vpc-lattice']);

function ofStatement(
  { effect, actions = [], notActions, resources = [], conditions, at }: WrittenStatement,
  subject: string,
): readonly Sighting[] {
  if (effect !== 'Allow') return [];
  const known = actions.flatMap((action) => knownText(action) ?? []);
  const onAll = resources.includes('*');
  const whole = known.find(isWhole);
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
  const data = onAll && conditions.length === 0 ? known.find(isOfData) : undefined;
  return data === undefined
    ? []
    : sighting(`${data} is granted on every resource there is.`, 'warning', 'Name the ARNs that the pod works with.');
}

const isWhole = (action: string): boolean =>
  action === '*' || (/^[^:]+:\*+$/.test(action) && !OF_CONTROLLERS.has(action.split(':', 1)[0] ?? ''));

const isNarrowed = ({
  onAll,
  conditions,
}: {
  readonly onAll: boolean;
  readonly conditions: readonly unknown[];
  readonly resources: readonly unknown[];
}): boolean => !onAll || conditions.length > 0;

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
