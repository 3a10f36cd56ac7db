import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withHeader } from '../../../src/emit/header.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { sha256 } from '../../../src/repo/digest.ts';
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

  test('reports broken files by line and column, and reads the others', async () => {
    const { facts, problems } = await scanRoot(
      folder({
        'a.tf': 'resource "x" "y" {\n}}\n',
        'b.tf': 'variable "b" {}\n',
        'c.tf.json': '{\n  "a": oops }',
        'd.tf.json': '{',
        'e.tf': 'module "x" {\n',
      }),
    );
    expect(facts.addresses).toEqual(['var.b']);
    expect(problems.map(({ severity, file, line, column }) => ({ severity, file, line, column }))).toEqual([
      { severity: 'warning', file: 'a.tf', line: 2, column: 2 },
      { severity: 'warning', file: 'c.tf.json', line: 2, column: 8 },
      { severity: 'warning', file: 'd.tf.json', line: 1, column: 2 },
      { severity: 'warning', file: 'e.tf', line: 2, column: 1 },
    ]);
  });

  test('passes over symlinks that lead nowhere with a warning, and over folders without one', async () => {
    const at = folder({ 'main.tf': 'variable "x" {}\n' });
    symlinkSync('nowhere', join(at, 'gone.tf'));
    mkdirSync(join(at, 'folder.tf'));
    const { facts, problems } = await scanRoot(at);
    expect(facts.addresses).toEqual(['var.x']);
    expect(problems).toMatchObject([{ code: 'terraform-unreadable', file: 'gone.tf' }]);
  });

  test('leaves out files that create-irsa wrote, edited since or not', async () => {
    const content = withHeader(
      { path: 'irsa-x.tf', content: 'module "irsa_x" {\n  source = "s"\n}\n', comments: 'hash' },
      'irsa.yaml',
      sha256,
    );
    const { facts } = await scanRoot(
      folder({ 'irsa-x.tf': content, 'irsa-y.tf': content.replace('irsa_x', 'irsa_y'), 'main.tf': 'variable "x" {}' }),
    );
    expect(facts).toEqual({ ...emptyFacts, addresses: ['var.x'] });
  });

  test('merges override files into what they override', async () => {
    const { facts } = await scanRoot(
      folder({
        'a_override.tf': 'module "eks" {\n  version = "21.0.0"\n}\nterraform {\n  required_providers {\n    aws = "~> 6.0"\n  }\n}\n',
        'main.tf':
          'module "eks" {\n  source = "s"\n  version = "20.0.0"\n}\nterraform {\n  required_providers {\n    aws = "~> 5.0"\n    tls = "~> 4.0"\n  }\n}\n',
      }),
    );
    expect(facts.modules).toEqual([{ label: 'eks', source: 's', version: '21.0.0', at: { file: 'main.tf', line: 1 } }]);
    expect(Object.entries(facts.requiredProviders).map(([name, { version }]) => [name, version])).toEqual([
      ['aws', '~> 6.0'],
      ['tls', '~> 4.0'],
    ]);
  });

  test('reads OpenTofu files in place of the Terraform files they shadow', async () => {
    const { facts } = await scanRoot(folder({ 'a.tf': 'variable "tf" {}', 'a.tofu': 'variable "tofu" {}', 'b.tf': 'variable "b" {}' }));
    expect(facts).toEqual({ ...emptyFacts, addresses: ['var.b', 'var.tofu'], openTofu: true });
  });

  test('ignores files that Terraform ignores', async () => {
    const { facts } = await scanRoot(
      folder({ '.hidden.tf': 'variable "a" {}', 'x.tf~': 'variable "b" {}', '#x.tf#': 'variable "c" {}', 'x.tfvars': 'd = 1', 'm.tf': '' }),
    );
    expect(facts.addresses).toEqual([]);
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
    put(repository, { 'envs/prod/more.tf': 'module "alone" {\n  source = "../..//modules/alone/"\n}\n' });
    expect(await isChild('modules/alone')).toBe(true);
  });

  test('reads junk without falling over', async () => {
    const junk = Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
    const { problems } = await scanRoot(
      folder({ 'junk.tf': junk, 'nul.tf': '\0\0\0', 'deep.tf.json': '['.repeat(100_000), 'open.tf': 'a = '.concat('['.repeat(20_000)) }),
    );
    expect(problems.map((p) => p.file)).toEqual(['deep.tf.json', 'junk.tf', 'nul.tf', 'open.tf']);
  });

  (process.getuid?.() === 0 ? test.skip : test)('reports a file that it may not read', async () => {
    const at = folder({ 'main.tf': 'variable "x" {}\n' });
    chmodSync(join(at, 'main.tf'), 0);
    expect((await scanRoot(at)).problems).toMatchObject([{ code: 'terraform-unreadable' }]);
  });
});
