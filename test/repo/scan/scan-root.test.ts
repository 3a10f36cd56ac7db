import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { scanRoot } from '../../../src/repo/scan/scan-root.ts';
import { folder, put } from '../support/folder.ts';

const MAIN = `terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    helm = "~> 2.0"
  }
}

provider "aws" {
  region = local.region
}

provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}

provider kubernetes {
  host = module.eks.cluster_endpoint
}

locals {
  name   = "pro$\${d}"
  region = "eu-west-1"
  other  = var.x
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.4"

  cluster_name = local.name
  enable_irsa  = true
  vpc_id       = module.vpc.vpc_id
  tags         = { a = "b" }
}

module "many" {
  for_each = toset(["a"])
  source   = "./many"
}

resource "aws_eks_cluster" "this" {
  count = 1
  name  = "plain"
}

resource "aws_eks_cluster" "computed" {
  name = "x-\${var.env}"
}

resource "aws_iam_openid_connect_provider" "this" {
  url = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

resource "kubernetes_namespace_v1" "production" {
  metadata {
    name = "production"
  }
}

resource "kubernetes_namespace" "computed" {
  metadata {
    name = var.namespace
  }
}

data "aws_partition" "current" {}
variable "x" {}
output "y" { value = 1 }
check "health" {}
`;

const without = (fact: object): object => Object.fromEntries(Object.entries(fact).filter(([key]) => key !== 'at'));

describe('scanning a root module', () => {
  test('finds nothing in a folder that is empty or does not exist', async () => {
    const empty = folder();
    expect(await scanRoot(empty)).toEqual({ facts: emptyFacts, problems: [] });
    expect(await scanRoot(join(empty, 'no', 'such'))).toEqual({ facts: emptyFacts, problems: [] });
  });

  test('states what HCL says, following locals to literals and nothing further', async () => {
    const { facts, problems } = await scanRoot(folder({ 'main.tf': MAIN }));
    expect(problems).toEqual([]);
    expect(facts).toMatchObject({
      hasRequiredProviders: true,
      requiredVersion: '>= 1.5',
      isChildModule: false,
      namespaces: ['production'],
    });
    expect(facts.requiredProviders).toEqual({
      aws: { source: 'hashicorp/aws', version: '~> 5.0', at: { file: 'main.tf', line: 4 } },
      helm: { version: '~> 2.0', at: { file: 'main.tf', line: 8 } },
    });
    expect(facts.providers.map(without)).toEqual([
      { name: 'aws', region: 'eu-west-1' },
      { name: 'aws', alias: 'use1', region: 'us-east-1' },
      { name: 'kubernetes' },
    ]);
    expect(facts.modules).toEqual([
      {
        label: 'eks',
        source: 'terraform-aws-modules/eks/aws',
        version: '20.8.4',
        vpcId: 'module.vpc.vpc_id',
        inputs: { cluster_name: 'pro${d}', enable_irsa: true },
        at: { file: 'main.tf', line: 31 },
      },
      { label: 'many', source: './many', repeated: 'for_each', at: { file: 'main.tf', line: 41 } },
    ]);
    expect(facts.eksClusters.map(without)).toEqual([{ label: 'this', name: 'plain', repeated: 'count' }, { label: 'computed' }]);
    expect(facts.oidcProviders.map(without)).toEqual([{ label: 'this', url: 'aws_eks_cluster.this.identity[0].oidc[0].issuer' }]);
    expect(facts.addresses).toEqual(
      [
        'aws_eks_cluster.computed',
        'aws_eks_cluster.this',
        'aws_iam_openid_connect_provider.this',
        'check.health',
        'data.aws_partition.current',
        'kubernetes_namespace.computed',
        'kubernetes_namespace_v1.production',
        'local.name',
        'local.other',
        'local.region',
        'module.eks',
        'module.many',
        'output.y',
        'var.x',
      ].sort(),
    );
  });

  test('finds what is installed, by resources and by the eks module', async () => {
    const { facts } = await scanRoot(
      folder({
        'main.tf': `locals {
  chart = "external-dns"
}
resource "helm_release" "dns" {
  name  = "dns"
  chart = local.chart
}
resource "helm_release" "computed" {
  chart = var.chart
}
resource "aws_eks_addon" "ebs" {
  addon_name = "aws-ebs-csi-driver"
}
module "eks" {
  source = "terraform-aws-modules/eks/aws"
  vpc_id = local.vpc_id
  addons = {
    coredns = {}
    vpc-cni = { before_compute = true }
  }
}
`,
      }),
    );
    expect(facts.installed).toEqual([
      { kind: 'chart', name: 'external-dns', at: { file: 'main.tf', line: 4 } },
      { kind: 'eks-add-on', name: 'aws-ebs-csi-driver', at: { file: 'main.tf', line: 11 } },
      { kind: 'eks-add-on', name: 'coredns', at: { file: 'main.tf', line: 14 } },
      { kind: 'eks-add-on', name: 'vpc-cni', at: { file: 'main.tf', line: 14 } },
    ]);
    expect(facts.modules[0]?.vpcId).toBe('local.vpc_id');
  });

  test('states the same for JSON as for HCL', async () => {
    const json = {
      '//': 'a comment',
      terraform: { required_version: '>= 1.5', required_providers: [{ aws: { source: 'hashicorp/aws', version: '~> 5.0' } }] },
      provider: { aws: [{ region: '${local.region}' }, { alias: 'use1', region: 'us-east-1' }] },
      locals: { name: 'pro$${d}', region: 'eu-west-1' },
      module: {
        eks: { '//': 'x', source: 'terraform-aws-modules/eks/aws', version: '20.8.4', cluster_name: '${local.name}', enable_irsa: true },
      },
      resource: {
        aws_eks_cluster: { this: { name: 'plain', count: 1 }, computed: [{ name: 'x-${var.env}' }] },
        aws_iam_openid_connect_provider: { this: { url: '${aws_eks_cluster.this.identity[0].oidc[0].issuer}' } },
        kubernetes_namespace: { p: { metadata: [{ name: 'production' }] } },
      },
      variable: { x: {} },
      output: { y: { value: 1 } },
    };
    const { facts, problems } = await scanRoot(folder({ 'main.tf.json': `\uFEFF${JSON.stringify(json, null, 2)}` }));
    expect(problems).toEqual([]);
    expect(facts.requiredProviders).toEqual({ aws: { source: 'hashicorp/aws', version: '~> 5.0', at: { file: 'main.tf.json', line: 7 } } });
    expect(facts.providers.map(without)).toEqual([
      { name: 'aws', region: 'eu-west-1' },
      { name: 'aws', alias: 'use1', region: 'us-east-1' },
    ]);
    expect(facts.modules.map(without)).toEqual([
      { label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '20.8.4', inputs: { cluster_name: 'pro${d}', enable_irsa: true } },
    ]);
    expect(facts.modules[0]?.at.line).toBe(
      JSON.stringify(json, null, 2)
        .split('\n')
        .findIndex((l) => l.includes('"eks"')) + 1,
    );
    expect(facts.eksClusters.map(without)).toEqual([{ label: 'this', name: 'plain', repeated: 'count' }, { label: 'computed' }]);
    expect(facts.oidcProviders.map(without)).toEqual([{ label: 'this', url: 'aws_eks_cluster.this.identity[0].oidc[0].issuer' }]);
    expect(facts).toMatchObject({ namespaces: ['production'], requiredVersion: '>= 1.5' });
    expect(facts.addresses).toContain('local.name');
    expect(facts.addresses).toContain('var.x');
  });

  test('sees which cluster an OIDC provider is of, through a local, and whether its address needs an index', async () => {
    const root = folder();
    put(root, {
      'main.tf': `locals {
  issuer = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "eks" {
  count = 1
  url   = local.issuer
}
`,
    });
    expect((await scanRoot(root)).facts.oidcProviders).toMatchObject([
      { label: 'eks', url: 'aws_eks_cluster.this[0].identity[0].oidc[0].issuer', repeated: 'count' },
    ]);
  });

  test('reads CRLF, BOM and escapes', async () => {
    const { facts } = await scanRoot(folder({ 'main.tf': '\uFEFFmodule "eks" {\r\n  source = "a\\u00e9\\"b\\\\"\r\n}\r\n' }));
    expect(facts.modules).toEqual([{ label: 'eks', source: 'aé"b\\', at: { file: 'main.tf', line: 1 } }]);
  });

  test('reads any string back as it was before it was quoted', async () => {
    const quote = (text: string): string =>
      `"${text
        .replace(/[\\"]/g, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replaceAll('\t', '\\t')
        .replace(/[$%](?=\{)/g, '$&$&')}"`;
    const at = folder();
    const tricky = fc
      .array(fc.constantFrom('$', '%', '{', '}', '\\', '"', '\n', 'n', 'u0041', 'é', '😀', ' ', '#', '//', '<<EOT'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(tricky, async (text) => {
        // `$${` is how HCL spells `${`, so a dollar before one is spelled in another way, which is not the matter here.
        fc.pre(!/[$%]{2}\{/.test(text));
        put(at, { 'main.tf': `module "x" {\n  source = ${quote(text)}\n}\n` });
        expect((await scanRoot(at)).facts.modules[0]?.source).toBe(text);
        put(at, { 'main.tf': '', 'main.tf.json': JSON.stringify({ module: { x: { source: text.replace(/[$%](?=\{)/g, '$&$&') } } }) });
        expect((await scanRoot(at)).facts.modules[0]?.source).toBe(text);
        rmSync(join(at, 'main.tf.json'));
      }),
    );
  });

  test('knows the installed modules and locked providers', async () => {
    const { facts } = await scanRoot(
      folder({
        'main.tf': 'module "eks" {\n  source = "terraform-aws-modules/eks/aws"\n}\nmodule "moved" {\n  source = "b/c/d"\n}\n',
        '.terraform.lock.hcl':
          '# made by init\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.100.0"\n  constraints = "~> 5.0"\n  hashes = [\n    "h1:x",\n  ]\n}\nprovider "registry.terraform.io/other/aws" {\n  version = "1.0.0"\n}\n',
        '.terraform/modules/modules.json': JSON.stringify({
          Modules: [
            { Key: '', Source: '', Dir: '.' },
            { Key: 'eks', Source: 'registry.terraform.io/terraform-aws-modules/eks/aws', Version: '20.37.2', Dir: 'x' },
            { Key: 'moved', Source: 'registry.terraform.io/old/c/d', Version: '1.0.0', Dir: 'x' },
            null,
          ],
        }),
      }),
    );
    expect(facts.lockedProviders).toEqual({ aws: '5.100.0' });
    expect(facts.modules.map((m) => [m.label, m.resolved])).toEqual([
      ['eks', '20.37.2'],
      ['moved', undefined],
    ]);
  });

  test('survives broken lock files and lists of modules', async () => {
    const files = {
      'main.tf': 'module "eks" {\n  source = "s"\n}\n',
      '.terraform.lock.hcl': 'provider {{{',
      '.terraform/modules/modules.json': '[}',
    };
    const { facts } = await scanRoot(folder(files));
    expect(facts.lockedProviders).toEqual({});
    expect(facts.modules[0]?.resolved).toBeUndefined();
  });

  test('sees that another root of the repository calls it as a module', async () => {
    const repository = folder({
      '.git/HEAD': '',
      'envs/prod/main.tf': 'module "irsa" {\n  source = "../../modules/irsa"\n}\n',
      'modules/irsa/main.tf': 'variable "x" {}\n',
      'modules/alone/main.tf': 'variable "x" {}\n',
      'node_modules/a/main.tf': 'module "a" {\n  source = "../../modules/alone"\n}\n',
      'envs/prod/.terraform/modules/main.tf': 'module "a" {\n  source = "../../../../modules/alone"\n}\n',
      'reusable/main.tf': 'variable "x" {}\n',
      'reusable/examples/complete/main.tf.json': '{"module":{"it":{"source":"../.."}}}',
    });
    const isChild = async (path: string): Promise<boolean> => (await scanRoot(join(repository, path))).facts.isChildModule;
    expect(await isChild('modules/irsa')).toBe(true);
    expect(await isChild('reusable')).toBe(true);
    expect(await isChild('envs/prod')).toBe(false);
    expect(await isChild('modules/alone')).toBe(false);
    put(repository, { 'envs/prod/new.tf': 'module "new" {\n  source = "../../modules/new"\n}\n' });
    expect(await isChild('modules/new')).toBe(true);
    put(repository, { 'modules/new/irsa.yaml': 'version: 1\n' });
    expect(await isChild('modules/new')).toBe(true);
    put(repository, { 'envs/prod/more.tf': 'module "alone" {\n  source = "../..//modules/alone/"\n}\n' });
    expect(await isChild('modules/alone')).toBe(true);
  });
});
