/** A call that shows that a role may do something, and that changes nothing and shows no data. */
import type { Statement } from '../../iam/statement.ts';
import { partsOf, type Text } from '../../iam/text.ts';

interface Call {
  readonly action: string;
  /** From the resource's name, and the prefix it is limited to. */
  readonly words: (name: string, prefix: string) => readonly string[];
  /** What stands before the name in the ARN. */
  readonly before: string;
}

const CALLS: readonly Call[] = [
  {
    action: 's3:ListBucket',
    before: ':::',
    words: (name, prefix) => [
      's3api',
      'list-objects-v2',
      '--bucket',
      name,
      '--max-keys',
      '1',
      ...(prefix === '' ? [] : ['--prefix', prefix]),
    ],
  },
  { action: 'dynamodb:DescribeTable', before: ':table/', words: (name) => ['dynamodb', 'describe-table', '--table-name', name] },
  { action: 'sqs:GetQueueUrl', before: ':', words: (name) => ['sqs', 'get-queue-url', '--queue-name', name] },
];

/**
 * Words of a command of the AWS CLI that one of the statements allows for a resource that is known by name.
 *
 * @returns undefined where there is none: then whom the pod is has to do
 */
export function firstCall(statements: readonly Statement[], region: string): readonly string[] | undefined {
  for (const { action, before, words } of CALLS) {
    for (const statement of statements) {
      const prefix = prefixOf(statement);
      const name = nameIn(statement.resources?.[0], before);
      if (statement.effect === 'Allow' && statement.actions?.includes(action) && name !== undefined && prefix !== undefined)
        return ['aws', ...words(name, prefix), '--region', region];
    }
  }
  return undefined;
}

/** Of objects, where that is all that is asked for; undefined where more is. */
function prefixOf({ conditions }: Statement): string | undefined {
  const [condition, ...more] = conditions;
  if (condition === undefined) return '';
  const [value] = condition.values;
  return more.length === 0 && condition.key === 's3:prefix' && typeof value === 'string' && /^[^*?$]*\*$/.test(value)
    ? value.slice(0, -1)
    : undefined;
}

/** An ARN may begin with what only AWS knows, but its name must be known. */
function nameIn(resource: Text | undefined, before: string): string | undefined {
  const last = resource === undefined ? undefined : partsOf(resource).at(-1);
  if (typeof last !== 'string') return undefined;
  const name = last.slice(last.lastIndexOf(before) + before.length);
  return last.includes(before) && /^[\w.-]+$/.test(name) ? name : undefined;
}
