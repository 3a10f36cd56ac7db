/** What contracts say of the length of modules' own policies, held against those that the published modules make. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { specOf } from '../spec/reading.ts';
import { planOf } from '../support/a-spec.ts';
import { everything } from '../support/everything.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judged } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const ACCOUNT = '111122223333';

/** What the module knows alone is counted as the longest that it can be. */
const TOO_MANY = 60;

const tests = (): void => {
  test.each([
    [5, 'us-east-1', 'aws'],
    [6, 'us-east-1', 'aws'],
    [5, 'cn-north-1', 'aws-cn'],
  ])(
    'by iam %d.x in %s are as long as was said, or a little shorter',
    async (line, region, partition) => {
      const spec = everything({ line, account: ACCOUNT, region, partition, apps: 0, each: 0 });
      const roles = planOf(specOf(spec)).workloads.flatMap((workload) => workload.roles);
      const said = roles.flatMap(({ label, permissions: { moduleSize } }) =>
        moduleSize === undefined ? [] : [[label, moduleSize] as const],
      );
      const dir = temporaryFolder();
      await generateInto(dir, { spec });
      const { failure, plan } = await judge(dir, { ...planOnly, modules: 'real', account: ACCOUNT, region, partition });
      expect(failure).toBeUndefined();
      const made = resources(plan).filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed');
      expect(said.length).toBeGreaterThan(10);
      for (const [label, size] of said) {
        const [policy, ...more] = made.filter(({ address }) => address.startsWith(`module.${label}.`));
        const length = JSON.stringify(JSON.parse(String(policy?.values?.['policy']))).length;
        expect([label, more.length, size >= length, size - length <= TOO_MANY]).toEqual([label, 0, true, true]);
      }
    },
    300_000,
  );

  /** Between 5.42 and 5.55 as contracts have it; 5.44.0 has no contract of its own. */
  test.each(['5.44.0', '5.60.0', '6.0.1', '6.5.0'])(
    'of %s have resources in every statement, also where an add-on is told of secrets or of parameters alone',
    async (version) => {
      const dir = temporaryFolder();
      const spec = (more: string) => `version: 1
terraform: { modules: { iam: { version: "${version}" } } }
clusters: { production: { region: us-east-1, from: { variables: true } } }
addOns:
  external-secrets: { ${more} }
`;
      for (const [name, told] of Object.entries({ secrets: 'secrets: [orders]', parameters: 'parameters: [shop/orders]' })) {
        mkdirSync(join(dir, name));
        await generateInto(join(dir, name), { spec: spec(told) });
        const { failure, plan } = await judge(join(dir, name), {
          ...planOnly,
          modules: 'real',
          account: ACCOUNT,
          vars: {
            irsa_production_cluster_name: 'production',
            irsa_production_oidc_provider_arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE`,
          },
        });
        expect(failure).toBeUndefined();
        const policies = resources(plan).filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed');
        const statements = policies.flatMap(({ values }) => {
          const { Statement } = JSON.parse(String(values?.['policy'])) as { Statement: readonly { Resource?: unknown }[] };
          return Statement;
        });
        expect(statements.length).toBeGreaterThan(1);
        expect(statements.filter(({ Resource }) => Resource === undefined)).toEqual([]);
      }
    },
    300_000,
  );
};

if (moduleKinds.includes('real')) judged('policies of modules as published', tests);
else describe.skip('policies of modules as published (skipped: CREATE_IRSA_MODULES names no folder of their repositories)', tests);
