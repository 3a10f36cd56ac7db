import { describe, expect, test } from '@jest/globals';
import { emit } from '../../src/emit/emit.ts';
import type { ClusterSource } from '../../src/spec/spec.ts';
import { aCluster, anApp, aSpec, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

type Caller = 'module' | 'terragrunt' | 'tfvars';

const dependency: ClusterSource = {
  kind: 'dependency',
  path: '../eks',
  outputs: { clusterName: 'cluster_name', oidcProviderArn: 'oidc_provider_arn', endpoint: 'cluster_endpoint', certificateAuthority: 'ca' },
};
const spec = (caller: Caller, more: Parameters<typeof aSpec>[0] = {}) =>
  aSpec({ apps: [anApp('my-app')], ...more, terraform: { layout: 'module', caller: { name: caller }, ...more.terraform } });
const filesOf = (...args: Parameters<typeof planOf>): Record<string, string> =>
  Object.fromEntries(emit(planOf(...args)).map(({ path, content }) => [path, content]));

describe('a child module', () => {
  test('has no provider and no look-up of its own, and its caller has both', () => {
    const files = filesOf(spec('module', { clusters: [aCluster('production', { from: { kind: 'data' } })] }));
    const child = Object.entries(files).filter(([path]) => path.startsWith('irsa-module/'));
    expect(child.map(([path]) => path)).toEqual(
      ['irsa-versions.tf', 'irsa-variables.tf', 'irsa-cluster.tf', 'irsa-my-app.tf', 'irsa-outputs.tf'].map(
        (name) => `irsa-module/${name}`,
      ),
    );
    for (const [, content] of child) expect(content).not.toMatch(/^provider |aws_eks_cluster|openid_connect/m);
    expect(files['irsa-providers.tf']).toContain('provider "aws"');
    expect(files['irsa-cluster.tf']).toContain('data "aws_iam_openid_connect_provider" "irsa_production"');
    expect(files['irsa-module.tf']).toContain(
      'irsa_production_oidc_provider_arn = data.aws_iam_openid_connect_provider.irsa_production.arn',
    );
  });

  test('asks for nothing that it does not use', () => {
    expect(filesOf(spec('module'))['irsa-module/irsa-variables.tf']).not.toContain('cluster_name');
  });

  test('takes what its workloads refer to as inputs, each once', () => {
    const app = (id: string, reference: string) =>
      anApp(id, { grants: [{ service: 's3', options: { bucket: { ref: reference }, access: 'read' } }] });
    const files = filesOf(
      spec('module', {
        apps: [app('a', 'aws_s3_bucket.orders.arn'), app('b', 'aws_s3_bucket.orders.arn'), app('c', 'aws_s3_bucket.orders["arn"]')],
      }),
    );
    expect(files['irsa-module.tf']).toMatch(
      /irsa_aws_s3_bucket_orders_arn += aws_s3_bucket\.orders\.arn\n +irsa_aws_s3_bucket_orders_arn_2 += aws_s3_bucket\.orders\["arn"\]/,
    );
    expect(files['irsa-module/irsa-a.tf']).toContain('var.irsa_aws_s3_bucket_orders_arn');
    expect(files['irsa-module/irsa-b.tf']).toContain('var.irsa_aws_s3_bucket_orders_arn');
    expect(files['irsa-module/irsa-a.tf']).not.toContain('aws_s3_bucket.');
  });

  test('keeps its labels whatever its caller holds', () => {
    const facts = someFacts({ addresses: ['module.irsa_my_app', 'module.irsa', 'output.irsa_role_arns'] });
    const files = filesOf(spec('module'), facts);
    expect(files['irsa-module/irsa-my-app.tf']).toContain('module "irsa_my_app"');
    expect(files['irsa-module.tf']).toContain('module "irsa_2"');
    expect(files['irsa-outputs.tf']).toContain('output "irsa_role_arns_2"');
    expect(files['irsa-outputs.tf']).toContain('module.irsa_2.irsa_role_arns');
  });
});

describe('a caller', () => {
  const from = (source: ClusterSource, more = {}) => ({ clusters: [aCluster('production', { from: source, ...more })] });
  const referring = {
    apps: [anApp('a', { grants: [{ service: 's3', options: { bucket: { ref: 'aws_s3_bucket.a.arn' }, access: 'read' } }] })],
  };

  test.each<[Caller, Parameters<typeof aSpec>[0], string]>([
    ['terragrunt', from({ kind: 'data' }), 'caller-source'],
    ['terragrunt', { ...from(dependency), ...referring }, 'caller-reference'],
    ['terragrunt', from(dependency, { oidcProvider: 'create' }), 'caller-source'],
    ['tfvars', from({ kind: 'module', label: 'eks' }), 'caller-source'],
    ['tfvars', { clusters: [aCluster('a'), aCluster('b', { region: 'eu-west-1' })], primary: 'a' }, 'caller-aliases'],
  ])('%s is refused what it cannot hand over: %#', (caller, more, code) => expect(problemsOf(spec(caller, more))).toContain(code));

  test('of HCP Terraform needs a root without a backend', () => {
    const cloud = { organization: 'acme', workspace: 'irsa-{group}' };
    const at = { file: 'backend.tf', line: 2 };
    expect(problemsOf(spec('tfvars', { terraform: { layout: 'module', caller: { name: 'tfvars' }, cloud } }))).toContain(
      'cloud-needs-root',
    );
    expect(problemsOf(aSpec({ apps: [anApp('a')], terraform: { cloud } }), someFacts({ backend: at }))).toContain('backend-there');
    expect(filesOf(aSpec({ apps: [anApp('a')], terraform: { cloud } }))['irsa-cloud.tf']).toContain('"irsa-production"');
    expect(filesOf(aSpec({ apps: [anApp('a')], terraform: { cloud, engine: { name: 'opentofu' } } }))['irsa-cloud.tf']).toContain(
      'hostname     = "app.terraform.io"',
    );
  });

  test('Terragrunt mocks have the form that the module expects in every partition', () => {
    const arn = (region: string) =>
      /oidc_provider_arn += "(.*)"/.exec(filesOf(spec('terragrunt', from(dependency, { region })))['terragrunt.hcl'] ?? '')?.[1];
    expect(arn('us-east-1')).toBe(`arn:aws:iam::000000000000:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/${'0'.repeat(32)}`);
    expect(arn('cn-north-1')).toMatch(/^arn:aws-cn:.*cn-north-1\.amazonaws\.com\.cn/);
  });

  test('Terragrunt includes the file that the spec names, and is told if no folder above holds it', () => {
    const named = spec('terragrunt', {
      ...from(dependency),
      terraform: { layout: 'module', caller: { name: 'terragrunt', root: 'live.hcl' } },
    });
    expect(problemsOf(named)).toContain('terragrunt-root-not-found');
    expect(problemsOf(named, someFacts({ hclAbove: ['live.hcl'] }))).toEqual([]);
    expect(filesOf(named)['terragrunt.hcl']).toContain('find_in_parent_folders("live.hcl")');
  });
});
