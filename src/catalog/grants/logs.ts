import { resourceArn } from '../../iam/arn.ts';
import { logGroup as groupKind } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** CloudWatch Logs uses the key of a group itself, so callers need none. */
export const logs = defineGrant('logs', () => ({
  title: 'Amazon CloudWatch Logs',
  summary: 'Writes to one log group, or reads and queries it.',
  link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html',
  options: {
    logGroup: { kind: 'resource', ask: 'Which log group?', help: 'Name, ARN or Terraform reference.', required: true, ...named(groupKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with events?',
      help: 'write makes streams and puts events into them; the group has to be there.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'write',
    },
  },
  statements: ({ logGroup, access }) => {
    // The group itself ends in a colon and an asterisk too, as IAM has it.
    const all = [text`${resourceArn(logGroup, groupKind)}:*`];
    return [
      allow('LogsDescribe', ['logs:DescribeLogStreams'], all),
      ...(access !== 'write' ? [allow('LogsRead', READ, all)] : []),
      ...(access !== 'read' ? [allow('LogsWrite', ['logs:CreateLogStream', 'logs:PutLogEvents'], all)] : []),
    ];
  },
}));

const READ = ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:GetLogRecord', 'logs:GetQueryResults', 'logs:StartQuery'];
