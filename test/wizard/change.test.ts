import { describe, expect, test } from '@jest/globals';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { change } from '../../src/wizard/change.ts';
import { type Line } from '../support/scripted-asker.ts';
import { eks20, furnished, talkOf } from './support/talk.ts';

const saved: SpecInput = {
  version: 1,
  clusters: { production: { region: 'us-east-1', from: { module: 'gone' }, accountId: '111122223333' } },
  addOns: {
    'external-dns': { hostedZones: ['Z0123456789ABC'], namespace: 'dns' },
    karpenter: { nodeRole: 'arn:aws:iam::111122223333:role/nodes', queue: 'jobs', instanceProfiles: false },
  },
  apps: {
    orders: {
      namespace: 'shop',
      serviceAccount: { name: 'orders-sa', tokenExpiration: 3600 },
      grants: [{ s3: { bucket: 'my-bucket', access: 'read' } }, { sqs: { queue: 'jobs', access: 'consume' } }],
      statements: [{ Action: 'sqs:ListQueues', Resource: '*' }],
    },
    web: { namespace: 'web', serviceAccount: 'web' },
  },
  namespaces: { shop: { create: true } },
  terraform: { modules: { iam: 5 } },
  tags: { team: 'x' },
};

const changing = async (script: readonly Line[], draft = saved, facts = emptyFacts) => {
  const { answers, asked } = await talkOf(change, script, facts, draft);
  return { answers, asked };
};
const topic = (name: string): Line => ['What would you like to change?', name];

test('who changes nothing has changed nothing, and was asked one question', async () => {
  expect(await changing([])).toEqual({ answers: saved, asked: ['What would you like to change?'] });
});

describe('add-ons', () => {
  test('are added and removed; the others stay as they are', async () => {
    const { answers } = await changing([topic('Add or remove add-ons'), ['add-ons need', ['karpenter', 'aws-ebs-csi-driver']]]);
    expect(answers).toEqual({ ...saved, addOns: { karpenter: saved.addOns?.['karpenter'], 'aws-ebs-csi-driver': {} } });
    const none = await changing([topic('Add or remove add-ons'), ['add-ons need', []]]);
    expect(none.answers).toEqual({ ...saved, addOns: undefined });
  });

  test('the options of one are asked with what they are; what is unpicked is taken back', async () => {
    const kept = await changing([topic('karpenter')]);
    expect(kept.answers).toEqual(saved);
    const unpicked = await changing([topic('karpenter'), ['anything more', []]]);
    expect(unpicked.answers.addOns?.['karpenter']).toEqual({});
    const zones = await changing([topic('external-dns'), ['hosted zones', 'Z1, ref:aws_route53_zone.main.arn']]);
    expect(zones.answers.addOns?.['external-dns']).toEqual({ hostedZones: ['Z1', { ref: 'aws_route53_zone.main.arn' }], namespace: 'dns' });
  });
});

describe('a cluster that shares its roles', () => {
  const shared: SpecInput = {
    version: 1,
    primary: 'blue',
    shareRoles: [{ name: 'blue', clusters: ['blue', 'green'] }],
    clusters: { blue: { region: 'us-east-1', from: { data: true } }, green: { region: 'us-east-1', from: { data: true } } },
  };

  test('is retired once its pods have moved, and comes back', async () => {
    const { answers } = await changing([topic('Cluster blue'), ['Do pods still run in blue?', 'No, retire it']], shared);
    expect(answers).toEqual({ ...shared, clusters: { ...shared.clusters, blue: { ...shared.clusters?.['blue'], retired: true } } });
    const { answers: back } = await changing([topic('Cluster blue'), ['Do pods still run in blue?', 'Yes']], answers);
    expect(back).toEqual(shared);
  });

  test('and no other is asked whether it goes', async () => {
    const { asked } = await changing([topic('Cluster blue')], { ...shared, shareRoles: [] });
    expect(asked.filter((question) => question.includes('still run'))).toEqual([]);
  });
});

describe('applications', () => {
  test('are added beside the others', async () => {
    const { answers } = await changing([
      topic('Add applications'),
      ['applications', 'shop/new'],
      ['What may new', ['Amazon SNS']],
      ['Which topic', 'news'],
    ]);
    expect(answers.apps).toEqual({
      ...saved.apps,
      new: { namespace: 'shop', serviceAccount: 'new', grants: [{ sns: { topic: 'news', access: 'publish' } }] },
    });
  });

  test('are removed', async () => {
    const { answers } = await changing([
      topic('orders'),
      ['What shall change', 'Remove orders'],
      topic('web'),
      ['What shall change', 'Remove web'],
    ]);
    expect(answers).toEqual({ ...saved, apps: undefined });
  });

  test('get and lose what they may use; what stays is not asked again', async () => {
    const { answers, asked } = await changing(
      [topic('orders'), ['What shall change', 'What it may use'], ['What may orders', ['sqs jobs (consume)', 'aws_s3_bucket.orders']]],
      saved,
      furnished,
    );
    expect(answers.apps?.['orders']?.grants).toEqual([
      { sqs: { queue: 'jobs', access: 'consume' } },
      { s3: { bucket: { ref: 'aws_s3_bucket.orders.arn' }, access: 'read' } },
    ]);
    expect(answers.apps?.['orders']).toMatchObject({ statements: saved.apps?.['orders']?.statements });
    expect(asked.filter((question) => question.includes('jobs'))).toEqual([]);
  });

  test('one grant is asked again, with what it says', async () => {
    const { answers } = await changing([
      topic('orders'),
      ['What shall change', 's3 my-bucket (read)'],
      ['with the objects', 'More to say first'],
      ['with the objects', 'read-write'],
      ['anything more', ['prefix']],
      ['prefix', 'a/'],
    ]);
    expect(answers.apps?.['orders']?.grants).toEqual([
      { s3: { bucket: 'my-bucket', access: 'read-write', prefix: 'a/' } },
      { sqs: { queue: 'jobs', access: 'consume' } },
    ]);
  });

  test('are renamed to Kubernetes, and their ServiceAccount is given to another owner', async () => {
    const { answers } = await changing([
      topic('orders'),
      ['What shall change', 'Its namespace and ServiceAccount'],
      ['Its namespace and', 'store/orders'],
      topic('web'),
      ['What shall change', 'Who makes its ServiceAccount'],
      ['Who makes the', 'annotate'],
    ]);
    expect(answers.apps?.['orders']).toMatchObject({ namespace: 'store', serviceAccount: { name: 'orders', tokenExpiration: 3600 } });
    expect(answers.apps?.['web']?.serviceAccount).toEqual({ name: 'web', owner: 'annotate' });
    const back = await changing(
      [topic('web'), ['What shall change', 'Who makes its ServiceAccount'], ['Who makes the', 'terraform']].map((line) => line as Line),
      answers,
    );
    expect(back.answers.apps?.['web']?.serviceAccount).toBe('web');
  });
});

describe('the cluster', () => {
  test('keeps its key in a saved spec, where others may name it, and all else that is said of it', async () => {
    const { answers } = await changing([topic('Cluster production'), ['Name of the EKS cluster', 'prod-2'], ['Its region', 'eu-west-1']]);
    expect(answers.clusters).toEqual({ production: { ...saved.clusters?.['production'], name: 'prod-2', region: 'eu-west-1' } });
  });

  test('can be found in the folder, looked up, or given by the ARN of its OIDC provider', async () => {
    const arn = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
    const how = async (...script: readonly Line[]) =>
      (await changing([topic('Cluster production'), ...script], saved, eks20)).answers.clusters?.['production'];
    expect(await how(['How does', 'module "eks"'])).toMatchObject({ from: { module: 'eks' } });
    expect(await how(['How does', 'It looks it up by its name'], ['OIDC provider', 'create'])).toMatchObject({
      from: { data: true },
      oidcProvider: 'create',
    });
    expect(await how(['How does', 'I give the ARN of its OIDC provider'], ['ARN', arn])).toMatchObject({
      from: { literal: { oidcProviderArn: arn } },
    });
  });
});

test('namespaces and the release line are asked with what was said, or would be decided', async () => {
  const { apps: _apps, ...others } = saved;
  const draft: SpecInput = { ...others, apps: { web: { namespace: 'web' }, shop: { namespace: 'shop' } } };
  const { answers } = await changing(
    [topic('Namespaces'), ['Which namespaces', ['web']], topic('Release line of the iam module'), ['release line', 6]],
    draft,
  );
  expect(answers.namespaces).toEqual({ shop: { create: false }, web: { create: true } });
  expect(answers.terraform?.modules).toEqual({ iam: 6 });
});

test('one release that irsa.yaml names is not up for change', async () => {
  const pinned: SpecInput = { ...saved, terraform: { modules: { iam: { line: 5, version: '5.60.0' } } } };
  await expect(changing([topic('Release line of the iam module')], pinned)).rejects.toThrow('is not offered');
});
