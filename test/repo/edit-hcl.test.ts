import { describe, expect, test } from '@jest/globals';
import { editHcl } from '../../src/repo/edit-hcl.ts';

const set = (text: string, block: string, path: string, ...value: string[]) =>
  editHcl(text, [{ block: block.split('.'), path: path.split('.'), value }]);

const EKS = `# ours
module "other" {
  enable_irsa = false
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  enable_irsa = var.irsa # for now
  nodes = {
    enable_irsa = false
  }
}
`;

describe('one argument of somebody’s HCL', () => {
  test('is replaced where it stands, and what is beside it stays', async () => {
    expect(await set(EKS, 'module.eks', 'enable_irsa', 'true')).toBe(EKS.replace('var.irsa #', 'true #'));
  });

  test('is put at the end, in a group of its own, as terraform fmt leaves it', async () => {
    expect(await set(EKS, 'module.other', 'cluster_name_prefix', 'true')).toBe(
      EKS.replace('= false\n}\n\n', '= false\n\n  cluster_name_prefix = true\n}\n\n'),
    );
    expect(await set('module "a" {\n  source  = "b"\n  version = "1"\n}\n', 'module.a', 'irsa', 'true')).toBe(
      'module "a" {\n  source  = "b"\n  version = "1"\n  irsa    = true\n}\n',
    );
    expect(await set('locals {\n}\n', 'locals', 'a', '1')).toBe('locals {\n  a = 1\n}\n');
  });

  test('is a block of its own after all others where that is to be added, and none otherwise', async () => {
    const add = (text: string, adds?: true) =>
      editHcl(text, [{ block: ['output', 'arn'], path: ['value'], value: ['module.eks.arn'], ...(adds ? { adds } : {}) }]);
    const block = 'output "arn" {\n  value = module.eks.arn\n}\n';
    expect(await add('', true)).toBe(block);
    expect(await add('locals {}', true)).toBe(`locals {}\n\n${block}`);
    expect(await add('locals {}\r\n\r\n', true)).toBe(`locals {}\r\n\r\n${block.replaceAll('\n', '\r\n')}`);
    expect(await add('output "arn" {\n  value = 1\n}\n', true)).toBe(block);
    expect(await add('output "arn" {', true)).toBeUndefined();
    expect(await add('locals {}\n')).toBeUndefined();
  });

  const providers = (aws: string): string => `terraform {\n  required_providers {\n    ${aws}\n  }\n}\n`;

  test.each([
    ['as an object', 'aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0" # frozen\n    }'],
    ['in one line', 'aws = { source = "hashicorp/aws", version = "~> 5.0" }'],
    ['as a version alone', 'aws = "~> 5.0"'],
    ['with quotes around its name', '"aws" = { "version" = "~> 5.0" }'],
  ])('is found in required_providers: %s', async (_, aws) => {
    const text = providers(aws);
    // A name in quotes is for objects only.
    const found = aws.startsWith('"') ? text.replace('required_providers {', 'required_providers = {') : text;
    expect(await set(found, 'terraform', 'required_providers.aws.version', '">= 6.28"')).toBe(found.replace('~> 5.0', '>= 6.28'));
  });

  test('may be an object over several lines', async () => {
    const text = providers('aws = {\n      source = "hashicorp/aws"\n    }');
    expect(await set(text, 'terraform', 'required_providers.helm', '{', '  source = "hashicorp/helm"', '}')).toBe(
      text.replace('    }\n  }', '    }\n    helm = {\n      source = "hashicorp/helm"\n    }\n  }'),
    );
  });

  test('keeps line ends and a BOM', async () => {
    const text = `\uFEFF${EKS.replaceAll('\n', '\r\n')}`;
    const edited = (await set(text, 'module.other', 'a', '1')) ?? '';
    expect(edited.startsWith('\uFEFF# ours\r\n')).toBe(true);
    expect(edited).not.toMatch(/[^\r]\n/);
  });

  test.each([
    ['no such block', EKS, 'module.none', 'a'],
    ['no place within', EKS, 'module.eks', 'none.a'],
    ['a block on one line', 'module "a" { source = "b" }\n', 'module.a', 'c'],
    ['a file that is broken', 'module "a" {\n', 'module.a', 'c'],
  ])('is not guessed: %s', async (_, text, block, path) => {
    expect(await set(text, block, path, '1')).toBeUndefined();
  });
});
