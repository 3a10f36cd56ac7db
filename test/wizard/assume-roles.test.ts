/** Roles of other accounts, where the wizard offers them: never asked for unless they are picked. */
import { describe, expect, test } from '@jest/globals';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { change } from '../../src/wizard/change.ts';
import { typing, type Line } from '../support/scripted-asker.ts';
import { furnished, talk, talkOf } from './support/talk.ts';

const REPORTS = 'arn:aws:iam::222222222222:role/data/reports';
const LEDGER = 'arn:aws:iam::333333333333:role/ledger';

const cluster: Line = ['Which EKS cluster', 'us-east-1/production'];
const app: Line = ['applications', 'shop/orders'];

const rolesOf = ({ apps }: SpecInput): unknown => apps?.['orders']?.assumeRoles;

describe('of a new application', () => {
  test('are picked beside what it may use, named, and given what they may do there', async () => {
    const { answers } = await talk([
      cluster,
      app,
      ['What may orders use', ['Roles of other accounts', typing('sqs:jobs')]],
      ['Which roles of other accounts', REPORTS],
      ['reports: anything more', ['grants', 'externalId']],
      ['What may reports use', [typing('dynamodb:figures')]],
      ['external id', 'shop-reports'],
    ]);
    expect(answers.apps?.['orders']).toEqual({
      namespace: 'shop',
      serviceAccount: 'orders',
      grants: [{ sqs: { queue: 'jobs', access: 'produce' } }],
      assumeRoles: [{ role: REPORTS, grants: [{ dynamodb: { table: 'figures', access: 'read' } }], externalId: 'shop-reports' }],
    });
  });

  test('are a chain, which is for both, as long as nobody knows how pods get their roles', async () => {
    const made: NonNullable<SpecInput['clusters']> = {
      production: {
        region: 'us-east-1',
        from: { new: { kubernetesVersion: '1.33', nodes: 'auto', vpcId: 'vpc-1', subnetIds: ['subnet-1'] } },
      },
    };
    const script: readonly Line[] = [app, ['What may orders use', [typing(REPORTS)]], ['What may reports use', []]];
    const { asked, answers } = await talk(script, emptyFacts, { clusters: made });
    expect(asked).toContain('How do pods get their roles?');
    expect(asked.filter((question) => question.includes('how do pods come'))).toEqual([]);
    expect(rolesOf(answers)).toEqual([REPORTS]);
  });

  test('are no question where none is picked', async () => {
    const { asked } = await talk([cluster, app]);
    expect(asked.filter((question) => /role|account/.test(question))).toEqual([]);
  });

  test('are told by their ARNs among what it may use; of a role that may do nothing the ARN is enough', async () => {
    const { answers, refused } = await talk([
      cluster,
      app,
      ['What may orders use', [typing('arn:aws:iam::222222222222:role/*')]],
      ['What may orders use', [typing(REPORTS)]],
      ['reports: anything more', []],
    ]);
    expect(refused).toEqual([expect.stringContaining('holds a wildcard')]);
    expect(rolesOf(answers)).toEqual([REPORTS]);
  });

  test('the folder’s own resources are not offered there', async () => {
    const script = (there: unknown): readonly Line[] => [
      ['add-ons need', []],
      ['applications', 'shop/orders'],
      ['What may orders use', [typing(REPORTS)]],
      ['What may reports use', [there]],
    ];
    await expect(talk(script('aws_s3_bucket.orders'), furnished)).rejects.toThrow('is not offered');
  });
});

const saved: SpecInput = {
  version: 1,
  clusters: { production: { region: 'us-east-1' } },
  apps: { orders: { namespace: 'shop', assumeRoles: [{ role: REPORTS, externalId: 'x', sessionTags: ['project'] }] } },
};

const changing = async (script: readonly Line[], draft = saved, facts: RepoFacts = emptyFacts) =>
  (await talkOf(change, [['like to change', 'orders'], ['shall change of orders', 'Roles of other accounts'], ...script], facts, draft))
    .answers;

describe('of an application that is there', () => {
  test('what is kept stays as it is, word by word, and what is unnamed goes', async () => {
    expect(await changing([])).toEqual(saved);
    expect(rolesOf(await changing([['Which roles', '']]))).toBeUndefined();
  });

  test('a further one may be of an account that trusts the tokens of IRSA', async () => {
    const answers = await changing([
      ['Which roles', `${REPORTS}, ${LEDGER}`],
      ['ledger: how do pods come', 'direct'],
      ['ledger: anything more', ['oidcProvider', 'region', 'default']],
      ['ledger: in which region', 'eu-west-1'],
    ]);
    expect(rolesOf(answers)).toEqual([
      ...(rolesOf(saved) as unknown[]),
      { role: LEDGER, via: 'direct', oidcProvider: 'existing', region: 'eu-west-1', default: true },
    ]);
  });

  test('with Pod Identity EKS may assume it, as the only one', async () => {
    const draft: SpecInput = { ...saved, identity: 'pod-identity' };
    const answers = await changing(
      [
        ['Which roles', LEDGER],
        ['ledger: how do pods come', 'target'],
        ['ledger: anything more', []],
      ],
      draft,
    );
    expect(rolesOf(answers)).toEqual([{ role: LEDGER, via: 'target' }]);
    const two = changing(
      [
        ['Which roles', `${REPORTS}, ${LEDGER}`],
        ['ledger: how do pods come', 'target'],
      ],
      draft,
    );
    await expect(two).rejects.toThrow();
  });

  test.each([
    [`${REPORTS}, ${REPORTS}`, 'named twice'],
    ['arn:aws:iam::222222222222:role/*', 'wildcard'],
    ['reports', 'ARN'],
  ])('%s is refused', async (typed, complaint) => {
    const script: readonly Line[] = [
      ['like to change', 'orders'],
      ['shall change of orders', 'Roles of other accounts'],
      ['Which roles', typed],
    ];
    const { answers, refused } = await talkOf(change, script, emptyFacts, saved);
    expect([refused.length, refused[0]]).toEqual([1, expect.stringContaining(complaint)]);
    expect(answers).toEqual(saved);
  });
});
