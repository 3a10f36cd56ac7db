/** Files of the user's own, patched as create-irsa shows it, are what Terraform takes together with those that it writes. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { prepare } from '../../src/cli/generation.ts';
import { patchLines } from '../../src/cli/report-patch.ts';
import { plain } from '../../src/cli/style.ts';
import { filesIn } from '../support/temporary-folder.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { judge } from '../support/terraform/judge.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

const ROOT = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.90"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}
`;

const EKS = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "prod"
  enable_irsa  = false
}
`;

const APP = 'apps:\n  orders: { namespace: shop, grants: [s3: { bucket: orders, access: read }] }\n';

/** Pasted into a shell as often as it is shown: what shuts everything out comes first, and alone. */
async function patched(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const folder = await configuration(files);
  const source = { file: join(folder, 'irsa.yaml'), text: files['irsa.yaml'] ?? '' };
  for (const _ of [1, 2])
    execFileSync('sh', {
      cwd: folder,
      input: patchLines(await prepare(source, {}), plain)
        .slice(2)
        .join('\n'),
    });
  const { changes, problems, patch } = await prepare(source, {});
  expect([problems, patch]).toEqual([[], undefined]);
  const own = Object.entries(filesIn(folder)).filter(([name]) => name.endsWith('.tf'));
  return Object.fromEntries([...own, ...changes.flatMap(({ path, ours }) => (path.endsWith('.tf') ? [[path, ours ?? ''] as const] : []))]);
}

judgedWithModules('files of the user’s own, patched', (modules) => {
  test.each([
    [
      'the module makes the OIDC provider',
      { 'eks.tf': EKS, 'irsa.yaml': `version: 1\nclusters:\n  prod: { region: us-east-1, from: { module: eks } }\n${APP}` },
    ],
    [
      'the provider is one that the role module takes',
      {
        'irsa.yaml': `version: 1\nterraform: { modules: { iam: 6 } }\nclusters:\n  prod: { region: us-east-1, from: { data: true } }\n${APP}`,
      },
    ],
  ])('%s', async (_, files) => {
    const root = await patched({ 'versions.tf': ROOT, ...files });
    const { failure, diagnostics } = await judge(await configuration(root), { modules });
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });
});
