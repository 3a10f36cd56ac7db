import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { render } from '../../src/iam/text.ts';
import { modulePolicy, policiesOfIam5 } from '../../src/plan/terraform/moves.ts';
import { allow } from '../../src/iam/statement.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { accepted } from '../support/accepted-options.ts';
import { aCluster, anAddOn, anApp, aSpec, blocksOfKind, planOf } from '../support/a-spec.ts';

const onLine = (line: number, from: number | undefined, more: Partial<Spec>): Plan =>
  planOf(aSpec({ terraform: { modules: { iam: { line, ...(from === undefined ? {} : { from }) } } }, ...more }));

/** `from → to`, below the one module that is called. */
const movesOf = (plan: Plan): string[] =>
  blocksOfKind(plan, 'moved').map(({ from, to }) =>
    [from, to].map((text) => render(text, (hole) => ('ref' in hole ? hole.ref : ''))).join(' → '),
  );

const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });
const sqs = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';

describe('a role that comes from iam 5.x', () => {
  test('keeps its policy, the attachment of it, and what is attached beside it', () => {
    expect(movesOf(onLine(6, 5, { addOns: [{ ...dns, managedPolicies: [sqs] }] }))).toEqual([
      'module.irsa_external_dns.aws_iam_policy.external_dns[0] → module.irsa_external_dns.aws_iam_policy.this[0]',
      'module.irsa_external_dns.aws_iam_role_policy_attachment.external_dns[0] → module.irsa_external_dns.aws_iam_role_policy_attachment.this[0]',
      'module.irsa_external_dns.aws_iam_role_policy_attachment.this["AmazonSQSReadOnlyAccess"] → module.irsa_external_dns.aws_iam_role_policy_attachment.additional["AmazonSQSReadOnlyAccess"]',
    ]);
  });

  test('of an app has attachments only', () => {
    expect(movesOf(onLine(6, 5, { apps: [anApp('my-app', { managedPolicies: [sqs] })] }))).toEqual([
      'module.irsa_my_app.aws_iam_role_policy_attachment.this["irsa"] → module.irsa_my_app.aws_iam_role_policy_attachment.additional["irsa"]',
      'module.irsa_my_app.aws_iam_role_policy_attachment.this["AmazonSQSReadOnlyAccess"] → module.irsa_my_app.aws_iam_role_policy_attachment.additional["AmazonSQSReadOnlyAccess"]',
    ]);
  });

  test('has its moves for each cluster', () => {
    const moved = movesOf(onLine(6, 5, { clusters: [aCluster('blue'), aCluster('green')], addOns: [dns] }));
    expect(moved).toHaveLength(4);
    expect(moved.filter((line) => line.startsWith('module.irsa_external_dns_green.'))).toHaveLength(2);
  });

  test('goes back by the same moves the other way round', () => {
    const there = movesOf(onLine(6, 5, { addOns: [{ ...dns, managedPolicies: [sqs] }] }));
    const back = movesOf(onLine(5, 6, { addOns: [{ ...dns, managedPolicies: [sqs] }] }));
    expect(back).toEqual(there.map((line) => line.split(' → ').reverse().join(' → ')));
  });

  test('has no moves where nothing is said of a line before', () => {
    expect(movesOf(onLine(6, undefined, { addOns: [dns] }))).toEqual([]);
  });

  test('has none where no module makes it', () => {
    expect(
      movesOf(onLine(6, 5, { apps: [anApp('my-app', { serviceAccount: { name: 'my-app', owner: 'none', audience: 'vault' } })] })),
    ).toEqual([]);
  });

  test('does not move a policy of the module to one of ours, which would replace it', () => {
    const karpenter = anAddOn('karpenter', { options: { nodeRole: 'nodes', queue: 'interruptions' } });
    expect(movesOf(onLine(6, 5, { addOns: [karpenter] })).filter((line) => line.includes('aws_iam_policy.'))).toEqual([]);
  });
});

describe('the name that the policy of a module has already', () => {
  const kept = 'AmazonEKS_External_DNS_Policy-20250101000000000000000001';
  const rolesOf = (plan: Plan) => blocksOfKind(plan, 'role-iam-6').map(({ label, policyName }) => [label, policyName]);

  test('is handed over, and policies of ours keep theirs', () => {
    const plan = onLine(6, 5, {
      addOns: [
        { ...dns, modulePolicyName: kept, statements: [{ ...allow('Read', ['s3:GetObject'], ['arn:aws:s3:::zones/*']), conditions: [] }] },
      ],
    });
    expect(rolesOf(plan)).toEqual([['irsa_external_dns', kept]]);
    expect(blocksOfKind(plan, 'policy').map(({ name }) => name)).toEqual(['production-external-dns-more']);
  });

  test('is said by group where there are several roles', () => {
    const clusters = [aCluster('blue'), aCluster('green')];
    expect(rolesOf(onLine(6, 5, { clusters, addOns: [{ ...dns, modulePolicyName: { blue: kept } }] }))).toEqual([
      ['irsa_external_dns', kept],
      ['irsa_external_dns_green', 'green-external-dns'],
    ]);
  });
});

interface Contract {
  readonly module: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: readonly { readonly address: string }[];
}

describe('the names of policies in iam 5.x', () => {
  const folder = 'src/catalog/modules/contracts/';
  const contracts = readdirSync(folder)
    .filter((file) => file.startsWith('iam.iam-role-for-service-accounts-eks@'))
    .map((file) => [file, JSON.parse(readFileSync(folder + file, 'utf8')) as Contract] as const);

  test.each(contracts)('are those of %s, for every flag', (_file, { variables, resources }) => {
    const flags = Object.keys(variables).filter((name) => name.startsWith('attach_') && !name.includes('appmesh'));
    const addresses = resources.map(({ address }) => address);
    const named = flags.flatMap((flag) => policiesOfIam5({ [flag]: true }));
    expect(named.length).toBeGreaterThan(14);
    for (const name of named) {
      expect(addresses).toContain(`aws_iam_policy.${name}`);
      expect(addresses).toContain(`aws_iam_role_policy_attachment.${name}`);
    }
  });

  test('are one for each add-on: 6.x makes one policy only', () => {
    for (const addOn of addOns.all()) {
      for (const options of accepted(addOn)) {
        for (const line of ['iam-5', 'iam-6'] as const) {
          const inputs = addOn.permissions(options as never, { clusterNames: ['production'] }, line).inputs ?? {};
          expect([addOn.id, policiesOfIam5(inputs).length]).toEqual([addOn.id, expect.any(Number)]);
          expect(policiesOfIam5(inputs).length).toBeLessThan(2);
        }
      }
    }
  });

  test('of two policies none is taken for the one', () => {
    const [workload] = onLine(5, undefined, { addOns: [dns] }).workloads;
    const role = workload?.roles[0];
    if (role === undefined) throw new Error('no role');
    const two = {
      ...role,
      permissions: { ...role.permissions, inputs: { attach_external_dns_policy: true, attach_ebs_csi_policy: true } },
    };
    expect(modulePolicy(role)).toBe('external_dns');
    expect(modulePolicy(two)).toBeUndefined();
  });
});
