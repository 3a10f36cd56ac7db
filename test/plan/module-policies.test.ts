/** What modules make by themselves fits into IAM's limit, or is not asked of them. */
import { describe, expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { contractOf } from '../../src/catalog/modules/contracts.ts';
import { hasEmptyStatement } from '../../src/catalog/modules/policy-size.ts';
import { MANAGED_POLICY_MAX, policySize } from '../../src/iam/policy-size.ts';
import { budgetsOf } from '../../src/plan/budgets.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { likely } from '../../src/plan/own-policies.ts';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { literalWays } from '../support/accepted-options.ts';
import { anAddOn, aSpec, planOf } from '../support/a-spec.ts';

const LINES = [5, 6] as const;

const ADDRESS = {
  '5': 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks',
  '6': 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts',
} as const;

const specOf = (line: number, id: string, options: object): Spec =>
  aSpec({ terraform: { modules: { iam: { line } } }, addOns: [anAddOn(id, { options: options as never })] });

const permissionsOf = (line: number, id: string, options: object) => {
  const role = planOf(specOf(line, id, options)).workloads[0]?.roles[0];
  if (role === undefined) throw new Error(`${id} has no role`);
  return role.permissions;
};

const many = (count: number, name: (n: string) => string): string[] =>
  Array.from({ length: count }, (_, n) => name(String(n).padStart(4, '0')));

const zones = (count: number) => ({ hostedZones: many(count, (n) => `Z0123456789ABCDEF${n}`) });

describe.each(LINES)('on iam %d.x', (line) => {
  test('the module’s policy is measured, with all that it is called with', () => {
    const sizes = [1, 2, 3].map((count) => permissionsOf(line, 'external-dns', zones(count)).moduleSize ?? 0);
    const arn = `"arn:aws:route53:::hostedzone/Z0123456789ABCDEF0000",`.length;
    expect([sizes[1]! - sizes[0]!, sizes[2]! - sizes[1]!]).toEqual([arn, arn]);
  });

  test.each(addOns.all().map((addOn) => [addOn.id, addOn] as const))('%s is given a module’s policy only where it fits', (id, addOn) => {
    for (const options of literalWays(addOn)) {
      const { inputs, moduleSize } = permissionsOf(line, id, options);
      const flags = Object.keys(inputs).filter((name) => name.startsWith('attach_') && name !== 'attach_cloudwatch_observability_policy');
      // The one that is left out is of policies of AWS.
      expect([options, (moduleSize ?? 0) > 0]).toEqual([options, flags.length > 0]);
      expect(moduleSize ?? 0).toBeLessThanOrEqual(MANAGED_POLICY_MAX);
    }
  });

  test.each<[string, object]>([
    ['external-dns', zones(200)],
    ['cert-manager', zones(200)],
    ['external-secrets', { secrets: many(60, (n) => `shop/production/orders/database-${n}`), createSecrets: true }],
    ['velero', { buckets: many(60, (n) => `backups-of-the-shop-in-production-${n}`) }],
    ['aws-mountpoint-s3-csi-driver', { buckets: many(100, (n) => `data-of-the-shop-in-production-${n}`), access: 'read-write' }],
    [
      'aws-load-balancer-controller',
      {
        targetGroupBindingOnly: true,
        targetGroups: many(80, (n) => `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/blue-${n}/50dc6c495c0c9188`),
      },
    ],
    ['amazon-managed-prometheus', { query: true, workspaces: many(80, (n) => `ws-12345678-1234-1234-1234-12345678${n}`) }],
    ['aws-node-termination-handler', { queues: many(100, (n) => `termination-of-the-nodes-${n}`) }],
    ['cluster-autoscaler', { clusterNames: many(40, (n) => `production-${n}`) }],
  ])('%s has policies of ours where the module’s would be too long', (id, options) => {
    const { inputs, moduleSize, policies } = permissionsOf(line, id, options);
    expect([inputs, moduleSize]).toEqual([{}, undefined]);
    expect(policies.length).toBeGreaterThan(0);
    for (const { statements } of policies) expect(policySize(statements, likely('us-east-1'))).toBeLessThanOrEqual(MANAGED_POLICY_MAX);
    expect(policies[0]?.statements[0]?.reason).toMatch(/The module’s own policy would have about \d+ characters, and IAM takes 6144\./);
  });

  test('the EBS driver is refused more keys than its module has room for', () => {
    const kmsKeys = (count: number) => many(count, (n) => `1234abcd-12ab-34cd-56ef-12345678${n}`);
    const problems = (keys: readonly unknown[]) =>
      makePlan(specOf(line, 'aws-ebs-csi-driver', { kmsKeys: keys }), emptyFacts).problems.map(
        ({ severity, code, message }) => `${severity} ${code}: ${message}`,
      );
    expect(problems(kmsKeys(15))).toEqual([]);
    expect(problems(kmsKeys(40))).toEqual([
      expect.stringMatching(
        /^error policy-too-large: The policy that the module makes for it would have about \d+ characters; IAM takes 6144\.$/,
      ),
    ]);
    // References may be short.
    expect(problems(many(25, (n) => n).map((n) => ({ ref: `aws_kms_key.k${n}.arn` })))).toEqual([
      expect.stringContaining('warning policy-too-large'),
    ]);
  });

  test('a budget tells it', () => {
    const spec = specOf(line, 'external-dns', zones(60));
    const plan = planOf(spec);
    expect(budgetsOf(plan, spec)).toContainEqual({
      limit: 'managed-policy',
      of: 'production-external-dns',
      used: plan.workloads[0]?.roles[0]?.permissions.moduleSize,
      most: MANAGED_POLICY_MAX,
    });
  });
});

/** Until 5.55 and 6.1.1, external-secrets had statements for lists that are empty. https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603 */
describe('a statement without resources', () => {
  const RELEASES = ['5.30.0', '5.42.0', '5.55.0', '5.58.0', '5.60.0', '6.0.1', '6.1.1', '6.5.0'];
  const planned = (version: string, id: string, options: object) =>
    makePlan(
      aSpec({
        terraform: { modules: { iam: { line: Number(version[0]), version } } },
        addOns: [anAddOn(id, { options: options as never })],
      }),
      emptyFacts,
    );
  const flagsOf = (version: string, options: object) =>
    Object.keys(planned(version, 'external-secrets', options).value?.workloads[0]?.roles[0]?.permissions.inputs ?? {});

  test.each(RELEASES)('is asked of no policy of %s, whatever an add-on is told', (version) => {
    for (const addOn of addOns.all()) {
      for (const options of literalWays(addOn)) {
        const { value, problems } = planned(version, addOn.id, options);
        // Releases that have no flag for it yet are refused.
        if (value === undefined) {
          expect(problems.map(({ code }) => code)).toContain('module-unknown-input');
          continue;
        }
        const { inputs } = value.workloads[0]!.roles[0]!.permissions;
        const { contract } = contractOf(ADDRESS[version[0] as '5' | '6'], version) ?? {};
        expect([addOn.id, options, contract !== undefined && hasEmptyStatement(contract, inputs)]).toEqual([addOn.id, options, false]);
      }
    }
  });

  test('makes the policy ours, with the reason; a release that leaves such statements out has its own', () => {
    const secrets = { secrets: ['my-app/*'], createSecrets: false };
    expect(flagsOf('5.42.0', secrets)).toEqual([]);
    expect(flagsOf('5.55.0', secrets)).toContain('attach_external_secrets_policy');
    const parameters = { parameters: ['my-app/*'], createSecrets: false };
    expect(flagsOf('6.0.1', parameters)).toEqual([]);
    expect(flagsOf('6.1.1', parameters)).toContain('attach_external_secrets_policy');
    const [policy] = planned('5.42.0', 'external-secrets', secrets).value?.workloads[0]?.roles[0]?.permissions.policies ?? [];
    expect(policy?.statements[0]?.reason).toContain('The policy of this release of the module would have a statement without resources');
    expect(policy?.statements.flatMap(({ actions = [] }) => actions)).toContain('secretsmanager:GetSecretValue');
  });
});
