import { resourceArn } from '../../iam/arn.ts';
import { cache as cacheKind, cacheUser } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const elasticache = defineGrant('elasticache', () => ({
  title: 'Amazon ElastiCache',
  summary: 'Connects to one cache of Valkey or Redis OSS as one user, by IAM authentication.',
  link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html',
  options: {
    cache: {
      kind: 'resource',
      ask: 'To which cache?',
      help: 'replicationgroup:<id>, serverlesscache:<name>, ARN or Terraform reference to its ARN.',
      required: true,
      ...named(cacheKind),
    },
    user: {
      kind: 'resource',
      ask: 'As which user of ElastiCache?',
      help: 'User id, ARN or Terraform reference; its authentication mode is iam.',
      required: true,
      ...named(cacheUser),
    },
  },
  // IAM asks for both: the cache and the user.
  statements: ({ cache, user }) => [
    allow('ElasticacheConnect', ['elasticache:Connect'], [resourceArn(cache, cacheKind), resourceArn(user, cacheUser)]),
  ],
}));
