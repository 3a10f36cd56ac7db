/**
 * One request for each grant that it has to allow, and what it has to refuse: the same action on
 * another resource, in another account and in another partition. The policies that are asked are
 * those of the catalog (test/catalog) and those that terraform renders (test/terraform).
 */
import { allows, type PolicyDocument, type Request } from './allows.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

interface GrantCase {
  readonly options: Readonly<Record<string, unknown>>;
  readonly request: Request;
  /** Requests that are one step away: another resource, another context where there are no resources. */
  readonly others: readonly Partial<Request>[];
}

const regional = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** The request for one resource, and the same for others. */
const of = (options: GrantCase['options'], action: string, resource: string, others: readonly string[], context?: Request['context']) => ({
  options,
  request: { action, resource, ...(context && { context }) },
  others: others.map((other) => ({ resource: other })),
});

export const grantCases: Readonly<Record<string, GrantCase>> = {
  appconfig: of(
    { environment: 'abc1234/environment/def5678', profile: 'ghi9012' },
    'appconfig:GetLatestConfiguration',
    regional('appconfig', 'application/abc1234/environment/def5678/configuration/ghi9012'),
    [
      regional('appconfig', 'application/abc1234/environment/def5678/configuration/ghi9013'),
      regional('appconfig', 'application/abc1234/environment/def5679/configuration/ghi9012'),
    ],
  ),
  athena: of(
    { workgroup: 'reports', database: 'sales', data: 'sales-data', results: 'query-results' },
    'glue:GetTable',
    regional('glue', 'table/sales/orders'),
    [regional('glue', 'table/hr/salaries'), regional('glue', 'table/default/orders'), regional('glue', 'table/sales2/orders')],
  ),
  autoscaling: of(
    { group: 'workers', access: 'scale' },
    'autoscaling:SetDesiredCapacity',
    regional('autoscaling', 'autoScalingGroup:930d940e-891e-4781-a11a-7b0acd480f03:autoScalingGroupName/workers'),
    [regional('autoscaling', 'autoScalingGroup:930d940e-891e-4781-a11a-7b0acd480f03:autoScalingGroupName/workers-2')],
  ),
  bedrock: {
    options: { model: 'amazon.nova-lite-v1:0', inferenceProfile: 'us.amazon.nova-lite-v1:0' },
    request: {
      action: 'bedrock:InvokeModel',
      resource: 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0',
      context: { 'bedrock:InferenceProfileArn': regional('bedrock', 'inference-profile/us.amazon.nova-lite-v1:0') },
    },
    others: [
      { resource: 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0' },
      { context: {} },
      { context: { 'bedrock:InferenceProfileArn': regional('bedrock', 'inference-profile/eu.amazon.nova-lite-v1:0') } },
      { resource: regional('bedrock', 'inference-profile/eu.amazon.nova-lite-v1:0') },
    ],
  },
  cloudwatch: {
    options: { access: 'publish', namespace: 'Shop/Orders' },
    request: { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'Shop/Orders' } },
    others: [{ context: { 'cloudwatch:namespace': 'Shop/Orders2' } }, { context: {} }, { action: 'cloudwatch:GetMetricData' }],
  },
  cognito: of(
    { userPool: 'us-east-1_AbCdEf123', access: 'read' },
    'cognito-idp:AdminGetUser',
    regional('cognito-idp', 'userpool/us-east-1_AbCdEf123'),
    [regional('cognito-idp', 'userpool/us-east-1_AbCdEf124')],
  ),
  dynamodb: of({ table: 'orders', access: 'read' }, 'dynamodb:GetItem', regional('dynamodb', 'table/orders'), [
    regional('dynamodb', 'table/orders2'),
    regional('dynamodb', 'table/orders/index/by-day'),
  ]),
  ec2: {
    options: { access: 'instances' },
    request: { action: 'ec2:DescribeInstances', resource: '*', context: { 'ec2:Region': REGION } },
    others: [{ context: { 'ec2:Region': 'eu-west-1' } }, { context: { 'ec2:Region': 'cn-north-1' } }, { action: 'ec2:DescribeVpcs' }],
  },
  ecr: of({ repository: 'shop/orders', access: 'pull' }, 'ecr:GetDownloadUrlForLayer', regional('ecr', 'repository/shop/orders'), [
    regional('ecr', 'repository/shop/orders2'),
    regional('ecr', 'repository/shop'),
  ]),
  elasticache: of(
    { cache: 'replicationgroup:sessions', user: 'orders' },
    'elasticache:Connect',
    regional('elasticache', 'replicationgroup:sessions'),
    [
      regional('elasticache', 'replicationgroup:other'),
      regional('elasticache', 'serverlesscache:sessions'),
      regional('elasticache', 'user:admin'),
    ],
  ),
  eventbridge: {
    options: { bus: 'orders', sources: ['shop.orders'] },
    request: { action: 'events:PutEvents', resource: regional('events', 'event-bus/orders'), context: { 'events:source': 'shop.orders' } },
    others: [{ resource: regional('events', 'event-bus/default') }, { context: { 'events:source': 'shop.payments' } }, { context: {} }],
  },
  firehose: of({ stream: 'orders-to-s3' }, 'firehose:PutRecord', regional('firehose', 'deliverystream/orders-to-s3'), [
    regional('firehose', 'deliverystream/orders-to-s4'),
  ]),
  kinesis: of({ stream: 'orders', access: 'consume' }, 'kinesis:GetRecords', regional('kinesis', 'stream/orders'), [
    regional('kinesis', 'stream/orders2'),
    regional('kinesis', 'stream/orders/consumer/audit:1'),
  ]),
  kms: of(
    { key: '1234abcd-12ab-34cd-56ef-1234567890ab', access: 'decrypt' },
    'kms:Decrypt',
    regional('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    [regional('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ac')],
  ),
  lambda: of({ function: 'price-order' }, 'lambda:InvokeFunction', regional('lambda', 'function:price-order'), [
    regional('lambda', 'function:price-order-2'),
    regional('lambda', 'function:price-order:live'),
  ]),
  logs: of(
    { logGroup: '/shop/orders', access: 'write' },
    'logs:PutLogEvents',
    regional('logs', 'log-group:/shop/orders:log-stream:pod-1'),
    [regional('logs', 'log-group:/shop/orders2:log-stream:pod-1'), regional('logs', 'log-group:/shop:log-stream:pod-1')],
  ),
  msk: of(
    { cluster: 'orders', topics: ['paid'], groups: ['shop'], access: 'consume' },
    'kafka-cluster:ReadData',
    regional('kafka', 'topic/orders/0b1f3c7a-7/paid'),
    [
      regional('kafka', 'topic/orders/0b1f3c7a-7/unpaid'),
      regional('kafka', 'topic/orders2/0b1f3c7a-7/paid'),
      regional('kafka', 'group/orders/0b1f3c7a-7/paid'),
    ],
  ),
  opensearch: of(
    { domain: 'products', index: 'orders', access: 'read' },
    'es:ESHttpPost',
    regional('es', 'domain/products/orders/_search'),
    [
      regional('es', 'domain/products/invoices/_search'),
      regional('es', 'domain/products2/orders/_search'),
      regional('es', 'domain/products/orders/_doc'),
      regional('es', 'domain/products/_search'),
    ],
  ),
  rds: of(
    { database: 'cluster-ABCDEFGHIJKL01234', user: 'orders' },
    'rds-db:connect',
    regional('rds-db', 'dbuser:cluster-ABCDEFGHIJKL01234/orders'),
    [regional('rds-db', 'dbuser:cluster-ABCDEFGHIJKL01234/admin'), regional('rds-db', 'dbuser:cluster-ABCDEFGHIJKL01235/orders')],
  ),
  route53: {
    options: { zone: 'Z0123456789ABCDEFGHIJ', records: ['*.shop.example.com'], access: 'write' },
    request: {
      action: 'route53:ChangeResourceRecordSets',
      resource: 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
      context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'orders.shop.example.com' },
    },
    others: [
      { resource: 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIK' },
      { context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'example.com' } },
      { action: 'route53:ListResourceRecordSets' },
    ],
  },
  s3: of({ bucket: 'my-bucket', prefix: 'my-app/', access: 'read' }, 's3:GetObject', 'arn:aws:s3:::my-bucket/my-app/a', [
    'arn:aws:s3:::my-bucket/other/a',
    'arn:aws:s3:::my-bucket-2/my-app/a',
  ]),
  sagemaker: of({ endpoint: 'recommend' }, 'sagemaker:InvokeEndpoint', regional('sagemaker', 'endpoint/recommend'), [
    regional('sagemaker', 'endpoint/recommend-2'),
  ]),
  scheduler: of(
    { group: 'reminders', role: 'remind', access: 'read-write' },
    'scheduler:CreateSchedule',
    regional('scheduler', 'schedule/reminders/one'),
    [regional('scheduler', 'schedule/default/one'), regional('scheduler', 'schedule-group/reminders')],
  ),
  secretsmanager: of(
    { secret: 'my-app/db', access: 'read' },
    'secretsmanager:GetSecretValue',
    regional('secretsmanager', 'secret:my-app/db-a1B2c3'),
    [regional('secretsmanager', 'secret:my-app/db2-a1B2c3'), regional('secretsmanager', 'secret:my-app/db')],
  ),
  ses: {
    options: { identity: 'example.com', senders: ['orders@example.com'] },
    request: {
      action: 'ses:SendEmail',
      resource: regional('ses', 'identity/example.com'),
      context: { 'ses:FromAddress': 'orders@example.com' },
    },
    others: [{ resource: regional('ses', 'identity/example.org') }, { context: { 'ses:FromAddress': 'ceo@example.com' } }, { context: {} }],
  },
  sns: of({ topic: 'orders', access: 'publish' }, 'sns:Publish', regional('sns', 'orders'), [regional('sns', 'orders2')]),
  sqs: of({ queue: 'orders', access: 'consume' }, 'sqs:ReceiveMessage', regional('sqs', 'orders'), [regional('sqs', 'orders2')]),
  ssm: of({ parameter: '/my-app/*', access: 'read' }, 'ssm:GetParameter', regional('ssm', 'parameter/my-app/db-url'), [
    regional('ssm', 'parameter/my-app-2/db-url'),
    regional('ssm', 'parameter/db-url'),
  ]),
  stepfunctions: of(
    { stateMachine: 'ship-order', access: 'follow' },
    'states:DescribeExecution',
    regional('states', 'execution:ship-order:1'),
    [regional('states', 'execution:ship-order-2:1'), regional('states', 'stateMachine:ship-order')],
  ),
  timestream: of(
    { database: 'sensors', table: 'temperatures', access: 'write' },
    'timestream:WriteRecords',
    regional('timestream', 'database/sensors/table/temperatures'),
    [regional('timestream', 'database/sensors/table/pressures'), regional('timestream', 'database/other/table/temperatures')],
  ),
  xray: {
    options: { access: 'write' },
    request: { action: 'xray:PutTraceSegments', resource: '*' },
    others: [{ action: 'xray:GetTraceSummaries' }, { action: 'xray:PutEncryptionConfig' }],
  },
};

/** The same resource in another account, and in other partitions; nothing of what IAM knows no resources of. */
const elsewhere = (resource: string): readonly string[] =>
  [
    resource.replace(ACCOUNT, '444455556666'),
    resource.replace('arn:aws:', 'arn:aws-cn:'),
    resource.replace('arn:aws:', 'arn:aws-us-gov:'),
  ].filter((other) => other !== resource);

/** What a policy answers that should refuse all but the one request: the requests it answers wrongly. */
export function mistakes(policy: PolicyDocument, { request, others }: GrantCase): readonly string[] {
  const refused = [...others, ...elsewhere(request.resource).map((resource) => ({ resource }))].map((other) => ({ ...request, ...other }));
  return [
    ...(allows(policy, request) ? [] : [`refuses ${JSON.stringify(request)}`]),
    ...refused.filter((other) => allows(policy, other)).map((other) => `allows ${JSON.stringify(other)}`),
  ];
}
