import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import { eksModules } from '../../src/plan/clusters.ts';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { Interrupted } from '../../src/wizard/asker.ts';
import { converse, type Wizard } from '../../src/wizard/wizard.ts';
import { CTRL_C, scriptedAsker, type Line } from '../support/scripted-asker.ts';

const at = { file: 'main.tf', line: 3 };
const eks20: RepoFacts = {
  ...emptyFacts,
  hasRequiredProviders: true,
  requiredProviders: { aws: { source: 'hashicorp/aws', version: '~> 5.0', at } },
  modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '~> 20.0', at: { file: 'main.tf', line: 23 } }],
  addresses: ['module.eks'],
};

async function talk(script: readonly Line[], facts: RepoFacts = emptyFacts, draft: SpecInput = {}, more: Partial<Wizard> = {}) {
  const asker = scriptedAsker(script);
  const propose: Wizard['propose'] = (candidate) => {
    const { value, problems } = parseSpec(printSpec(candidate), 'irsa.yaml');
    return value === undefined ? { problems } : makePlan(value.spec, facts);
  };
  const answers = await converse(draft, { asker, facts, eksModules: eksModules(facts), propose, ...more });
  expect(asker.left()).toEqual([]);
  return { ...asker, answers };
}

const cluster: readonly Line[] = [
  ['Name of the EKS cluster', 'production'],
  ['region', 'us-east-1'],
];
const dns: readonly Line[] = [
  ['add-ons', ['external-dns']],
  ['hosted zones', 'Z0123456789ABC'],
];
const noApp: readonly Line[] = [['Does an application', false]];

describe('the cluster', () => {
  test('what the folder holds is found, told with its line, and the default', async () => {
    const { said, answers } = await talk([...cluster, ...dns, ...noApp], eks20);
    expect(said).toContain('Found module "eks" (~> 20.0, main.tf:23).');
    expect(answers.clusters).toEqual({ production: { region: 'us-east-1', from: { module: 'eks' } } });
  });

  test('a cluster resource brings its name', async () => {
    const facts = { ...emptyFacts, eksClusters: [{ label: 'this', name: 'prod', at }], addresses: ['aws_eks_cluster.this'] };
    const { answers } = await talk([['region', 'us-east-1'], ...dns, ...noApp], facts);
    expect(answers.clusters).toEqual({ prod: { region: 'us-east-1', from: { resource: 'this' } } });
  });

  test('a module call that says the name in words brings it, and the provider its region', async () => {
    const facts: RepoFacts = {
      ...eks20,
      modules: eks20.modules.map((call) => ({ ...call, inputs: { cluster_name: 'prod' } })),
      providers: [
        { name: 'aws', alias: 'use1', region: 'us-east-1', at },
        { name: 'aws', region: 'eu-west-1', at },
      ],
    };
    const { answers } = await talk([...dns, ...noApp], facts, {}, { region: 'us-west-2' });
    expect(answers.clusters).toEqual({ prod: { region: 'eu-west-1', from: { module: 'eks' } } });
  });

  test('of several, the one with the name that was given is the default', async () => {
    const call = (label: string) => ({
      label,
      source: 'terraform-aws-modules/eks/aws',
      version: '~> 20.0',
      inputs: { cluster_name: `prod-${label}` },
      at,
    });
    const facts = { ...eks20, modules: [call('blue'), call('green')], addresses: ['module.blue', 'module.green'] };
    const { answers } = await talk([['Name of the EKS cluster', 'prod-green'], ['region', 'us-east-1'], ...dns, ...noApp], facts);
    expect(answers.clusters?.['prod-green']?.from).toEqual({ module: 'green' });
  });

  test('a key that differs from the name stays', async () => {
    const draft: SpecInput = { clusters: { blue: { name: 'production-blue', region: 'us-east-1', from: { data: true } } } };
    const { answers } = await talk([...dns, ...noApp], emptyFacts, draft);
    expect(answers.clusters).toEqual(draft.clusters);
    const renamed = await talk([['Name of the EKS cluster', 'prod-blue'], ...dns, ...noApp], emptyFacts, draft);
    expect(renamed.answers.clusters?.['blue']?.name).toBe('prod-blue');
  });

  test('without either it is looked up, and IAM is asked about', async () => {
    const { answers, asked } = await talk([...cluster, ['OIDC provider', 'create'], ...dns, ...noApp]);
    expect(asked[0]).toBe('Name of the EKS cluster');
    expect(answers.clusters).toEqual({ production: { region: 'us-east-1', from: { data: true }, oidcProvider: 'create' } });
  });

  test('the ARN of its OIDC provider may be given', async () => {
    const arn = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
    const { answers } = await talk([['How does', { literal: {} }], ...cluster, ['ARN', arn], ...dns, ...noApp]);
    expect(answers.clusters?.['production']?.from).toEqual({ literal: { oidcProviderArn: arn } });
  });

  test('a region of the surroundings is the default', async () => {
    const { answers } = await talk([['Name of the EKS cluster', 'a'], ...dns, ...noApp], eks20, {}, { region: 'eu-west-1' });
    expect(answers.clusters?.['a']?.region).toBe('eu-west-1');
  });
});

test('each answer is refused at once, with the reason', async () => {
  const { refused } = await talk(
    [
      ['Name of the EKS cluster', ''],
      ['Name of the EKS cluster', 'my cluster'],
      ['Name of the EKS cluster', 'production'],
      ['region', 'us-east-1a'],
      ['region', 'us-east-1'],
      ['add-ons', ['external-dns']],
      ['hosted zones', ''],
      ['hosted zones', 'not a zone'],
      ['hosted zones', 'ref:length(x)'],
      ['hosted zones', 'Z0123456789ABC, ref:aws_route53_zone.main.zone_id'],
      ['Does an application', true],
      ['Name of the application', 'external-dns'],
      ['Name of the application', 'My App'],
      ['Name of the application', 'my-app'],
      ['Its namespace', ''],
      ['Its namespace', 'Production'],
      ['Its namespace', 'production'],
      ['Its ServiceAccount', 'default'],
      ['Its ServiceAccount', 'my-app-sa'],
      ['What may', 's3'],
      ['Which bucket', 'Bad_Bucket'],
      ['Which bucket', 'my-bucket'],
      ['with the objects', 'read'],
      ['anything more', ['prefix']],
      ['prefix', '/my-app'],
      ['prefix', 'my-app/'],
      ['What else', ''],
    ],
    eks20,
  );
  expect(refused).toEqual([
    'This one is needed.',
    expect.stringContaining('not a name EKS accepts'),
    expect.stringContaining('Write us-east-1.'),
    'This one is needed.',
    expect.stringContaining('not a zone'),
    expect.stringContaining('calls a function'),
    'There is a workload external-dns already.',
    expect.stringContaining('Write my-app.'),
    'This one is needed.',
    expect.stringContaining('Write production.'),
    expect.stringContaining('one of its own'),
    expect.stringMatching(/bucket/i),
    expect.stringContaining('/my-app'),
  ]);
});

describe('workloads', () => {
  test('options that do not go together are asked again, with the reason', async () => {
    const { said, answers } = await talk(
      [
        ...cluster,
        ['add-ons', ['external-secrets']],
        ['anything more', []],
        ['anything more', ['secrets', 'createSecrets']],
        ['secrets may', 'my-app/*'],
        ...noApp,
      ],
      eks20,
    );
    expect(said.filter((line) => line.includes('at least one of secrets and parameters'))).toHaveLength(2);
    expect(answers.addOns).toEqual({ 'external-secrets': { secrets: ['my-app/*'], createSecrets: true } });
  });

  test('of options that may be left out, only those that are picked are asked; unpicked ones are taken back', async () => {
    const grants: readonly Line[] = [
      ...cluster,
      ['add-ons', []],
      ['Name of the application', 'web'],
      ['Its namespace', 'production'],
      ['What may', 'dynamodb'],
      ['Which table', 'orders'],
    ];
    const quick = await talk(grants, eks20);
    expect(quick.asked.filter((question) => /KMS|indexes|stream/.test(question))).toEqual([]);
    const draft: SpecInput = {
      clusters: { a: { region: 'us-east-1' } },
      addOns: { karpenter: { nodeRole: 'arn:aws:iam::111122223333:role/nodes', queue: 'jobs', instanceProfiles: false } },
    };
    expect((await talk([['Does an', false]], eks20, draft)).answers.addOns).toEqual(draft.addOns);
    const unpicked = await talk(
      [
        ['anything more', []],
        ['Does an', false],
      ],
      eks20,
      draft,
    );
    expect(unpicked.answers.addOns).toEqual({ karpenter: {} });
  });

  test('without an add-on, an application is needed', async () => {
    const { answers, asked } = await talk(
      [
        ...cluster,
        ['add-ons', []],
        ['Name of the application', 'web'],
        ['Its namespace', 'production'],
        ['What may', 'sqs'],
        ['queue', 'jobs'],
        ['What else', ''],
      ],
      eks20,
    );
    expect(asked).not.toContain('Does an application of your own need permissions?');
    expect(answers.addOns).toBeUndefined();
    expect(answers.apps?.['web']).toMatchObject({ namespace: 'production', serviceAccount: 'web', grants: [{ sqs: { queue: 'jobs' } }] });
  });

  test('namespaces of applications are created unless told otherwise; those declared are not asked about', async () => {
    const app: readonly Line[] = [
      ['Does an application', true],
      ['Name of the application', 'web'],
      ['Its namespace', 'production'],
      ['What may', ''],
    ];
    const created = await talk([...cluster, ...dns, ...app], eks20);
    expect(created.answers.namespaces).toEqual({ production: { create: true } });
    const declared = await talk([...cluster, ['add-ons', []], ...app.slice(1)], { ...eks20, namespaces: ['production'] });
    expect(declared.asked.some((question) => question.includes('namespaces shall'))).toBe(false);
    expect(declared.answers.namespaces).toBeUndefined();
  });
});

describe('the release line', () => {
  test('iam 5 is taken by itself where eks 20 and AWS provider 5 leave no other, and the reason is told', async () => {
    const { asked, said, answers } = await talk([...cluster, ...dns, ...noApp], eks20);
    expect(answers.terraform?.modules).toEqual({ iam: 5 });
    expect(asked.some((question) => question.includes('release line'))).toBe(false);
    expect(said.join('\n')).toMatch(/iam 6\.x does not fit: .*aws/);
    expect(said.join('\n')).toMatch(/Roles are made by terraform-aws-modules\/iam 5\.60\.0/);
  });

  test('where both fit it is asked, 5 first', async () => {
    const { answers } = await talk([...cluster, ...dns, ...noApp]);
    expect(answers.terraform?.modules).toEqual({ iam: 5 });
    const six = await talk([...cluster, ...dns, ...noApp, ['release line', 6]]);
    expect(six.answers.terraform?.modules).toEqual({ iam: 6 });
  });

  test('one release that irsa.yaml names is left alone', async () => {
    const draft: SpecInput = { terraform: { modules: { iam: { line: 5, version: '5.60.0' } } } };
    const { answers } = await talk([...cluster, ...dns, ...noApp], emptyFacts, draft);
    expect(answers.terraform).toEqual(draft.terraform);
  });
});

test('what irsa.yaml or flags say is offered, and stays if nothing else is said', async () => {
  const draft: SpecInput = {
    clusters: { production: { region: 'us-east-1', from: { module: 'gone' }, accountId: '111122223333' } },
    addOns: { 'external-dns': { hostedZones: ['Z0123456789ABC'], namespace: 'dns' } },
    apps: { web: { namespace: 'n', serviceAccount: 's', grants: [{ s3: { bucket: 'my-bucket', access: 'read' } }] } },
    namespaces: { n: { create: false } },
    terraform: { modules: { iam: 5 } },
    tags: { team: 'x' },
  };
  const { answers } = await talk([], eks20, draft);
  expect(answers).toEqual(draft);
});

test('who comes back to a spec without applications is not led into one', async () => {
  const draft: SpecInput = {
    version: 1,
    clusters: { a: { region: 'us-east-1' } },
    addOns: { 'external-dns': { hostedZones: ['Z0123456789ABC'] } },
  };
  expect((await talk([], eks20, draft)).answers.apps).toBeUndefined();
});

test('a cluster that is renamed keeps what else is said of it', async () => {
  const draft: SpecInput = { clusters: { a: { region: 'us-east-1', accountId: '111122223333', from: { module: 'eks' } } } };
  const { answers } = await talk([['Name of the EKS cluster', 'b'], ...dns, ...noApp], eks20, draft);
  expect(answers.clusters).toEqual({ b: { region: 'us-east-1', accountId: '111122223333', from: { module: 'eks' } } });
});

test('Ctrl-C ends the conversation', async () => {
  await expect(
    talk(
      [
        ['region', CTRL_C],
        ['Name of the EKS cluster', 'a'],
      ],
      eks20,
    ),
  ).rejects.toBeInstanceOf(Interrupted);
});
