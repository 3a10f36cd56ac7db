import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import { registryAddress } from '../../src/catalog/modules/registry-address.ts';
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import type { TerraformSpec } from '../../src/spec/spec.ts';
import { anAddOn, anApp, aSpec, blocksOf, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const at = { file: 'versions.tf', line: 4 };
const aws = (version: string): Partial<RepoFacts> => ({ hasRequiredProviders: true, requiredProviders: { aws: { version, at } } });
const module = (label: string, source: string, version?: string) => ({ label, source, at, ...(version === undefined ? {} : { version }) });
const spec = (modules: TerraformSpec['modules'] = {}) => aSpec({ apps: [anApp('my-app')], terraform: { modules } });
const calls = (plan: ReturnType<typeof planOf>) =>
  blocksOf(plan).flatMap((b) => ('source' in b && b.kind !== 'child-module' ? [`${b.source} ${b.version ?? ''}`.trim()] : []));

describe('the iam line', () => {
  test('is 5.x where neither the repository nor the spec decides', () => {
    expect(calls(planOf(spec()))).toEqual(['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks 5.60.0']);
  });

  test('is the one that the repository calls already, in the release that it resolves', () => {
    const facts = someFacts({ modules: [module('dns', 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts', '~> 6.0')] });
    expect(calls(planOf(spec(), facts))).toEqual(['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts 6.5.0']);
    const locked = someFacts({
      modules: [
        { ...module('dns', 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks', '~> 5.0'), resolved: '5.30.0' },
      ],
    });
    expect(calls(planOf(spec(), locked))).toEqual(['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks 5.30.0']);
  });

  test('is what the spec says, with a source and pin of its own', () => {
    expect(calls(planOf(spec({ iam: { line: 6 } })))[0]).toMatch(/iam-role-for-service-accounts 6\.5\.0$/);
    expect(calls(planOf(spec({ iam: { line: 5, source: 'git::https://git.example.com/iam.git?ref=abc' } })))).toEqual([
      'git::https://git.example.com/iam.git//modules/iam-role-for-service-accounts-eks?ref=abc',
    ]);
    expect(calls(planOf(spec({ iam: { line: 5, source: './vendor/iam' } })))).toEqual([
      './vendor/iam/modules/iam-role-for-service-accounts-eks',
    ]);
    expect(calls(planOf(aSpec({ apps: [anApp('my-app')], terraform: { pin: 'pessimistic' } })))[0]).toMatch(/ ~> 5\.60$/);
  });

  test('of a release without a contract is checked against the nearest lower one, and says so', () => {
    const { problems } = makePlan(spec({ iam: { line: 5, version: '5.57.0' } }), someFacts());
    expect(problems).toMatchObject([{ code: 'module-without-contract', severity: 'warning' }]);
  });
});

describe('releases older than any whose inputs are known', () => {
  const older = someFacts({
    modules: [module('dns', 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks', '5.3.0')],
  });

  test('are left to the calls that the repository has: ours take the newest of the line', () => {
    expect(calls(planOf(spec(), older))).toEqual(['terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks 5.60.0']);
    const karpenter = aSpec({ addOns: [anAddOn('karpenter', { options: { instanceProfiles: true } })] });
    const eks = someFacts({ modules: [module('eks', 'terraform-aws-modules/eks/aws', '20.8.4')] });
    expect(calls(planOf(karpenter, eks))).toEqual(['terraform-aws-modules/eks/aws//modules/karpenter 20.37.2']);
  });

  test('are taken where the spec insists, with a warning that nothing was checked', () => {
    expect(makePlan(spec({ iam: { line: 5, version: '5.3.0' } }), older).problems).toMatchObject([
      { code: 'module-without-contract', severity: 'warning', message: expect.stringContaining('not checked') },
    ]);
  });

  const karpenter = aSpec({ addOns: [anAddOn('karpenter', { options: { instanceProfiles: true } })] });
  const beside = (version: string, ...facts: Partial<RepoFacts>[]) =>
    Object.assign({}, ...facts, { modules: [module('eks', 'terraform-aws-modules/eks/aws', version)] }) as Partial<RepoFacts>;

  test('of a line that is not ours matter only where we call the module', () => {
    expect(problemsOf(spec(), someFacts(beside('19.21.0')))).toEqual([]);
    expect(problemsOf(karpenter, someFacts(beside('19.21.0')))).toEqual(['module-line-unknown']);
  });

  test.each([
    ['~> 18.0', '20.37.2', 'module "eks" ~> 18.0 (versions.tf:4)'],
    ['~> 19.0', '20.37.2', 'module "eks" 19.21.0 (versions.tf:4)'],
    ['~> 22.0', '21.19.0', 'module "eks" ~> 22.0 (versions.tf:4)'],
  ])('of a line without a contract (%s) are called in the nearest with one, %s, with a warning', (version, taken, named) => {
    const facts = someFacts(beside(version));
    expect(calls(planOf(karpenter, facts))).toEqual([`terraform-aws-modules/eks/aws//modules/karpenter ${taken}`]);
    expect(makePlan(karpenter, facts).problems).toMatchObject([
      {
        code: 'module-line-unknown',
        severity: 'warning',
        path: ['terraform', 'modules', 'eks'],
        message: `create-irsa has no contract for the line of ${named}, so the new files call terraform-aws-modules/eks/aws//modules/karpenter ${taken}, the nearest release with one.`,
        fix: expect.stringContaining(`terraform: { modules: { eks: ${taken.slice(0, 2)} } }`),
      },
    ]);
  });

  test('of a cluster without access entries say what the nodes of Karpenter need', () => {
    const fixOf = (version: string) => makePlan(karpenter, someFacts(beside(version))).problems[0]?.fix;
    expect(fixOf('~> 19.0')).toContain('API_AND_CONFIG_MAP');
    expect(fixOf('~> 22.0')).not.toContain('API_AND_CONFIG_MAP');
  });

  test('of a line without a contract are not warned of where the spec says which line is meant', () => {
    expect(
      problemsOf({ ...karpenter, terraform: { ...karpenter.terraform, modules: { eks: { line: 20 } } } }, someFacts(beside('~> 18.0'))),
    ).toEqual([]);
  });

  test('are warned of beside an AWS provider that our call cannot live with, which is an error', () => {
    expect(makePlan(karpenter, someFacts(beside('~> 18.0', aws('~> 4.0')))).problems).toMatchObject([
      {
        code: 'versions-unsatisfiable',
        severity: 'error',
        message:
          'No AWS provider version fits: terraform-aws-modules/eks/aws 20.37.2 needs aws >= 5.95, < 6.0.0, but required_providers (versions.tf:4) needs aws ~> 4.0.',
      },
      { code: 'module-line-unknown', severity: 'warning' },
    ]);
  });

  test('of a line of ours decide before those of any other', () => {
    const modules = [module('old', 'terraform-aws-modules/eks/aws', '~> 18.0'), module('eks', 'terraform-aws-modules/eks/aws', '~> 20.0')];
    expect(problemsOf(karpenter, someFacts({ modules }))).toEqual([]);
    expect(calls(planOf(karpenter, someFacts({ modules })))).toEqual(['terraform-aws-modules/eks/aws//modules/karpenter 20.37.2']);
  });
});

describe('a lock file', () => {
  test('that the root’s own modules have outgrown is told of, and binds nobody', () => {
    const facts = someFacts({
      modules: [module('eks', 'terraform-aws-modules/eks/aws', '~> 20.0')],
      lockedProviders: { aws: '5.40.0' },
    });
    expect(makePlan(spec(), facts).problems).toMatchObject([
      {
        code: 'lock-file-outdated',
        severity: 'warning',
        message: '.terraform.lock.hcl holds AWS provider 5.40.0, but module "eks" 20.37.2 (versions.tf:4) needs >= 5.95, < 6.0.0.',
      },
    ]);
  });

  test('that alone is in the way is upgraded by init', () => {
    const karpenter = aSpec({ addOns: [anAddOn('karpenter', { options: { instanceProfiles: true } })] });
    expect(makePlan(karpenter, someFacts({ lockedProviders: { aws: '6.10.0' } })).problems).toMatchObject([
      { code: 'versions-unsatisfiable', fix: 'Run `terraform init -upgrade`, which moves the lock file.' },
    ]);
  });
});

describe('a set of modules', () => {
  test('that no AWS provider satisfies is refused, naming both sides and the way out', () => {
    const facts = someFacts({ modules: [module('eks', 'terraform-aws-modules/eks/aws', '~> 20.0')] });
    expect(makePlan(spec({ iam: { line: 6 } }), facts).problems).toMatchObject([
      {
        code: 'versions-unsatisfiable',
        message:
          'No AWS provider version fits: terraform-aws-modules/iam/aws 6.5.0 needs aws >= 6.28, but module "eks" 20.37.2 (versions.tf:4) needs aws >= 5.95, < 6.0.0.',
        fix: 'Write terraform: { modules: { iam: 5 } }, or first move module "eks" 20.37.2 (versions.tf:4) in your own files to what takes aws >= 6.28.',
      },
    ]);
  });

  test('that was at odds before anything was added is not blamed on what is added', () => {
    const facts = someFacts({ ...aws('~> 4.0'), modules: [module('eks', 'terraform-aws-modules/eks/aws', '21.3.1')] });
    expect(makePlan(spec({ iam: { line: 5 } }), facts).problems).toMatchObject([
      {
        code: 'versions-unsatisfiable',
        message:
          'No AWS provider version fits what is here already: required_providers (versions.tf:4) needs aws ~> 4.0; module "eks" 21.3.1 (versions.tf:4) needs aws >= 6.13.',
        fix: 'Raise or lower one side in your own files.',
      },
    ]);
  });

  test('obeys the constraint and the lock file of the root', () => {
    expect(makePlan(spec({ iam: { line: 6 } }), someFacts(aws('~> 5.0'))).problems.map((p) => p.code)).toEqual(['versions-unsatisfiable']);
    expect(makePlan(spec({ iam: { line: 6 } }), someFacts({ lockedProviders: { aws: '5.100.0' } })).problems).toMatchObject([
      {
        code: 'versions-unsatisfiable',
        fix: 'Run `terraform init -upgrade`, which moves the lock file, or write terraform: { modules: { iam: 5 } }.',
      },
    ]);
  });

  test('takes the newest eks line that fits for Karpenter', () => {
    const karpenter = aSpec({ addOns: [anAddOn('karpenter', { options: { instanceProfiles: true } })] });
    expect(calls(planOf(karpenter))).toEqual(['terraform-aws-modules/eks/aws//modules/karpenter 21.19.0']);
    expect(calls(planOf(karpenter, someFacts(aws('~> 5.0'))))).toEqual(['terraform-aws-modules/eks/aws//modules/karpenter 20.37.2']);
  });
});

describe('required_providers', () => {
  test('are written only where the root has none', () => {
    expect(blocksOfKind(planOf(spec()), 'required-providers')).toMatchObject([
      { requiredVersion: '>= 1.3.2', providers: [{ name: 'aws', version: '>= 5.95, < 6.0' }] },
    ]);
    expect(blocksOfKind(planOf(spec({ iam: { line: 6 } })), 'required-providers')).toMatchObject([
      { requiredVersion: '>= 1.5.7', providers: [{ version: '>= 6.28, < 7.0' }] },
    ]);
    expect(blocksOfKind(planOf(spec(), someFacts(aws('~> 5.0'))), 'required-providers')).toEqual([]);
  });
});

describe('required_providers of a root that holds to an older AWS provider', () => {
  const aws = (facts: Partial<RepoFacts>) => blocksOfKind(planOf(spec(), someFacts(facts)), 'required-providers')[0]?.providers[0]?.version;

  test('let it keep that', () => {
    expect(aws({ lockedProviders: { aws: '5.40.0' } })).toBe('>= 5.40, < 6.0');
    expect(aws({ lockedProviders: { aws: '5.100.0' } })).toBe('>= 5.95, < 6.0');
    expect(aws({ modules: [module('eks', 'terraform-aws-modules/eks/aws', '20.8.4')], lockedProviders: { aws: '5.40.0' } })).toBe(
      '>= 5.40, < 6.0',
    );
  });
});

describe('the files', () => {
  test('do not change with the lock file that init writes', () => {
    const queue = aSpec({ apps: [anApp('my-app', { grants: [{ service: 'sqs', options: { queue: 'jobs', access: 'consume' } }] })] });
    const planned = (more: Partial<RepoFacts> = {}) => blocksOf(planOf(queue, someFacts({ ...aws('>= 5.0'), ...more })));
    expect(JSON.stringify(planned())).toContain('data.aws_region.irsa.id');
    expect(planned({ lockedProviders: { aws: '6.66.0' } })).toEqual(planned());
    expect(planned({ lockedProviders: { aws: '5.100.0' } })).toEqual(planned());
  });
});

describe('a module’s registry address', () => {
  test.each([
    ['terraform-aws-modules/eks/aws', 'terraform-aws-modules/eks/aws'],
    ['registry.example.com/terraform-aws-modules/eks/aws//modules/karpenter', 'terraform-aws-modules/eks/aws//modules/karpenter'],
    ['git::https://github.com/terraform-aws-modules/terraform-aws-eks.git?ref=v20.37.2', 'terraform-aws-modules/eks/aws'],
    [
      'git@github.com:terraform-aws-modules/terraform-aws-iam.git//modules/iam-role?ref=v6.5.0',
      'terraform-aws-modules/iam/aws//modules/iam-role',
    ],
  ])('of %s is %s', (source, address) => expect(registryAddress(source)).toBe(address));
});
