import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { prepare, type Generation } from '../../src/cli/generation.ts';
import { patchLines } from '../../src/cli/report-patch.ts';
import { plain } from '../../src/cli/style.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

const ROOT = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0" # frozen
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}
`;

const EKS = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  cluster_name = "prod"
  enable_irsa  = false # for now
}
`;

const spec = (more = '') => `version: 1
${more}clusters:
  prod: { region: eu-west-1, from: { module: eks } }
apps:
  orders: { namespace: shop, grants: [s3: { bucket: orders, access: read }] }
`;

/** A repository with the root module somewhere below its top. */
function repository(files: Readonly<Record<string, string>>): string {
  const top = temporaryFolder();
  execFileSync('git', ['init', '-q', top]);
  const folder = join(top, 'live/prod');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const generated = async (folder: string): Promise<Generation> => {
  const file = join(folder, 'irsa.yaml');
  return prepare({ file, text: filesIn(folder)['irsa.yaml'] ?? '' }, {});
};

/** As pasted into a shell. */
const paste = (folder: string, generation: Generation): void => {
  execFileSync('sh', { cwd: folder, input: patchLines(generation, plain).slice(2).join('\n') });
};

describe('what must change in files of the user’s own', () => {
  test('is a patch that git applies, from the folder of irsa.yaml, and that settles it', async () => {
    const folder = repository({ 'versions.tf': ROOT, 'eks.tf': EKS, 'irsa.yaml': spec() });
    const first = await generated(folder);
    expect(first.patch).toEqual(
      expect.arrayContaining(['--- a/eks.tf', '-  enable_irsa  = false # for now', '+  enable_irsa  = true # for now']),
    );
    paste(folder, first);
    expect(filesIn(folder)['eks.tf']).toBe(EKS.replace('false', 'true'));
    expect(filesIn(folder)['versions.tf']).toBe(
      ROOT.replace(
        '    }\n  }',
        '    }\n    kubernetes = {\n      source  = "hashicorp/kubernetes"\n      version = ">= 2.30, < 3.0"\n    }\n  }',
      ),
    );
    const then = await generated(folder);
    expect(then.patch).toBeUndefined();
    expect(then.problems).toEqual([]);
  });

  test('mends a constraint that shuts out what the plan needs, and nothing else', async () => {
    const folder = repository({
      'versions.tf': ROOT,
      'irsa.yaml': spec('terraform: { modules: { iam: 6 } }\n').replace('{ module: eks }', '{ data: true }'),
    });
    const refused = await generated(folder);
    expect(refused.problems.map(({ code }) => code)).toEqual(['versions-unsatisfiable']);
    paste(folder, refused);
    expect(filesIn(folder)['versions.tf']).toBe(ROOT.replace('~> 5.0', '>= 6.28'));
    expect((await generated(folder)).problems).toEqual([]);
  });

  test('offers no constraint that another module of the root refuses', async () => {
    const folder = repository({
      'versions.tf': ROOT,
      'eks.tf': EKS.replace('~> 20.0', '20.37.2'),
      'irsa.yaml': spec('terraform: { modules: { iam: 6 } }\n'),
    });
    const { patch = [], problems } = await generated(folder);
    expect(problems.map(({ code }) => code)).toContain('versions-unsatisfiable');
    expect(patch.join('\n')).not.toContain('versions.tf');
  });

  test('is told in words where the file is JSON', async () => {
    const json = JSON.stringify({ terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } } } });
    const folder = repository({ 'versions.tf.json': json, 'irsa.yaml': spec().replace('{ module: eks }', '{ data: true }') });
    const { patch, nextSteps } = await generated(folder);
    expect(patch).toEqual([]);
    expect(nextSteps?.[0]?.text).toContain('Name provider kubernetes in required_providers (versions.tf.json)');
  });

  test('goes with a root module in a folder of its own', async () => {
    const folder = repository({ 'irsa.yaml': spec('terraform: { directory: tf }\n') });
    mkdirSync(join(folder, 'tf'));
    writeFileSync(join(folder, 'tf/eks.tf'), EKS);
    const generation = await generated(folder);
    expect(generation.patch?.[0]).toBe('--- a/tf/eks.tf');
    paste(folder, generation);
    expect(filesIn(folder)['tf/eks.tf']).toBe(EKS.replace('false', 'true'));
  });
});

describe('a cluster that a module of the repository makes', () => {
  const root = `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "kubernetes" {}

module "platform" {
  source = "../../modules/platform"
}
`;
  const cluster = EKS.replace('  enable_irsa  = false # for now\n', '');
  const named = spec().replace(
    'from: { module: eks }',
    'from: { expressions: { oidcProviderArn: module.platform.oidc_provider_arn, clusterName: module.platform.name } }',
  );

  /** The platform calls the module that calls eks. */
  function layered(outputs: Readonly<Record<string, string>> = {}): string {
    const folder = repository({ 'main.tf': root, 'irsa.yaml': named });
    const modules = {
      'platform/main.tf': 'module "cluster" {\n  source = "../cluster"\n}\n',
      'platform/outputs.tf': 'output "name" {\n  value = module.cluster.cluster_name\n}\n',
      'cluster/main.tf': cluster,
      ...outputs,
    };
    for (const [name, text] of Object.entries(modules)) {
      const file = join(folder, '../../modules', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return folder;
  }

  test('gets the outputs that are missing on the way by a patch, which git applies from the folder above', async () => {
    const folder = layered();
    const first = await generated(folder);
    expect(first.problems).toEqual([
      expect.objectContaining({
        code: 'output-missing',
        severity: 'warning',
        message: expect.stringContaining('"platform" has no output'),
      }),
    ]);
    expect(first.patchAbove).toBe('../..');
    paste(folder, first);
    const modules = join(folder, '../../modules');
    expect(filesIn(modules)['platform/outputs.tf']).toBe(
      'output "name" {\n  value = module.cluster.cluster_name\n}\n\noutput "oidc_provider_arn" {\n  value = module.cluster.oidc_provider_arn\n}\n',
    );
    expect(filesIn(modules)['cluster/outputs.tf']).toBe('output "oidc_provider_arn" {\n  value = module.eks.oidc_provider_arn\n}\n');
    const then = await generated(folder);
    expect(then.problems).toEqual([]);
    expect(then.patch).toBeUndefined();
  });

  test('is said to lack it where nothing below makes a cluster, or too much does', async () => {
    const twice = `${cluster}\n${cluster.replace('"eks"', '"other"')}`;
    for (const text of ['', EKS, cluster.replace('{\n', '{\n  for_each = toset(["a"])\n'), twice]) {
      const found = await generated(layered({ 'cluster/main.tf': text }));
      expect(found.problems).toEqual([expect.objectContaining({ fix: expect.stringContaining('or name one that it has') })]);
      expect(found.patch).toBeUndefined();
    }
  });

  test('that is made only if asked for is named as one of at most one', async () => {
    const folder = layered({ 'cluster/main.tf': cluster.replace('{\n', '{\n  count = 1\n') });
    expect((await generated(folder)).patch).toContain('+  value = one(module.eks[*].oidc_provider_arn)');
  });
});
