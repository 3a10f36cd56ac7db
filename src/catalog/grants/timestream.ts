import { resourceArn } from '../../iam/arn.ts';
import { timeSeriesDatabase as databaseKind } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/**
 * Of LiveAnalytics, which takes no new customers since 2025-06-20. Its successor, Timestream for
 * InfluxDB, knows users and tokens of its own instead of IAM: a secretsmanager grant is what it needs.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/AmazonTimestreamForLiveAnalytics-availability-change.html
 */
export const timestream = defineGrant('timestream', () => ({
  title: 'Amazon Timestream for LiveAnalytics',
  summary: 'Reads or writes one table; closed to new customers, whose InfluxDB needs a secret only.',
  link: 'https://docs.aws.amazon.com/timestream/latest/developerguide/security_iam_id-based-policy-examples.html',
  options: {
    database: {
      kind: 'resource',
      ask: 'Which database?',
      help: 'Name, ARN or Terraform reference.',
      required: true,
      ...named(databaseKind),
    },
    table: {
      kind: 'text',
      ask: 'Which table?',
      help: 'Its name. Default: every table of the database.',
      required: false,
      check: (table) =>
        TABLE.test(table) ? undefined : `"${table}" cannot be a table: expected 3 to 256 letters, digits, underscores, hyphens and dots.`,
      example: 'temperatures',
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with records?',
      help: 'read queries; write adds records.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
  },
  statements: ({ database, table = '*', access }) => {
    const tables = [text`${resourceArn(database, databaseKind)}/table/${table}`];
    return [
      allow('TimestreamFind', ['timestream:DescribeEndpoints'], ['*'], {
        reason: 'timestream:DescribeEndpoints knows no resources: it tells clients whom to ask.',
      }),
      allow('TimestreamDescribe', ['timestream:DescribeTable'], tables),
      ...(access !== 'write' ? [allow('TimestreamRead', ['timestream:ListMeasures', 'timestream:Select'], tables)] : []),
      ...(access !== 'read' ? [allow('TimestreamWrite', ['timestream:WriteRecords'], tables)] : []),
    ];
  },
}));

const TABLE = /^[A-Za-z0-9_.-]{3,256}$/;
