import { describe, expect, test } from '@jest/globals';
import type { Dependencies } from '../../../src/plan/repo-facts.ts';
import { scanRoot } from '../../../src/repo/scan/scan-root.ts';
import { folder } from '../support/folder.ts';

async function dependenciesOf(files: Readonly<Record<string, string>>): Promise<Dependencies> {
  const { facts } = await scanRoot(folder(files), { dependencies: true });
  return facts.dependencies as Dependencies;
}

const whole = (to: string) => ({ to, whole: true });
const part = (to: string) => ({ to, whole: false });

describe('what blocks refer to', () => {
  test('is named by address, and said to be all of an expression or a part of it', async () => {
    const { references } = await dependenciesOf({
      'main.tf': `
module "eks" {
  source     = "./eks"
  vpc_id     = module.vpc.vpc_id
  subnet_ids = concat(module.vpc.private_subnets, [aws_subnet.extra["a"].id])
  name       = "\${var.prefix}-x"
  zone       = data.aws_availability_zones.all.names[0]
  depends_on = [null_resource.first]
}

resource "aws_eks_cluster" "x" {
  vpc_config {
    subnet_ids = local.subnets
  }
  dynamic "x" {
    for_each = var.list
    content { y = x.value.z }
  }
}

locals {
  subnets = [for s in data.aws_subnets.all.ids : s if s != var.without]
  other   = 1
}
`,
    });
    expect(references['module.eks']).toEqual([
      whole('module.vpc.vpc_id'),
      part('module.vpc.private_subnets'),
      part('aws_subnet.extra'),
      part('var.prefix'),
      part('data.aws_availability_zones.all'),
      part('null_resource.first'),
    ]);
    // What an iterator names is no address of the root, and nobody looks it up.
    expect(references['aws_eks_cluster.x']).toEqual([part('local.subnets'), part('var.list'), part('x.value')]);
    expect(references['local.subnets']).toEqual([part('data.aws_subnets.all'), part('var.without')]);
    expect(references['local.other']).toEqual([]);
  });

  test('is read from JSON as from HCL', async () => {
    const { references } = await dependenciesOf({
      'main.tf.json': JSON.stringify({
        module: {
          eks: {
            source: './eks',
            vpc_id: '${module.vpc.vpc_id}',
            subnet_ids: ['${aws_subnet.a.id}', 'x-${var.b}', 'plain'],
            depends_on: ['null_resource.first'],
          },
        },
        locals: { here: '${data.aws_region.here.name}' },
      }),
    });
    expect(references['module.eks']).toEqual([
      whole('module.vpc.vpc_id'),
      whole('aws_subnet.a'),
      part('var.b'),
      whole('null_resource.first'),
    ]);
    expect(references['local.here']).toEqual([whole('data.aws_region.here')]);
  });

  test('holds what an override file adds', async () => {
    const { references } = await dependenciesOf({
      'main.tf': 'module "eks" {\n  vpc_id = var.a\n}\n',
      'main_override.tf': 'module "eks" {\n  vpc_id = var.b\n}\n',
    });
    expect(references['module.eks']).toEqual([whole('var.a'), whole('var.b')]);
  });
});

test('variables without a default are required, wherever the default stands', async () => {
  const { requiredVariables } = await dependenciesOf({
    'main.tf': 'variable "a" {}\nvariable "b" {\n  default = null\n}\nvariable "c" {\n  type = string\n}\n',
    'c_override.tf': 'variable "c" {\n  default = "x"\n}\n',
    'more.tf.json': JSON.stringify({ variable: { d: { type: 'string' }, e: { default: 1 } } }),
  });
  expect(requiredVariables).toEqual(['a', 'd']);
});

test('is not looked for where nobody asks', async () => {
  expect((await scanRoot(folder({ 'main.tf': 'variable "a" {}\n' }))).facts.dependencies).toBeUndefined();
});
