/** Every add-on of the catalog, told as little and as much as it can be, through the real terraform on each module line. */
import { describe, expect, test } from '@jest/globals';
import type { AddOn } from '../../src/catalog/add-on.ts';
import { addOns } from '../../src/catalog/index.ts';
import { fullest, literalWays, type Values } from '../support/accepted-options.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources, type Plan } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const told = {
  little: (addOn: AddOn): Values => literalWays(addOn)[0] ?? {},
  much: fullest,
};

const SETTINGS = {
  'iam 5.x': { terraform: { modules: { iam: 5, eks: 20 } } },
  'iam 6.x': { terraform: { modules: { iam: 6, eks: 21 } } },
  'eks-pod-identity 1.x': { terraform: { modules: { 'pod-identity': 1, eks: 21 } }, identity: 'pod-identity' },
  'eks-pod-identity 2.x': { terraform: { modules: { 'pod-identity': 2, eks: 21 } }, identity: 'pod-identity' },
} as const;

type Line = keyof typeof SETTINGS;

const lines = Object.keys(SETTINGS) as Line[];

const spec = (line: Line, ways: readonly (readonly [string, unknown])[]): string =>
  JSON.stringify({
    version: 1,
    ...SETTINGS[line],
    clusters: {
      production: {
        region: 'us-east-1',
        accountId: '111122223333',
        from: {
          literal: { oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF' },
        },
      },
    },
    outputs: ['terraform'],
    addOns: Object.fromEntries(ways),
  });

interface Policy {
  readonly Statement: readonly { readonly Action?: unknown; readonly Resource?: unknown }[];
}

/** The policies that belong to one workload. */
const policiesOf = (plan: Plan | undefined, id: string): readonly Policy[] =>
  resources(plan)
    .filter(
      ({ address, type, mode }) => mode === 'managed' && type === 'aws_iam_policy' && address.includes(`irsa_${id.replaceAll('-', '_')}`),
    )
    .flatMap(({ values }) => {
      const policy = values?.['policy'];
      return typeof policy === 'string' ? [JSON.parse(policy) as Policy] : [];
    });

/** The policies of AWS that its role has. */
const managedOf = (plan: Plan | undefined, id: string): readonly string[] =>
  resources(plan)
    .filter(({ address, type }) => type === 'aws_iam_role_policy_attachment' && address.includes(`irsa_${id.replaceAll('-', '_')}`))
    .flatMap(({ values }) => {
      const arn = values?.['policy_arn'];
      return typeof arn === 'string' && arn.includes(':iam::aws:policy/') ? [arn] : [];
    });

/** Names and ARNs among the options: what the role is narrowed to. */
const narrowed = (addOn: AddOn, values: Values): readonly string[] =>
  Object.entries(values)
    .filter(([name]) => ['resource', 'resources'].includes(addOn.options[name]?.kind ?? ''))
    .flatMap(([, value]) => [value].flat() as string[]);

judgedWithModules('terraform accepts the whole catalog', (modules) => {
  describe.each(lines)('on %s', (line) => {
    test.each(['little', 'much'] as const)('told as %s as it can be', async (amount) => {
      const ways = addOns.all().map((addOn) => [addOn, told[amount](addOn)] as const);
      const dir = temporaryFolder();
      await generateInto(dir, {
        spec: spec(
          line,
          ways.map(([{ id, helm }, values]) => [id, helm.annotatedByOthers ? { ...values, installer: 'eks-addon' } : values]),
        ),
      });
      const { failure, plan } = await judge(dir, { plan: true, modules, account: '111122223333' });
      expect(failure).toBeUndefined();
      for (const [addOn, values] of ways) {
        if (addOn.ownModule?.(values as never) !== undefined) continue;
        const policies = policiesOf(plan, addOn.id);
        const statements = policies.flatMap(({ Statement }) => Statement);
        expect([addOn.id, statements.length + managedOf(plan, addOn.id).length > 0]).toEqual([addOn.id, true]);
        // A statement that names no resource is a green plan, and an apply that IAM refuses.
        for (const { Action, Resource } of statements) expect([addOn.id, Action, Resource ?? []]).not.toEqual([addOn.id, Action, []]);
        // The doubles of eks-pod-identity make policies of a few flags only.
        if (modules === 'doubles' && line.startsWith('eks-pod-identity')) continue;
        const said = JSON.stringify(policies);
        expect([addOn.id, narrowed(addOn, values).filter((name) => !said.includes(name))]).toEqual([addOn.id, []]);
      }
    });
  });
});
