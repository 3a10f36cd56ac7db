/** `layout: module`: the child module with each of its callers, planned by the real terraform. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { providersOf, resources, trustPolicies } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const APPS = `namespaces: { shop: { create: true } }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  orders:
    namespace: shop
    grants: [{ sqs: { queue: orders, access: consume } }]
`;
const ARN = 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/00000000000000000000000000000000';

const subjects = (plan: Parameters<typeof trustPolicies>[0]): string[] =>
  Object.values(trustPolicies(plan))
    .flatMap(({ Statement }) => Statement.flatMap(({ Condition }) => Object.values(Condition?.['StringEquals'] ?? {})))
    .flat()
    .filter((value) => value.startsWith('system:'))
    .sort();

judgedWithModules('a child module', (modules) => {
  describe('called by a module block', () => {
    const SPEC = `version: 1
primary: virginia
terraform: { layout: module }
clusters:
  virginia: { region: us-east-1, from: { variables: true } }
  frankfurt:
    region: eu-central-1
    providers: { aws: aws.frankfurt, kubernetes: kubernetes.frankfurt }
    from: { literal: { oidcProviderArn: "${ARN.replace('us-east-1', 'eu-central-1')}" } }
${APPS.replace('grants: [', 'grants: [{ s3: { bucket: { ref: aws_s3_bucket.orders.arn }, access: read } }, ')}`;
    const MAIN = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.95"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.30"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

provider "kubernetes" {
  alias = "frankfurt"
  host  = "https://frankfurt.example"
}

provider "kubernetes" {
  host = "https://virginia.example"
}

resource "aws_s3_bucket" "orders" {
  bucket = "orders"
}
`;

    test.each(['hcl', 'json'] as const)('is passed its inputs and providers (%s)', async (format) => {
      const dir = writeFiles(temporaryFolder(), { 'irsa.yaml': SPEC, 'main.tf': MAIN });
      const { files } = await generateInto(dir, { format });
      expect(Object.keys(files)).toContain(format === 'hcl' ? 'irsa-module/irsa-variables.tf' : 'irsa-module/irsa.tf.json');
      const vars = { irsa_virginia_oidc_provider_arn: ARN };
      const { failure, diagnostics, plan } = await judge(dir, { plan: true, validate: true, modules, vars });
      expect(failure).toBeUndefined();
      expect(diagnostics).toEqual([]);
      expect(subjects(plan)).toEqual([
        ...Array<string>(2).fill('system:serviceaccount:external-dns:external-dns'),
        ...Array<string>(2).fill('system:serviceaccount:shop:orders'),
      ]);
      const providers = plan && providersOf(plan);
      expect(providers).toMatchObject({
        'module.irsa.kubernetes_namespace_v1.irsa_shop': 'kubernetes',
        'module.irsa.kubernetes_namespace_v1.irsa_shop_frankfurt': 'kubernetes.frankfurt',
        'module.irsa.aws_iam_policy.irsa_orders': 'aws',
        'module.irsa.aws_iam_policy.irsa_orders_frankfurt': 'aws.frankfurt',
      });
    });

    test('says in its variables what it takes', async () => {
      const dir = writeFiles(temporaryFolder(), { 'irsa.yaml': SPEC, 'main.tf': MAIN });
      await generateInto(dir);
      const vars = { irsa_virginia_oidc_provider_arn: 'arn:aws:iam::1:role/x' };
      expect((await judge(dir, { plan: true, validate: true, modules, vars })).failure).toMatch(
        /Invalid value for variable[\s\S]*irsa_virginia_oidc_provider_arn/,
      );
    });
  });

  describe('run by a Terragrunt unit', () => {
    const SPEC = `version: 1
terraform: { layout: module, caller: terragrunt }
clusters:
  production: { region: us-east-1, from: { dependency: ../eks } }
  green:
    region: eu-west-1
    from: { dependency: { path: ../green, clusterName: name, oidcProviderArn: oidc_arn } }
primary: production
${APPS}`;

    /** As Terragrunt does: the generated file goes into the module, and inputs are its variables. */
    async function unit(spec: string, more: Readonly<Record<string, string>> = {}) {
      const top = writeFiles(temporaryFolder(), { 'live/irsa/irsa.yaml': spec, ...more });
      mkdirSync(join(top, '.git'));
      const dir = join(top, 'live/irsa');
      await generateInto(dir);
      const text = readFileSync(join(dir, 'terragrunt.hcl'), 'utf8');
      const hcl = (await parse('terragrunt.hcl', text)) as Record<string, never>;
      return { dir, text, hcl: hcl as unknown as TerragruntHcl };
    }

    interface TerragruntHcl {
      readonly include?: unknown;
      readonly terraform: readonly { readonly source: string }[];
      readonly dependency: Readonly<
        Record<string, readonly { readonly config_path: string; readonly mock_outputs: Readonly<Record<string, string>> }[]>
      >;
      readonly generate?: Readonly<Record<string, readonly { readonly path: string; readonly contents: string }[]>>;
      readonly inputs: Readonly<Record<string, string>>;
    }

    const inputsOf = ({ dependency, inputs }: TerragruntHcl): Record<string, string> =>
      Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => {
          const [, label = '', output = ''] = /^\$\{dependency\.(\w+)\.outputs\.(\w+)\}$/.exec(value) ?? [];
          return [key, label === '' ? value : (dependency[label]?.[0]?.mock_outputs[output] ?? 'no such mock')];
        }),
      );

    async function planOf(dir: string, hcl: TerragruntHcl) {
      const { path = '', contents = '' } = hcl.generate?.['irsa_providers']?.[0] ?? {};
      writeFileSync(join(dir, 'irsa-module', path), contents);
      const vars = inputsOf(hcl);
      const { failure, diagnostics, plan } = await judge(join(dir, 'irsa-module'), { plan: true, validate: true, modules, vars });
      expect(failure).toBeUndefined();
      expect(diagnostics).toEqual([]);
      return plan;
    }

    test('with outputs of other units, mocked until they are there, and providers for every cluster', async () => {
      const { dir, text, hcl } = await unit(SPEC);
      expect(hcl.include).toBeUndefined();
      expect(hcl.terraform[0]?.source).toBe('.//irsa-module');
      expect(hcl.dependency).toMatchObject({ production: [{ config_path: '../eks' }], green: [{ config_path: '../green' }] });
      expect(hcl.inputs).toMatchObject({ irsa_green_oidc_provider_arn: '${dependency.green.outputs.oidc_arn}' });
      expect(text).toContain('mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]');
      expect((await judge(await configuration(text.replaceAll(/<<EOF[\s\S]*\nEOF\n/g, '""\n')), {})).steps[0]).toMatchObject({
        name: 'fmt',
        ok: true,
      });

      const plan = await planOf(dir, hcl);
      expect(subjects(plan)).toHaveLength(4);
      expect(plan && providersOf(plan)).toMatchObject({
        'kubernetes_service_account_v1.irsa_orders': 'kubernetes',
        'kubernetes_service_account_v1.irsa_orders_green': 'kubernetes.irsa_green',
      });
    });

    test('with EKS Pod Identity associates its roles in each cluster, and installs the agent there', async () => {
      const { dir, hcl } = await unit(`${SPEC.replace('apps:', 'identity: pod-identity\napps:')}  reports:
    namespace: shop
    serviceAccount: { owner: none }
    assumeRoles: [{ role: "arn:aws:iam::444455556666:role/reports", via: target }]
`);
      const plan = await planOf(dir, hcl);
      const all = resources(plan);
      const associated = all.filter(({ type }) => type === 'aws_eks_pod_identity_association').map(({ values = {} }) => values);
      const of = (cluster: string, sa: string, target: object = {}) => ({ cluster_name: cluster, service_account: sa, ...target });
      const target = { target_role_arn: 'arn:aws:iam::444455556666:role/reports' };
      for (const cluster of ['production', 'green'])
        expect(associated).toEqual(
          expect.arrayContaining(
            [of(cluster, 'external-dns'), of(cluster, 'orders'), of(cluster, 'reports', target)].map((said) =>
              expect.objectContaining(said),
            ),
          ),
        );
      expect(associated).toHaveLength(6);
      const agents = all.filter(({ type, values }) => type === 'aws_eks_addon' && values?.['addon_name'] === 'eks-pod-identity-agent');
      expect(agents.map(({ values }) => String(values?.['cluster_name'])).sort()).toEqual(['green', 'production']);
      expect(plan && providersOf(plan)).toMatchObject({ 'kubernetes_service_account_v1.irsa_orders_green': 'kubernetes.irsa_green' });
    });

    test('that includes the root.hcl above it leaves the AWS provider to that', async () => {
      const { hcl } = await unit(SPEC, { 'root.hcl': 'locals {}\n' });
      expect(hcl.include).toEqual({ root: [{ path: '${find_in_parent_folders("root.hcl")}' }] });
      const generated = (await parse('x.tf', hcl.generate?.['irsa_providers']?.[0]?.contents ?? '')) as { provider: { aws: unknown[] } };
      expect(generated.provider.aws).toEqual([{ alias: 'irsa_eu_west_1', region: 'eu-west-1' }]);
    });

    test('with a cluster that no unit makes asks for its address by name', async () => {
      const { dir, hcl } = await unit(`version: 1
terraform: { layout: module, caller: terragrunt }
clusters: { production: { region: us-east-1, from: { literal: { oidcProviderArn: "${ARN}" } } } }
${APPS}`);
      expect(hcl.dependency).toBeUndefined();
      writeFileSync(join(dir, 'irsa-module/irsa-providers.tf'), hcl.generate?.['irsa_providers']?.[0]?.contents ?? '');
      const { failure, plan } = await judge(join(dir, 'irsa-module'), { plan: true, modules, vars: hcl.inputs });
      expect(failure).toBeUndefined();
      expect(subjects(plan)).toHaveLength(2);
    });
  });

  test('run with a tfvars file takes its inputs from there', async () => {
    const dir = writeFiles(temporaryFolder(), {
      'irsa.yaml': `version: 1
terraform: { layout: module, caller: tfvars }
clusters: { production: { region: us-east-1, from: { literal: { oidcProviderArn: "${ARN}" } } } }
outputs: [terraform]
${APPS}`,
    });
    const { files } = await generateInto(dir);
    expect(files['irsa-module/irsa.auto.tfvars']).toContain(`irsa_production_oidc_provider_arn = "${ARN}"`);
    // Whoever runs it configures the providers; here it is this file, in place of AWS_REGION and KUBE_CONFIG_PATH.
    writeFileSync(
      join(dir, 'irsa-module/surroundings.tf'),
      'provider "aws" {\n  region = "us-east-1"\n}\n\nprovider "kubernetes" {\n  host = "https://x.example"\n}\n',
    );
    const { failure, plan } = await judge(join(dir, 'irsa-module'), { plan: true, modules });
    expect(failure).toBeUndefined();
    expect(resources(plan).filter(({ type }) => type === 'aws_iam_role')).toHaveLength(2);
  });

  test('and its root keep their state in a workspace where the spec names one', async () => {
    const dir = writeFiles(temporaryFolder(), {
      'irsa.yaml': `version: 1
terraform: { layout: module, cloud: { organization: acme, workspace: "irsa-{group}-{region}", project: platform } }
clusters: { production: { region: us-east-1, from: { data: true } } }
${APPS}`,
    });
    const { files } = await generateInto(dir);
    expect(files['irsa-cloud.tf']).toContain('name    = "irsa-production-us-east-1"');
    expect(Object.keys(files)).not.toContain('irsa-module/irsa-cloud.tf');
    const { failure, diagnostics } = await judge(dir, { modules });
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });
});
