/** Every example through the real terraform, as HCL and as JSON: the two are one to it. Of phases of one spec the first stands for all as JSON. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exampleNames, examplesDir, exampleWithoutOutput, generateInto } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { providersOf, resources, type Plan } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const vars = { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };

/** Its cluster is made beside it. */
const asksForNetwork = (dir: string): boolean =>
  readdirSync(dir).some((file) => file.endsWith('.tf') && readFileSync(join(dir, file), 'utf8').includes('variable "vpc_id"'));

const issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';

/** Where the spec says an account, the plan fails in any other. */
function inAccountOf(dir: string): { readonly account?: string } {
  const account = /accountId: ["'](\d{12})["']/.exec(readFileSync(join(dir, 'irsa.yaml'), 'utf8'))?.[1];
  return account === undefined ? {} : { account };
}

const rolesIn = (planned: Plan | undefined): number =>
  resources(planned).filter(({ type, mode }) => type === 'aws_iam_role' && mode === 'managed').length;

const isLaterPhase = (name: string): boolean => /\/[2-9]-[^/]*$/.test(name);

const withTerraform = exampleNames.filter((name) => readdirSync(join(examplesDir, name)).some((file) => file.endsWith('.tf')));

judgedWithModules('terraform accepts', (modules) => {
  test.each(withTerraform)('example %s, and plans its JSON as its HCL, but for later phases', async (name) => {
    const planned = async (format: 'hcl' | 'json') => {
      const dir = exampleWithoutOutput(name);
      const { plan: made } = await generateInto(dir, { format });
      const { failure, plan } = await judge(dir, {
        plan: true,
        modules,
        ...inAccountOf(dir),
        ...(asksForNetwork(dir) ? { vars } : {}),
      });
      expect(failure).toBeUndefined();
      // Trust in a cluster that is made by the same apply is not known yet.
      const here = made.workloads.filter(({ roles }) => roles.some(({ maker }) => maker !== 'other-account'));
      expect(rolesIn(plan)).toBeGreaterThanOrEqual(here.length);
      for (const { accountId, root, asked } of made.otherAccounts) {
        const given = Object.fromEntries(asked.map(({ variable }) => [variable, issuer]));
        const other = await judge(join(dir, root.directory), { plan: true, account: accountId, vars: given });
        expect(other.failure).toBeUndefined();
        expect(rolesIn(other.plan)).toBeGreaterThan(0);
      }
      return plan!;
    };
    const hcl = await planned('hcl');
    if (isLaterPhase(name)) return;
    const json = await planned('json');
    expect(json.resource_changes).toEqual(hcl.resource_changes);
    expect(json.output_changes).toEqual(hcl.output_changes);
    expect(providersOf(json)).toEqual(providersOf(hcl));
  });
});
