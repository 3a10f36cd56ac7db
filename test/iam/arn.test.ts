import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arnProblem, besideArn, lastAttribute, namedProblem, parseArn, refersToArn, refProblem, resourceArn } from '../../src/iam/arn.ts';
import * as own from '../../src/iam/resources.ts';
import * as compute from '../../src/iam/compute-resources.ts';
import * as data from '../../src/iam/data-resources.ts';
import * as messages from '../../src/iam/message-resources.ts';
import { render } from '../../src/iam/text.ts';

const kinds = { ...own, ...compute, ...data, ...messages };

const spelled: Record<string, string> = { partition: 'aws-cn', accountId: '111122223333', region: 'cn-north-1' };
const spell = (hole: object): string => ('fact' in hole ? (spelled[String(hole.fact)] ?? '') : '<ref>');

test('an ARN is taken apart, with the colons and slashes of its resource kept', () => {
  expect(parseArn('arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:a/b:c-??????')).toEqual({
    partition: 'aws-us-gov',
    service: 'secretsmanager',
    region: 'us-gov-west-1',
    accountId: '111122223333',
    resource: 'secret:a/b:c-??????',
  });
});

test.each([
  '',
  'my-bucket',
  'arn:',
  'arn:aws:s3:::',
  'arn:aws:sqs:us-east-1:1234:q',
  'arn:azure:s3:::b',
  'arn:aws:s3:::a b',
  'ARN:aws:s3:::b',
])('%j is no ARN', (literal) => expect(parseArn(literal)).toBeUndefined());

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test('accepts its own examples', () => {
    expect(namedProblem(kind.example.arn, kind)).toBeUndefined();
    expect(namedProblem(kind.example.name, kind)).toBeUndefined();
  });

  test('makes of its example’s name an ARN that it accepts', () => {
    const arn = render(resourceArn(kind.example.name, kind), spell);
    expect(arn).toMatch(/^arn:aws-cn:/);
    expect(arnProblem(arn, kind)).toBeUndefined();
  });

  test('leaves ARNs alone, and takes references that end in .arn for ARNs', () => {
    expect(resourceArn(kind.example.arn, kind)).toBe(kind.example.arn);
    expect(resourceArn({ ref: 'module.thing.arn' }, kind)).toEqual({ text: [{ ref: 'module.thing.arn' }] });
  });

  test('says what is wrong with an ARN of another service, region or account', () => {
    expect(arnProblem('arn:aws:batch:us-east-1:111122223333:job/x', kind)).toContain('is an ARN of batch');
    const regional = kind.scope === 'regional' || kind.scope === 'offered';
    expect(arnProblem(`arn:aws:${kind.service}:${regional ? '' : 'us-east-1'}:111122223333:x`, kind)).toContain(
      regional ? 'lacks a region' : 'has a region',
    );
    expect(arnProblem('nonsense', kind)).toContain('is not an ARN');
  });
});

test('a message names the value, and shows an ARN that would do', () => {
  expect(arnProblem('arn:aws:s3:::b', kinds.queue)).toBe(
    '"arn:aws:s3:::b" is an ARN of s3; an SQS queue has an ARN such as arn:aws:sqs:us-east-1:111122223333:orders.',
  );
});

test('a key is named by its id: its alias is refused, which IAM does not look behind', () => {
  for (const alias of ['alias/my-app', 'arn:aws:kms:us-east-1:111122223333:alias/my-app'])
    expect(namedProblem(alias, kinds.kmsKey)).toContain(`"${alias}" `);
});

test('any name that is accepted makes an ARN that is accepted', () => {
  const name = fc.oneof(
    ...[
      /^[\w./+=@*-]{1,40}$/,
      /^[a-z][a-z0-9-]{2,30}$/,
      /^[a-z]{1,9}\.fifo$/,
      /^[a-z]{1,9}\/[0-9a-f]{16}$/,
      /^Z[A-Z0-9]{5,20}$/,
      /^mrk-[0-9a-f]{32}$/,
      /^(?:db|cluster|prx)-[A-Z0-9]{16}$/,
      /^replicationgroup:[a-z]{1,40}$/,
      /^us-east-1_[A-Za-z0-9]{9}$/,
      /^[a-z0-9]{7}\/environment\/[a-z0-9]{7}$/,
    ].map((pattern) => fc.stringMatching(pattern)),
  );
  for (const kind of Object.values(kinds)) {
    fc.assert(
      fc.property(name, (literal) => {
        fc.pre(namedProblem(literal, kind) === undefined);
        expect(arnProblem(render(resourceArn(literal, kind), spell), kind)).toBeUndefined();
      }),
      { numRuns: 50, maxSkipsPerRun: 1_000 },
    );
  }
});

test('a traversal ends in its last attribute, whatever indices follow', () => {
  expect(lastAttribute('aws_route53_zone.main[0].zone_id')).toBe('zone_id');
  expect(lastAttribute('module.zones.zone_id["a.b"]')).toBe('zone_id');
  expect(lastAttribute('var.arn')).toBe('arn');
});

describe('references', () => {
  const byName = { ...kinds };

  test.each([
    ['hostedZone', 'aws_route53_zone.main.name'],
    ['hostedZone', 'data.aws_route53_zone.main.name_servers'],
    ['parameter', 'aws_ssm_parameter.db.name'],
    ['parameter', 'aws_ssm_parameter.db["a"].value'],
    ['secret', 'aws_secretsmanager_secret_version.db.secret_string'],
    ['secret', 'aws_secretsmanager_secret_version.db.id'],
    ['targetGroup', 'aws_lb_target_group.web.name'],
    ['kmsKey', 'aws_kms_alias.ebs.arn'],
    ['kmsKey', 'aws_kms_alias.ebs.name'],
    ['bucket', 'aws_s3_bucket.b.bucket_domain_name'],
    ['table', 'aws_dynamodb_table.orders.hash_key'],
    ['table', 'aws_dynamodb_table.orders.stream_arn'],
    ['queue', 'aws_sqs_queue.orders[0].url'],
    ['topic', 'aws_sns_topic.orders.display_name'],
    ['role', 'aws_iam_role.nodes.name'],
    ['lambdaFunction', 'aws_lambda_function.price.invoke_arn'],
    ['databaseUsers', 'aws_db_instance.main.arn'],
    ['databaseUsers', 'module.db.db_instance_arn'],
    ['kafkaCluster', 'aws_msk_cluster.main.arn'],
    ['kafkaCluster', 'var.cluster_arn'],
    ['glueDatabase', 'aws_glue_catalog_database.sales.arn'],
    ['scheduleGroup', 'aws_scheduler_schedule_group.main.arn'],
    ['repository', 'module.images.repository_url'],
    ['searchDomain', 'aws_opensearch_domain.main.endpoint'],
    ['userPool', 'aws_cognito_user_pool.main.name'],
    ['configurationEnvironment', 'aws_appconfig_environment.main.environment_id'],
    ['foundationModel', 'data.aws_bedrock_foundation_model.nova.model_name'],
  ] as const)('%s: %s is refused, being neither name nor ARN', (kind, traversal) => {
    expect(refProblem(traversal, byName[kind])).toMatch(
      new RegExp(`is neither the name nor the ARN of ${byName[kind].what}: refer to its \\.`),
    );
  });

  test.each([
    ['hostedZone', 'data.aws_route53_zone.main[0].arn', '<ref>'],
    ['hostedZone', 'aws_route53_zone.main.zone_id', 'arn:aws-cn:route53:::hostedzone/<ref>'],
    ['kmsKey', 'aws_kms_alias.ebs.target_key_arn', '<ref>'],
    ['kmsKey', 'aws_kms_alias.ebs.target_key_id', 'arn:aws-cn:kms:cn-north-1:111122223333:key/<ref>'],
    ['secret', 'aws_secretsmanager_secret.db.id', '<ref>'],
    ['bucket', 'aws_s3_bucket.b.id', 'arn:aws-cn:s3:::<ref>'],
    ['role', 'var.node_role', '<ref>'],
    ['queue', 'module.queues.names["orders"]', 'arn:aws-cn:sqs:cn-north-1:111122223333:<ref>'],
    ['table', 'data.terraform_remote_state.shop.outputs.table_arn', '<ref>'],
    ['stream', 'aws_kinesis_stream.orders.id', '<ref>'],
    ['lambdaFunction', 'aws_lambda_alias.live.arn', '<ref>'],
    ['databaseUsers', 'module.db.cluster_resource_id', 'arn:aws-cn:rds-db:cn-north-1:111122223333:dbuser:<ref>'],
    ['kafkaCluster', 'aws_msk_cluster.main.cluster_name', 'arn:aws-cn:kafka:cn-north-1:111122223333:cluster/<ref>/*'],
    ['foundationModel', 'data.aws_bedrock_foundation_model.nova.model_arn', '<ref>'],
    ['foundationModel', 'data.aws_bedrock_foundation_model.nova.model_id', 'arn:aws-cn:bedrock:cn-north-1::foundation-model/<ref>'],
    ['cache', 'aws_elasticache_serverless_cache.sessions.arn', '<ref>'],
  ] as const)('%s: %s is known for what it holds', (kind, traversal, arn) => {
    expect(refProblem(traversal, byName[kind])).toBeUndefined();
    expect(render(resourceArn({ ref: traversal }, byName[kind]), spell)).toBe(arn);
  });
});

describe('what belongs to a resource', () => {
  const executions = (named: Parameters<typeof besideArn>[0]) => render(besideArn(named, kinds.stateMachine, 'execution:{}:*'), spell);

  test('has an ARN of the same name, account and region', () => {
    expect(executions('ship')).toBe('arn:aws-cn:states:cn-north-1:111122223333:execution:ship:*');
    expect(executions({ ref: 'aws_sfn_state_machine.ship.name' })).toBe('arn:aws-cn:states:cn-north-1:111122223333:execution:<ref>:*');
    expect(executions('arn:aws:states:eu-west-1:444455556666:stateMachine:ship')).toBe(
      'arn:aws:states:eu-west-1:444455556666:execution:ship:*',
    );
  });

  test('keeps what AWS added to a name, and leaves open what it will add', () => {
    const topics = (cluster: string) => render(besideArn(cluster, kinds.kafkaCluster, 'topic/{}'), spell);
    expect(topics('orders')).toBe('arn:aws-cn:kafka:cn-north-1:111122223333:topic/orders/*');
    expect(topics('arn:aws:kafka:eu-west-1:444455556666:cluster/orders/0b1f-7')).toBe(
      'arn:aws:kafka:eu-west-1:444455556666:topic/orders/0b1f-7',
    );
  });

  test('may have an ARN without the name', () => {
    for (const database of ['sales', 'arn:aws-cn:glue:cn-north-1:111122223333:database/sales'])
      expect(render(besideArn(database, kinds.glueDatabase, 'catalog'), spell)).toBe('arn:aws-cn:glue:cn-north-1:111122223333:catalog');
  });

  test('has none that could be made of a traversal to an ARN', () => {
    expect(refersToArn({ ref: 'data.aws_bedrock_foundation_model.nova.model_arn' }, kinds.foundationModel)).toBe(true);
    expect(refersToArn({ ref: 'data.aws_bedrock_foundation_model.nova.model_id' }, kinds.foundationModel)).toBe(false);
    expect(refersToArn('amazon.nova-lite-v1:0', kinds.foundationModel)).toBe(false);
    expect(refProblem('aws_sfn_state_machine.ship.arn', kinds.stateMachine)).toContain('refer to its .name.');
  });
});
