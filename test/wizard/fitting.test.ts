/** What the wizard takes over from the repository around the folder. */
import { describe, expect, test } from '@jest/globals';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { noSurroundings, type Surroundings } from '../../src/survey/surroundings/surroundings.ts';
import { change } from '../../src/wizard/change.ts';
import { decide } from '../../src/wizard/decisions.ts';
import { scriptedAsker, type Line } from '../support/scripted-asker.ts';
import { at, eks20, talk, talkOf, wizardOf } from './support/talk.ts';

const around = (some: Partial<Surroundings>): Surroundings => ({ ...noSurroundings, ...some });

const dns: readonly Line[] = [
  ['add-ons need', ['external-dns']],
  ['hosted zones', 'Z0123456789ABC'],
];

describe('the cluster', () => {
  const byModule: Surroundings['clusters'][number] = {
    address: 'module.platform.module.eks',
    at: { file: '../platform/main.tf', line: 7 },
    name: 'prod',
    from: { oidcProviderArn: 'module.platform.oidc_provider_arn', clusterName: 'module.platform.cluster' },
    by: 'module',
    missing: [{ module: 'platform', output: 'oidc_provider_arn', value: 'module.eks.oidc_provider_arn' }],
  };

  test('of a module that the folder calls is one answer; its name is offered, as a variable may say another', async () => {
    const { asked, offered, answers } = await talk(
      [['Its region', 'eu-west-1'], ...dns],
      emptyFacts,
      {},
      {
        surroundings: around({ clusters: [byModule] }),
      },
    );
    expect(asked.slice(0, 3)).toEqual(['Which EKS cluster?', 'Its name in EKS', 'Its region']);
    expect(offered.slice(0, 2)).toEqual(['prod, module "platform"', 'prod']);
    expect(answers.clusters).toEqual({ prod: { region: 'eu-west-1', from: { expressions: byModule.from } } });
  });

  test('that other roles trust is called by the expression that they name it with', async () => {
    const neighbour = {
      ...byModule,
      address: 'aws_iam_role.app',
      from: { oidcProviderArn: 'var.provider' },
      by: 'neighbour',
      missing: [],
    } as const;
    const { offered } = await talk(
      [['Its region', 'eu-west-1'], ...dns],
      emptyFacts,
      {},
      { surroundings: around({ clusters: [neighbour] }) },
    );
    expect(offered[0]).toBe('prod, var.provider');
  });

  test('that another root makes is offered by name where the folder knows none', async () => {
    const { offered, answers } = await talk(
      dns,
      emptyFacts,
      {},
      { surroundings: around({ onlyCluster: { name: 'prod', region: 'eu-west-1' } }) },
    );
    expect(offered[0]).toBe('eu-west-1/prod');
    expect(answers.clusters).toEqual({ prod: { region: 'eu-west-1', from: { data: true } } });
    const unplaced = await talk(
      [['Which EKS', 'us-east-1/b'], ...dns],
      emptyFacts,
      {},
      { surroundings: around({ onlyCluster: { name: 'prod' } }) },
    );
    expect(unplaced.offered[0]).toBe('undefined');
  });

  test('and its region are offered as the defaults of variables say', async () => {
    const { offered, answers } = await talk(
      dns,
      eks20,
      {},
      {
        surroundings: around({ names: { 'module.eks': 'prod' }, region: { region: 'eu-west-1', at } }),
        region: 'us-west-2',
      },
    );
    expect(offered.slice(0, 3)).toEqual(['prod, module "eks"', 'prod', 'eu-west-1']);
    expect(answers.clusters).toEqual({ prod: { region: 'eu-west-1', from: { module: 'eks' } } });
  });
});

const shop: SpecInput = {
  clusters: { prod: { region: 'us-east-1', from: { module: 'eks' } } },
  apps: { orders: { namespace: 'shop', serviceAccount: 'orders' } },
};
const BOUNDARY = 'arn:aws:iam::111122223333:policy/limit';
const one = { address: 'aws_iam_role.a', at: { file: 'iam.tf', line: 3 }, more: 0 };
const habits: Surroundings['habits'] = {
  tags: { ...one, value: { team: 'web', costs: '42' }, more: 2 },
  permissionsBoundary: { ...one, value: BOUNDARY },
  path: { ...one, value: '/pods/' },
  prefix: { ...one, value: 'acme-prod-', more: 1 },
};

function decided(some: Partial<Surroundings>, draft = shop, said: SpecInput = {}) {
  const result = decide(draft, said, wizardOf(scriptedAsker([]), eks20, { surroundings: around(some) }));
  return { draft: result.draft, lines: result.decisions.map(({ what, why }) => `${what}: ${why}`) };
}

describe('roles look as those beside them', () => {
  test('each habit with who has it; what names begin with ends where the name of the cluster does', () => {
    const { draft, lines } = decided({ habits });
    expect(draft).toMatchObject({
      tags: { team: 'web', costs: '42' },
      permissionsBoundary: BOUNDARY,
      rolePath: '/pods/',
      rolePrefix: 'acme-',
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        'roles are tagged team=web, costs=42: as aws_iam_role.a (iam.tf:3) and 2 more have',
        `roles have the permissions boundary ${BOUNDARY}: as aws_iam_role.a (iam.tf:3) has`,
        'roles have the path /pods/: as aws_iam_role.a (iam.tf:3) has',
        'names of roles begin with acme-: as aws_iam_role.a (iam.tf:3) and 1 more have',
      ]),
    );
  });

  test('but for what is said, what a spec that is there leaves out, and what IAM would refuse', () => {
    expect(decided({ habits }, { ...shop, rolePath: '/', tags: {} }).draft).toMatchObject({ rolePath: '/', tags: {} });
    const saved: SpecInput = { ...shop, version: 1 };
    expect(decided({ habits }, saved, saved).draft).toEqual(expect.not.objectContaining({ tags: expect.anything() }));
    const { draft } = decided({ habits: { path: { ...one, value: 'pods' }, prefix: { ...one, value: 'prod-' } } });
    expect([draft.rolePath, draft.rolePrefix]).toEqual([undefined, undefined]);
  });

  test('a boundary that only Terraform knows is told of, since a spec cannot say it', () => {
    const { draft, lines } = decided({ habits: { boundaryExpression: { ...one, value: '${var.limit}' } } });
    expect(draft.permissionsBoundary).toBeUndefined();
    expect(lines).toContainEqual(expect.stringContaining('roles get no permissions boundary: aws_iam_role.a (iam.tf:3) has ${var.limit}'));
  });

  test('all of it can be changed, and taken away', async () => {
    const script: readonly Line[] = [
      ['What would you like to change?', 'Tags, boundary, path and prefix of roles'],
      ['Tags of every role', 'team=a'],
      ['permissions boundary', ''],
      ['IAM path', ''],
      ['names begin with', ''],
    ];
    const more = { surroundings: around({ habits }) };
    const { answers, offered } = await talkOf(change, script, eks20, shop, more);
    expect(answers).toMatchObject({ tags: { team: 'a' }, permissionsBoundary: null, rolePath: '/', rolePrefix: '' });
    expect(offered).toEqual(expect.arrayContaining(['team=web, costs=42', BOUNDARY, '/pods/', 'acme-']));
    expect(decided({ habits }, answers).draft).toMatchObject(answers);
    const refused = await talkOf(change, [script[0] as Line, ['Tags of every', 'team'], ['Tags of every', '']], eks20, shop);
    expect(refused.refused).toEqual(['"team" lacks its value: write team=platform, for example.']);
    expect(refused.answers).toEqual(shop);
  });
});

test('namespaces that the repository makes are there, and need no word from Terraform', () => {
  const { draft, lines } = decided({ namespaces: [{ name: 'shop', at: { file: '../k8s/shop.yaml', line: 1 } }] });
  expect(draft.namespaces).toEqual({ shop: {} });
  expect(lines).toContain('the namespace shop is there already: ../k8s/shop.yaml:1 makes it');
  expect(lines.join()).not.toContain('left to others');
});

test('a ServiceAccount of a manifest has one owner, so Terraform only annotates it', async () => {
  const accounts = [{ namespace: 'shop', name: 'orders', at: { file: 'k8s/orders.yaml', line: 4 } }];
  const { draft, lines } = decided({ accounts });
  expect(draft.apps?.['orders']?.serviceAccount).toEqual({ name: 'orders', owner: 'annotate' });
  expect(lines).toContainEqual(expect.stringContaining('k8s/orders.yaml:4 makes it'));
  expect(decided({ accounts }, shop, shop).draft.apps).toEqual(shop.apps);
});

test('what other roots make is offered by its name, if a name is enough for IAM', async () => {
  const targets = [
    { type: 'aws_s3_bucket', name: 'acme-orders', at: { file: '../data/main.tf', line: 3 } },
    { type: 'aws_s3_bucket', name: 'No_Bucket', at },
    { type: 'aws_route53_zone', name: 'example.com', at },
  ];
  const { answers } = await talk(
    [
      ['Which EKS cluster', 'us-east-1/production'],
      ['add-ons need', []],
      ['applications', 'shop/orders'],
      ['What may', [{ service: 's3', resource: 'acme-orders' }]],
      ['with the objects', 'read'],
    ],
    emptyFacts,
    {},
    { surroundings: around({ targets }) },
  );
  expect(answers.apps?.['orders']?.grants).toEqual([{ s3: { bucket: 'acme-orders', access: 'read' } }]);
});
