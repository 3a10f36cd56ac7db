import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { emit } from '../../src/emit/emit.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { withHeader } from '../../src/emit/header.ts';
import { judged } from '../support/terraform/available.ts';
import { inFolder } from './terraform/fmt.ts';

const terraform: TerraformPlan = {
  directory: 'infra',
  format: 'hcl',
  files: [{ name: 'irsa-cluster.tf', blocks: [{ kind: 'data-partition', label: 'irsa' }] }],
};
const plan: Plan = {
  version: 1,
  groups: [],
  workloads: [],
  namespaces: [],
  terraform,
  helm: [{ path: 'irsa/helm/x.values.yaml', comments: [], values: { map: { a: 1 } } }],
  runs: [],
  manifests: [{ path: 'irsa/kubernetes/x.yaml', documents: [{ comments: ['Why.'], value: { map: { b: 2 } } }] }],
  eksctl: [],
  otherAccounts: [],
  nextSteps: [],
};
const withFormat = (format: TerraformPlan['format']): Plan => ({ ...plan, terraform: { ...terraform, format } });
const synthesized = { output: { x: { value: '1' } }, terraform: { required_version: '>= 1.5' }, moved: [] };

describe('emit', () => {
  test('writes HCL, Helm values and manifests', () => {
    expect(emit(plan)).toEqual([
      { path: 'infra/irsa-cluster.tf', content: 'data "aws_partition" "irsa" {}\n', comments: 'hash' },
      { path: 'irsa/helm/x.values.yaml', content: 'a: 1\n', comments: 'hash' },
      { path: 'irsa/kubernetes/x.yaml', content: '# Why.\nb: 2\n', comments: 'hash' },
    ]);
  });

  test('writes no Terraform where the plan has none', () => {
    const { terraform: _, ...without } = plan;
    expect(emit(without).map(({ path }) => path)).toEqual(['irsa/helm/x.values.yaml', 'irsa/kubernetes/x.yaml']);
  });

  test('writes JSON as synthesised, in one file, in the order of a root module', () => {
    const [file] = emit(withFormat('json'), { synthesized });
    expect(file).toMatchObject({ path: 'infra/irsa.tf.json', comments: 'json' });
    expect(Object.keys(JSON.parse(file?.content ?? '') as object)).toEqual(['terraform', 'moved', 'output']);
    expect(file?.content).toMatch(/^\{\n {2}"terraform": \{\n {4}"required_version": ">= 1\.5"\n/);
    expect(file?.content.endsWith('}\n')).toBe(true);
  });

  test('needs what was synthesised for JSON', () => {
    expect(() => emit(withFormat('json'))).toThrow('format json is emitted from what stacks/synthesize.ts returns');
  });
});

judged('terraform validate', () => {
  test('takes the header of a JSON file for a comment', () => {
    const [file] = emit(withFormat('json'), { synthesized: { output: synthesized.output } });
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    const content = withHeader(file!, 'irsa.yaml', digest);
    const { status, stdout } = inFolder([{ path: 'irsa.tf.json', content }], ['validate', '-json']);
    expect({ status, ...(JSON.parse(stdout) as object) }).toMatchObject({ status: 0, valid: true, error_count: 0, warning_count: 0 });
  });
});
