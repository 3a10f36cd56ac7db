/**
 * The kinds of resources that add-ons and grants are scoped to, and what their names look like.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { ArnKind } from './arn.ts';
import { byModule, byType, regional } from './resource-shorthand.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucket: ArnKind = {
  what: 'an S3 bucket',
  service: 's3',
  scope: 'global',
  resource: '{}',
  name: /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  nameRule: '3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends',
  attributes: { arn: ['arn'], name: ['bucket', 'id'] },
  madeBy: [byType('aws_s3_bucket'), byModule('s3-bucket', 's3_bucket_arn')],
  example: { name: 'my-bucket', arn: 'arn:aws:s3:::my-bucket' },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
export const table: ArnKind = {
  what: 'a DynamoDB table',
  service: 'dynamodb',
  scope: 'regional',
  resource: 'table/{}',
  name: /^[A-Za-z0-9_.-]{3,255}$/,
  nameRule: '3 to 255 letters, digits, underscores, hyphens and dots',
  uselessAttribute: /(?:^|_)stream_(?:arn|label)$/,
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_dynamodb_table'), byModule('dynamodb-table', 'dynamodb_table_arn')],
  example: { name: 'orders', arn: regional('dynamodb', 'table/orders') },
};

/**
 * Secrets Manager adds a hyphen and six characters that nobody knows beforehand: one `?` for each.
 * A name may end in `*` where a whole folder is meant.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
export const secret: ArnKind = {
  what: 'a secret',
  service: 'secretsmanager',
  scope: 'regional',
  resource: 'secret:{}-??????',
  name: /^[\w/+=.@-]{0,511}[\w/+=.@*-]$/,
  nameRule: 'up to 512 letters, digits and /_+=.@- (with "*" at the end for all that begin so)',
  arnResource: /^secret:(?:[\w/+=.@*?-]*\*|[\w/+=.@*?-]+-[A-Za-z0-9?]{6})$/,
  arnAttribute: /^id$|(?:^|_)arn$/,
  // Its id is its ARN; that of a version has more in it.
  attributes: { arn: ['arn', 'id'], name: ['name'] },
  alias: { type: 'aws_secretsmanager_secret_version', arn: 'arn', name: 'arn' },
  madeBy: [byType('aws_secretsmanager_secret'), byModule('secrets-manager', 'secret_arn')],
  example: { name: 'my-app/db', arn: regional('secretsmanager', 'secret:my-app/db-??????') },
};

/**
 * Names of AWS's own parameters begin with `aws`; their ARNs have no account.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export const parameter: ArnKind = {
  what: 'a parameter',
  service: 'ssm',
  scope: 'regional',
  resource: 'parameter/{}',
  accountless: true,
  name: /^(?!aws)[\w./-]{0,1010}[\w./*-]$/,
  nameRule: 'letters, digits and ./_-, not beginning with "aws" (with "*" at the end for all that begin so)',
  arnResource: /^parameter\/[\w./*?-]+$/,
  // A parameter's name attribute may or may not begin with the slash that its ARN has.
  arnAttribute: /./,
  madeBy: [byType('aws_ssm_parameter')],
  example: { name: 'my-app/db-url', arn: regional('ssm', 'parameter/my-app/db-url') },
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const queue: ArnKind = {
  what: 'an SQS queue',
  service: 'sqs',
  scope: 'regional',
  resource: '{}',
  name: /^(?=.{1,80}$)[A-Za-z0-9_-]+(?:\.fifo)?$/,
  nameRule: 'up to 80 letters, digits, hyphens and underscores, with .fifo at the end of a FIFO queue',
  // aws_sqs_queue.x.id is its URL.
  uselessAttribute: /(?:^|_)(?:id|url)$/,
  attributes: { arn: ['arn'], name: ['name'] },
  madeBy: [byType('aws_sqs_queue'), byModule('sqs', 'queue_arn')],
  example: { name: 'orders', arn: regional('sqs', 'orders') },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export const topic: ArnKind = {
  what: 'an SNS topic',
  service: 'sns',
  scope: 'regional',
  resource: '{}',
  name: /^(?=.{1,256}$)[A-Za-z0-9_-]+(?:\.fifo)?$/,
  nameRule: 'up to 256 letters, digits, hyphens and underscores, with .fifo at the end of a FIFO topic',
  // aws_sns_topic.x.id is its ARN.
  arnAttribute: /^id$|(?:^|_)arn$/,
  attributes: { arn: ['arn', 'id'], name: ['name'] },
  madeBy: [byType('aws_sns_topic'), byModule('sns', 'topic_arn')],
  example: { name: 'orders', arn: regional('sns', 'orders') },
};

/**
 * By id or ARN, never by alias: IAM matches the key that an alias points to, not the alias.
 * https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
 */
export const kmsKey: ArnKind = {
  what: 'a KMS key',
  service: 'kms',
  scope: 'regional',
  resource: 'key/{}',
  name: /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
  nameRule: 'the id of a key (an alias does not work in a policy)',
  arnAttribute: /^(?!(?:.*_)?id$)/,
  attributes: { arn: ['arn'], name: ['key_id', 'id'] },
  alias: { type: 'aws_kms_alias', arn: 'target_key_arn', name: 'target_key_id' },
  madeBy: [byType('aws_kms_key'), byType('aws_kms_alias', 'target_key_arn'), byModule('kms', 'key_arn')],
  example: {
    name: '1234abcd-12ab-34cd-56ef-1234567890ab',
    arn: regional('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  },
};

/** `*` is every zone of the account. https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html */
export const hostedZone: ArnKind = {
  what: 'a hosted zone',
  service: 'route53',
  scope: 'global',
  resource: 'hostedzone/{}',
  name: /^(?:Z[A-Z0-9]{1,31}|\*)$/,
  nameRule: 'an id of capital letters and digits that begins with Z (or "*" for every zone of the account)',
  arnAttribute: /^(?!(?:.*_)?id$)/,
  attributes: { arn: ['arn'], name: ['zone_id', 'id'] },
  madeBy: [byType('aws_route53_zone')],
  example: { name: 'Z0123456789ABCDEFGHIJ', arn: 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ' },
};

export const targetGroup: ArnKind = {
  what: 'a target group',
  service: 'elasticloadbalancing',
  scope: 'regional',
  resource: 'targetgroup/{}',
  name: /^[A-Za-z0-9*-]{1,32}\/(?:[0-9a-f]{16}|\*)$/,
  nameRule: 'a name and an id',
  arnAttribute: /./,
  // Its id is its ARN.
  attributes: { arn: ['arn', 'id'], name: [] },
  madeBy: [byType('aws_lb_target_group'), byType('aws_alb_target_group')],
  example: { name: 'my-targets/50dc6c495c0c9188', arn: regional('elasticloadbalancing', 'targetgroup/my-targets/50dc6c495c0c9188') },
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const role: ArnKind = {
  what: 'an IAM role',
  service: 'iam',
  scope: 'account',
  resource: 'role/{}',
  name: /^(?:[\w+=,.@/-]*\/)?[\w+=,.@-]{1,64}$/,
  nameRule: 'up to 64 letters, digits and _+=,.@-',
  arnAttribute: /./,
  madeBy: [byType('aws_iam_role')],
  example: { name: 'KarpenterNodeRole-production', arn: 'arn:aws:iam::111122223333:role/KarpenterNodeRole-production' },
};
