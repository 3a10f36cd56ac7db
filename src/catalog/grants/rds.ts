import { resourceArn } from '../../iam/arn.ts';
import { databaseUsers } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const rds = defineGrant('rds', () => ({
  title: 'Amazon RDS and Aurora',
  summary: 'Connects to one database as one of its users, by IAM authentication.',
  link: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html',
  options: {
    database: {
      kind: 'resource',
      ask: 'Which database?',
      help: 'Its resource id (db-…, cluster-…, of a proxy prx-…) or a Terraform reference to that.',
      required: true,
      ...named(databaseUsers),
    },
    user: {
      kind: 'text',
      ask: 'As which user of the database?',
      help: 'One that may log in by IAM: rds_iam in PostgreSQL, AWSAuthenticationPlugin in MySQL.',
      required: true,
      check: (user) =>
        USER.test(user) ? undefined : `"${user}" cannot be a user: expected up to 63 letters, digits, underscores, hyphens and dots.`,
      example: 'orders',
    },
  },
  statements: ({ database, user }) => [allow('RdsConnect', ['rds-db:connect'], [text`${resourceArn(database, databaseUsers)}/${user}`])],
}));

const USER = /^[\w.-]{1,63}$/;
