import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import { notInStack } from '../../src/plan/terraform/stack-references.ts';
import { stacksOf } from '../../src/plan/terraform/stacks.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const at = { file: 'main.tf', line: 1 };
/** A folder that has everything that a root module may take from it. */
const neighbours = someFacts({
  hasRequiredProviders: true,
  requiredProviders: { aws: { source: 'hashicorp/aws', version: '>= 6.28, < 7.0', at } },
  providers: [{ name: 'aws', at }],
  modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', at }],
  addresses: ['module.irsa_orders', 'data.aws_partition.irsa'],
  isChildModule: true,
});

const app = anApp('orders', { serviceAccount: { name: 'orders', owner: 'terraform' } });
const specFor = (format: Spec['terraform']['format'], more: Partial<Omit<Spec, 'terraform'>> = {}) =>
  aSpec({ terraform: { format }, apps: [app], ...more });

describe('a stack of cdktf', () => {
  test('is a root module of its own, whatever Terraform is in the folder', () => {
    const { from: _, ...cluster } = aCluster('production');
    const alone = planOf(specFor('cdktf', { clusters: [cluster] }), neighbours);
    expect(alone).toEqual(planOf(specFor('cdktf', { clusters: [cluster] })));
    expect(blocksOfKind(alone, 'required-providers')).toHaveLength(1);
    expect(blocksOfKind(alone, 'provider-aws')).toHaveLength(1);
    expect(blocksOfKind(alone, 'data-eks-cluster')).toHaveLength(1);
    expect(blocksOfKind(planOf(specFor('json', { clusters: [cluster] }), neighbours), 'data-eks-cluster')).toEqual([]);
  });

  test('holds the blocks that JSON would in a folder of its own', () => {
    expect(stacksOf(planOf(specFor('cdktf')))).toEqual(stacksOf(planOf(specFor('json'))));
  });

  test('names the package that the app is built on', () => {
    expect(planOf(aSpec({ terraform: { format: 'cdktf', cdktf: 'cdktn' }, apps: [app] })).terraform).toMatchObject({ cdktf: 'cdktn' });
    expect(planOf(specFor('json')).terraform).not.toHaveProperty('cdktf');
  });

  test('is refused a provider that the spec names and no stack has', () => {
    const spec = specFor('cdktf', { clusters: [aCluster('production', { providers: { aws: 'aws.use1' } })] });
    expect(makePlan(spec, someFacts({ providers: [{ name: 'aws', alias: 'use1', at }] })).problems).toMatchObject([
      { code: 'provider-not-found', fix: 'Leave it out: a stack of cdktf has providers of its own.' },
    ]);
  });

  test('is deployed as an app, not by Terraform in the folder', () => {
    const commands = (spec: Spec) => planOf(spec).nextSteps.flatMap(({ command }) => command ?? []);
    expect(commands(specFor('cdktf'))[0]).toBe('cd irsa/cdktf && npm install && npm test && npx cdktf-cli@0.21 diff irsa');
    expect(commands(aSpec({ terraform: { format: 'cdktf', cdktf: 'cdktn' }, apps: [app] }))[0]).toContain('npx cdktn-cli@0.24 diff');
    expect(commands(specFor('json'))[0]).toBe('terraform init && terraform plan');
  });

  test('is where the Helm values that it renders are asked for', () => {
    const addOns = [anAddOn('cluster-autoscaler')];
    const [file] = planOf(specFor('cdktf', { addOns })).helm;
    expect(file?.comments.join('\n')).toContain('terraform -chdir=irsa/cdktf/cdktf.out/stacks/irsa output -json irsa_helm_values');
    expect(planOf(specFor('json', { addOns })).helm[0]?.comments.join('\n')).toContain('terraform output -json irsa_helm_values');
  });

  test('has a second one beside it for what Kubernetes holds of new clusters', () => {
    const cluster = aCluster('production', {
      from: {
        kind: 'new',
        cluster: {
          kubernetesVersion: '1.33',
          network: { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567', 'subnet-89abcdef'] },
          nodes: 'auto',
          addOns: [],
          endpointPublicAccess: false,
        },
      },
    });
    const plan = planOf(specFor('cdktf', { clusters: [cluster] }));
    const stacks = stacksOf(plan);
    expect(Object.keys(stacks)).toEqual(['irsa', 'irsa-kubernetes']);
    expect(stacks['irsa-kubernetes']?.map(({ kind }) => kind)).toContain('service-account');
    expect(stacks['irsa']?.map(({ kind }) => kind)).not.toContain('service-account');
    expect(plan.nextSteps.map(({ command }) => command)).toContain('cd irsa/cdktf && npx cdktf-cli@0.21 diff irsa-kubernetes');
    expect(notInStack(stacks)).toEqual([]);
  });
});

describe('what a stack refers to and does not hold', () => {
  const grants = [{ service: 's3', options: { bucket: { ref: 'aws_s3_bucket.orders[0].arn' }, access: 'read' } }];
  const spec = (format: Spec['terraform']['format']) =>
    specFor(format, { clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' } })], apps: [{ ...app, grants }] });

  test('is warned of all at once, since a team may add it to the stack', () => {
    const { value, problems } = makePlan(spec('cdktf'), neighbours);
    expect(value).toBeDefined();
    expect(problems).toMatchObject([
      {
        code: 'not-in-stack',
        severity: 'warning',
        path: ['terraform', 'format'],
        message:
          'A stack of cdktf is a root module of its own, and this one refers to aws_s3_bucket.orders and module.eks without holding them.',
      },
    ]);
  });

  test('is no matter of other formats', () => {
    expect(problemsOf(spec('json'), { ...neighbours, isChildModule: false })).toEqual([]);
  });
});
