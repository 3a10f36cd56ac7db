import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import type { ClusterSource } from '../../src/spec/spec.ts';
import { aCluster, anApp, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const at = { file: 'main.tf', line: 1 };
const providers = (...addresses: string[]): Partial<RepoFacts> => ({
  providers: addresses.map((address) => {
    const [name = '', alias] = address.split('.');
    return { name, at, ...(alias === undefined ? {} : { alias }) };
  }),
});
const app = anApp('my-app', { serviceAccount: { name: 'my-app' } });
const one = aSpec({ apps: [app] });
const two = aSpec({ clusters: [aCluster('blue'), aCluster('green', { region: 'eu-west-1' })], apps: [app] });

describe('a provider of another region than the cluster’s', () => {
  const east = { name: 'aws', region: 'us-east-1', at };
  const frankfurt = { name: 'aws', alias: 'frankfurt', region: 'eu-central-1', at };
  const inFrankfurt = (from: ClusterSource, providers = {}) =>
    aSpec({ clusters: [aCluster('production', { region: 'eu-central-1', from, providers })], apps: [anApp('my-app')] });
  const literal = aCluster('production').from!;

  test('is refused where the cluster is looked up by its name', () => {
    expect(makePlan(inFrankfurt({ kind: 'data' }), someFacts({ providers: [east, frankfurt] })).problems).toMatchObject([
      {
        code: 'provider-other-region',
        severity: 'error',
        message: 'The cluster is in eu-central-1, but provider aws (main.tf:1) speaks to us-east-1.',
        fix: 'Name the one that speaks to its region, here: providers: { aws: aws.frankfurt }',
      },
    ]);
    expect(problemsOf(inFrankfurt({ kind: 'data' }, { aws: 'aws.frankfurt' }), someFacts({ providers: [east, frankfurt] }))).toEqual([]);
  });

  test('is only warned of elsewhere, since IAM is global, and not where its region is unknown', () => {
    expect(makePlan(inFrankfurt(literal), someFacts({ providers: [east] })).problems).toMatchObject([{ severity: 'warning' }]);
    expect(problemsOf(inFrankfurt({ kind: 'data' }), someFacts({ providers: [{ name: 'aws', at }] }))).toEqual([]);
  });
});

describe('a root without providers', () => {
  test('gets one of each, the AWS one in the cluster’s region', () => {
    const plan = planOf(one);
    expect(blocksOfKind(plan, 'provider-aws')).toEqual([{ kind: 'provider-aws', region: 'us-east-1' }]);
    expect(blocksOfKind(plan, 'provider-kubernetes')).toMatchObject([{ exec: { region: 'us-east-1' } }]);
    expect(blocksOfKind(plan, 'service-account')[0]).not.toHaveProperty('provider');
  });

  test('gets aliases for a second cluster, in a region of its own', () => {
    const plan = planOf(two);
    expect(blocksOfKind(plan, 'provider-aws').map((p) => [p.alias, p.region])).toEqual([
      [undefined, 'us-east-1'],
      ['irsa_eu_west_1', 'eu-west-1'],
    ]);
    expect(blocksOfKind(plan, 'provider-kubernetes').map((p) => p.alias)).toEqual([undefined, 'irsa_green']);
    expect(blocksOfKind(plan, 'service-account').map((s) => s.provider)).toEqual([undefined, 'kubernetes.irsa_green']);
    expect(blocksOfKind(plan, 'role-iam-5').map((r) => r.awsProvider)).toEqual([undefined, 'aws.irsa_eu_west_1']);
  });

  test('of a retired cluster is there as long as Terraform may have made something in it', () => {
    const clusters = [aCluster('blue', { from: { kind: 'data' }, retired: true }), aCluster('green', { from: { kind: 'data' } })];
    const providersOf = (more: Parameters<typeof aSpec>[0]) =>
      blocksOfKind(planOf(aSpec({ primary: 'green', clusters, ...more })), 'provider-kubernetes').map(({ alias }) => alias);
    const mine = { serviceAccount: { name: 'orders', owner: 'terraform' } } as const;
    expect(providersOf({ apps: [anApp('orders', mine)] })).toHaveLength(2);
    expect(providersOf({ apps: [anApp('orders', { ...mine, clusters: ['green'] })] })).toHaveLength(2);
    expect(providersOf({ apps: [anApp('orders', { serviceAccount: { name: 'orders', owner: 'none' } })] })).toEqual([]);
  });

  test('gets no kubernetes provider where charts own the ServiceAccounts', () => {
    const plan = planOf(aSpec({ apps: [anApp('my-app', { serviceAccount: { name: 'my-app', owner: 'chart' } })] }));
    expect(blocksOfKind(plan, 'provider-kubernetes')).toEqual([]);
  });

  test('authenticates by token where asked to', () => {
    const plan = planOf(aSpec({ apps: [app], terraform: { kubernetesAuth: 'token' } }));
    expect(blocksOfKind(plan, 'data-eks-cluster-auth').map((d) => d.label)).toEqual(['irsa_production']);
    expect(blocksOfKind(plan, 'provider-kubernetes')[0]).not.toHaveProperty('exec');
  });
});

describe('a root with providers', () => {
  test('keeps its own, and gets none', () => {
    const plan = planOf(one, someFacts(providers('aws', 'kubernetes')));
    expect(blocksOfKind(plan, 'provider-aws')).toEqual([]);
    expect(blocksOfKind(plan, 'provider-kubernetes')).toEqual([]);
  });

  test('has them speak to the primary cluster: another one gets a provider of its own', () => {
    const plan = planOf({ ...two, primary: 'blue' }, someFacts(providers('aws', 'kubernetes')));
    expect(blocksOfKind(plan, 'provider-kubernetes').map((p) => p.alias)).toEqual(['irsa_green']);
    expect(blocksOfKind(plan, 'service-account').map((s) => s.provider)).toEqual([undefined, 'kubernetes.irsa_green']);
  });

  test('is followed where it has one alias and no default', () => {
    const plan = planOf(one, someFacts(providers('aws.main', 'kubernetes.main')));
    expect(blocksOfKind(plan, 'role-iam-5')[0]?.awsProvider).toBe('aws.main');
    expect(blocksOfKind(plan, 'service-account')[0]?.provider).toBe('kubernetes.main');
  });

  test('must say which of several aliases speaks to a cluster', () => {
    expect(problemsOf(one, someFacts(providers('aws.a', 'aws.b', 'kubernetes')))).toEqual(['provider-ambiguous']);
  });

  test('must have the alias that the spec names', () => {
    const named = aSpec({ clusters: [aCluster('blue', { providers: { aws: 'aws.use1' } })], apps: [app] });
    expect(problemsOf(named, someFacts(providers('aws', 'aws.usw2', 'kubernetes')))).toEqual(['provider-not-found']);
    expect(problemsOf(named, someFacts(providers('aws.use1', 'kubernetes')))).toEqual([]);
  });

  test('must have one AWS provider for each account', () => {
    const accounts = aSpec({
      clusters: [aCluster('a', { accountId: '111122223333' }), aCluster('b', { accountId: '444455556666' })],
      apps: [anApp('my-app')],
    });
    expect(problemsOf(accounts)).toContain('provider-one-account');
    expect(problemsOf(accounts, someFacts(providers('aws')))).toContain('provider-one-account');
  });
});

describe('a child module', () => {
  test('leaves providers to its caller, and says so', () => {
    const facts = someFacts({ isChildModule: true });
    expect(problemsOf(one, facts)).toEqual(['provider-from-caller']);
    expect(blocksOfKind(planOf(one, facts), 'provider-aws')).toEqual([]);
  });
});

describe('facts of account and region', () => {
  test('come from data sources of the provider that makes the role', () => {
    const plan = planOf(
      aSpec({
        clusters: [aCluster('blue'), aCluster('green', { region: 'eu-west-1' })],
        apps: [
          anApp('my-app', {
            grants: [{ service: 'dynamodb', options: { table: 'orders', access: 'read', indexes: false, streams: false } }],
          }),
        ],
      }),
    );
    expect(blocksOfKind(plan, 'data-region').map((d) => [d.label, d.provider])).toEqual([
      ['irsa', undefined],
      ['irsa_eu_west_1', 'aws.irsa_eu_west_1'],
    ]);
  });
});

describe('a root with required_providers of its own', () => {
  const at = { file: 'versions.tf', line: 3 };
  const stepsOf = (...named: string[]): string[] =>
    planOf(
      one,
      someFacts({ hasRequiredProviders: true, requiredProviders: Object.fromEntries(named.map((name) => [name, { at }])) }),
    ).nextSteps.map(({ text }) => text);

  test('is told of the providers that it does not name there yet, and how', () => {
    expect(stepsOf('aws')[0]).toBe(
      'Name provider kubernetes in required_providers (versions.tf), or its newest release is taken: kubernetes = { source = "hashicorp/kubernetes", version = ">= 2.30, < 3.0" }',
    );
    expect(stepsOf('aws', 'kubernetes').join('\n')).not.toContain('required_providers');
  });
});
