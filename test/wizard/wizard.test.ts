import { describe, expect, test } from '@jest/globals';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { Interrupted } from '../../src/wizard/asker.ts';
import { CTRL_C, typing, type Line } from '../support/scripted-asker.ts';
import { at, eks20, furnished, talk } from './support/talk.ts';

const cluster: readonly Line[] = [['Which EKS cluster', 'us-east-1/production']];
const dns: readonly Line[] = [
  ['add-ons need', ['external-dns']],
  ['hosted zones', 'Z0123456789ABC'],
];

describe('the cluster', () => {
  test('one that the folder makes is one answer: its name, its region, and how Terraform knows it', async () => {
    const { asked, offered, answers } = await talk([['add-ons need', ['external-dns']]], furnished);
    expect(answers.clusters).toEqual({ production: { region: 'us-east-1', from: { module: 'eks' } } });
    expect(asked[0]).toBe('Which EKS cluster?');
    expect(offered[0]).toBe('production, module "eks"');
  });

  test('what the code does not say in words is asked', async () => {
    const { asked, answers } = await talk([['Its name', 'prod'], ['Its region', 'eu-west-1'], ...dns], eks20);
    expect(asked.slice(0, 3)).toEqual(['Which EKS cluster?', 'Its name in EKS', 'Its region']);
    expect(answers.clusters).toEqual({ prod: { region: 'eu-west-1', from: { module: 'eks' } } });
  });

  test('a cluster resource brings its name', async () => {
    const facts = { ...emptyFacts, eksClusters: [{ label: 'this', name: 'prod', at }], addresses: ['aws_eks_cluster.this'] };
    const { answers } = await talk([['region', 'us-east-1'], ...dns], facts);
    expect(answers.clusters).toEqual({ prod: { region: 'us-east-1', from: { resource: 'this' } } });
  });

  test('the provider without an alias says the region, whatever the surroundings say', async () => {
    const facts: RepoFacts = {
      ...furnished,
      providers: [
        { name: 'aws', alias: 'use1', region: 'us-east-1', at },
        { name: 'aws', region: 'eu-west-1', at },
      ],
    };
    const { answers } = await talk([['add-ons need', ['external-dns']]], facts, {}, { region: 'us-west-2' });
    expect(answers.clusters).toEqual({ production: { region: 'eu-west-1', from: { module: 'eks' } } });
  });

  test('of several, the one that a flag names is the default', async () => {
    const call = (label: string) => ({
      label,
      source: 'terraform-aws-modules/eks/aws',
      version: '~> 20.0',
      inputs: { cluster_name: `prod-${label}` },
      at,
    });
    const facts = { ...eks20, modules: [call('blue'), call('green')], addresses: ['module.blue', 'module.green'] };
    const { answers } = await talk([['region', 'us-east-1'], ...dns], facts, { clusters: { 'prod-green': {} } });
    expect(answers.clusters).toEqual({ 'prod-green': { region: 'us-east-1', from: { module: 'green' } } });
  });

  test('one made elsewhere is named with its region, or by its ARN, and looked up', async () => {
    expect((await talk([...cluster, ...dns])).answers.clusters).toEqual({ production: { region: 'us-east-1', from: { data: true } } });
    const byArn: Line = ['Which EKS cluster', 'arn:aws:eks:eu-west-1:111122223333:cluster/prod'];
    expect((await talk([byArn, ...dns])).answers.clusters).toEqual({
      prod: { region: 'eu-west-1', accountId: '111122223333', from: { data: true } },
    });
    const another: readonly Line[] = [['Which EKS cluster', 'Another one'], ...cluster];
    expect((await talk([...another, ['add-ons need', ['external-dns']]], furnished)).answers.clusters).toEqual({
      production: { region: 'us-east-1', from: { data: true } },
    });
  });

  test('where the surroundings say a region, its name is enough', async () => {
    const { answers } = await talk([['Which EKS cluster', 'a'], ...dns], emptyFacts, {}, { region: 'eu-west-1' });
    expect(answers.clusters).toEqual({ a: { region: 'eu-west-1', from: { data: true } } });
  });

  test('what flags said is not asked again, and what they left out is', async () => {
    const two: SpecInput = { clusters: { blue: { region: 'us-east-1' }, green: {} } };
    const { asked, answers } = await talk([['Region of green', 'eu-west-1'], ...dns], eks20, two);
    expect(asked[0]).toBe('Region of green');
    expect(answers.clusters).toEqual({ blue: { region: 'us-east-1' }, green: { region: 'eu-west-1' } });
    const known: SpecInput = { clusters: { prod: { region: 'us-east-1', from: { variables: true } } } };
    expect((await talk(dns, eks20, known)).answers.clusters).toEqual(known.clusters);
  });
});

test('each answer is refused at once, with the reason', async () => {
  const { refused } = await talk([
    ['Which EKS cluster', ''],
    ['Which EKS cluster', 'production'],
    ['Which EKS cluster', 'eu-west-1'],
    ['Which EKS cluster', 'us-east-1a/production'],
    ['Which EKS cluster', 'us-east-1/my cluster'],
    ['Which EKS cluster', 'arn:aws:s3:::production'],
    ...cluster,
    ['add-ons need', ['external-dns']],
    ['hosted zones', ''],
    ['hosted zones', 'not a zone'],
    ['hosted zones', 'ref:length(x)'],
    ['hosted zones', 'Z0123456789ABC, ref:aws_route53_zone.main.zone_id'],
    ['applications', 'my-app'],
    ['applications', 'Production/my-app'],
    ['applications', 'production/default'],
    ['applications', 'production/external-dns'],
    ['applications', 'production/a, shop/a'],
    ['applications', 'production/my.app'],
    ['applications', 'production/my-app'],
    ['What may', [typing('nothing')]],
    ['What may', [typing('s3:Bad_Bucket')]],
    ['What may', [typing('arn:aws:ec2:us-east-1:111122223333:instance/i-1')]],
    ['What may', [typing('s3:my-bucket')]],
    ['with the objects', 'More to say first'],
    ['with the objects', 'read'],
    ['anything more', ['prefix']],
    ['prefix', '/my-app'],
    ['prefix', 'my-app/'],
  ]);
  expect(refused).toEqual([
    'This one is needed.',
    'Its region is needed too: write us-east-1/production, for example.',
    'Its name is needed too: write eu-west-1/production, for example.',
    expect.stringContaining('Write us-east-1.'),
    expect.stringContaining('not a name EKS accepts'),
    expect.stringContaining('not the ARN of an EKS cluster'),
    'This one is needed.',
    expect.stringContaining('not a zone'),
    expect.stringContaining('calls a function'),
    expect.stringContaining('write namespace/my-app'),
    expect.stringContaining('Write production.'),
    expect.stringContaining('one of its own'),
    expect.stringContaining('There is a workload external-dns already.'),
    expect.stringContaining('There is a workload a already.'),
    expect.stringContaining('Give it one before a colon'),
    expect.stringContaining('neither an ARN of what can be granted'),
    expect.stringMatching(/bucket/i),
    expect.stringContaining('neither an ARN of what can be granted'),
    expect.stringContaining('/my-app'),
  ]);
});

describe('what is in the folder', () => {
  test('is offered as references; the only zone is picked, with the reason', async () => {
    const { offered, answers } = await talk([['add-ons need', ['external-dns']]], furnished);
    expect(offered[2]).toBe('aws_route53_zone.main');
    expect(answers.addOns).toEqual({ 'external-dns': { hostedZones: [{ ref: 'aws_route53_zone.main.arn' }] } });
  });

  test('can be picked for applications; a key is asked where for_each made several', async () => {
    const { answers } = await talk(
      [
        ['applications', 'shop/orders'],
        ['What may', ['aws_s3_bucket.orders', 'aws_dynamodb_table.many[...]', 'aws_sqs_queue.jobs']],
        ['aws_s3_bucket.orders: What may it do', 'More to say first'],
        ['aws_s3_bucket.orders: What may it do', 'read-write'],
        ['anything more', ['kmsKey']],
        ['Which one of aws_dynamodb_table.many', 'eu'],
      ],
      furnished,
    );
    expect(answers.apps?.['orders']).toEqual({
      namespace: 'shop',
      serviceAccount: 'orders',
      grants: [
        { s3: { bucket: { ref: 'aws_s3_bucket.orders.arn' }, access: 'read-write', kmsKey: { ref: 'aws_kms_key.orders.arn' } } },
        { dynamodb: { table: { ref: 'aws_dynamodb_table.many["eu"].arn' }, access: 'read' } },
        { sqs: { queue: { ref: 'aws_sqs_queue.jobs[0].arn' }, access: 'produce' } },
      ],
    });
  });

  test('modules of the registry count too', async () => {
    const bucket = { label: 'store', source: 'terraform-aws-modules/s3-bucket/aws', inputs: { bucket: 'x' }, at };
    const { answers } = await talk(
      [
        ['applications', 'shop/orders'],
        ['What may', ['module.store']],
      ],
      { ...furnished, modules: [...furnished.modules, bucket] },
    );
    expect(answers.apps?.['orders']?.grants).toEqual([{ s3: { bucket: { ref: 'module.store.s3_bucket_arn' }, access: 'read' } }]);
  });
});

describe('workloads', () => {
  test('several applications are one answer, each asked for what it may use', async () => {
    const { asked, answers } = await talk([
      ...cluster,
      ['applications', 'shop/orders, web:shop/web-sa'],
      ['What may web', [typing('sqs:jobs')]],
    ]);
    expect(asked.filter((question) => question.startsWith('What may') && question.endsWith('use?'))).toEqual([
      'What may orders use?',
      'What may web use?',
    ]);
    expect(answers.apps).toEqual({
      orders: { namespace: 'shop', serviceAccount: 'orders' },
      web: { namespace: 'shop', serviceAccount: 'web-sa', grants: [{ sqs: { queue: 'jobs', access: 'produce' } }] },
    });
  });

  test('an ARN says the grant by what it names, and traces and metrics are picked without one', async () => {
    const { answers } = await talk([
      ...cluster,
      ['applications', 'shop/orders'],
      ['What may orders', [typing('arn:aws:events:us-east-1:111122223333:event-bus/orders'), 'AWS X-Ray', 'Amazon CloudWatch metrics']],
      ['do with traces', 'write'],
      ['do with metrics', 'publish'],
      ['what else is to be said', ['namespace']],
      ['In which namespace', 'Shop/Orders'],
    ]);
    expect(answers.apps?.['orders']).toMatchObject({
      grants: expect.arrayContaining([
        { eventbridge: { bus: 'arn:aws:events:us-east-1:111122223333:event-bus/orders' } },
        { xray: { access: 'write' } },
        { cloudwatch: { access: 'publish', namespace: 'Shop/Orders' } },
      ]) as unknown,
    });
  });

  test('without an add-on, an application is needed', async () => {
    const { refused, answers } = await talk([...cluster, ['applications', ''], ['applications', 'shop/web']]);
    expect(refused).toEqual(['At least one is needed.']);
    expect(answers.addOns).toBeUndefined();
  });

  test('an ARN says which service it is of; a service alone is asked for its resource', async () => {
    const { answers } = await talk([
      ...cluster,
      ['applications', 'shop/web'],
      ['What may', ['Amazon SNS', typing('arn:aws:dynamodb:us-east-1:111122223333:table/orders')]],
      ['Which topic', 'news'],
    ]);
    expect(answers.apps?.['web']?.grants).toEqual([
      { sns: { topic: 'news', access: 'publish' } },
      { dynamodb: { table: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders', access: 'read' } },
    ]);
  });

  test('what may be left out is one question for all add-ons, and asked only where it is wanted', async () => {
    const quick = await talk([...cluster, ['add-ons need', ['aws-ebs-csi-driver', 'karpenter']]]);
    expect(quick.asked).toEqual([
      'Which EKS cluster?',
      'Which add-ons need permissions?',
      'Anything more for these add-ons?',
      'Which applications of yours need permissions?',
    ]);
    expect(quick.answers.addOns).toEqual({ karpenter: {}, 'aws-ebs-csi-driver': {} });
    const more = await talk([
      ...cluster,
      ['add-ons need', ['aws-ebs-csi-driver']],
      ['Anything more', ['aws-ebs-csi-driver.kmsKeys']],
      ['KMS keys', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ]);
    expect(more.answers.addOns).toEqual({ 'aws-ebs-csi-driver': { kmsKeys: ['1234abcd-12ab-34cd-56ef-1234567890ab'] } });
  });

  test('options that do not go together are asked again, with the reason', async () => {
    const { answers, asked } = await talk([
      ...cluster,
      ['add-ons need', ['external-secrets']],
      ['what else is to be said', []],
      ['what else is to be said', ['secrets', 'createSecrets']],
      ['secrets may', 'my-app/*'],
    ]);
    expect(asked.filter((question) => question.includes('what else'))).toHaveLength(2);
    expect(answers.addOns).toEqual({ 'external-secrets': { secrets: ['my-app/*'], createSecrets: true } });
  });

  test('what flags left out of a grant is asked, and nothing else of it', async () => {
    const draft: SpecInput = {
      clusters: { a: { region: 'us-east-1' } },
      apps: { web: { namespace: 'n', serviceAccount: 's', grants: [{ s3: { bucket: 'my-bucket' } }] } },
    };
    const { answers, asked } = await talk([['web, s3 my-bucket: What may it do', 'read']], eks20, draft);
    expect(asked).toHaveLength(2);
    expect(answers.apps?.['web']?.grants).toEqual([{ s3: { bucket: 'my-bucket', access: 'read' } }]);
  });

  test('what flags said of them is not asked again', async () => {
    const draft: SpecInput = {
      clusters: { a: { region: 'us-east-1' } },
      addOns: { 'external-dns': { hostedZones: ['Z0123456789ABC'], namespace: 'dns' } },
      apps: { web: { namespace: 'n', serviceAccount: 's', grants: [{ s3: { bucket: 'my-bucket', access: 'read' } }] } },
    };
    const { answers, asked } = await talk([], eks20, draft);
    expect(asked).toEqual(['Which add-ons need permissions?']);
    expect(answers).toEqual(draft);
  });
});

test('Ctrl-C ends the conversation', async () => {
  await expect(talk([...cluster, ['add-ons need', CTRL_C]])).rejects.toBeInstanceOf(Interrupted);
});
