/** Every example, as HCL and as JSON, through the real terraform. */
import { describe, expect, test } from '@jest/globals';
import { exampleNames, exampleWithoutOutput, generateInto } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { trustPolicies } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const vars = { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };

judgedWithModules('terraform accepts', (modules) => {
  describe.each(exampleNames)('example %s', (name) => {
    test.each(['hcl', 'json'] as const)(
      'as %s',
      async (format) => {
        const dir = exampleWithoutOutput(name);
        const { plan } = await generateInto(dir, { format });
        const judgement = await judge(dir, { plan: true, modules, ...(name.startsWith('0') && /01|04/.test(name) ? { vars } : {}) });
        expect(judgement.failure).toBeUndefined();
        expect(Object.keys(trustPolicies(judgement.plan)).length).toBeGreaterThanOrEqual(plan.workloads.length);
      },
      120_000,
    );
  });
});
