import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { chooseRoot, rootsBelow } from '../../src/cli/roots-below.ts';
import { scriptedAsker } from '../support/scripted-asker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { execFileSync } from 'node:child_process';

const root = (name: string): string =>
  `provider "aws" {\n  region = "eu-west-1"\n}\n\nmodule "eks" {\n  source       = "terraform-aws-modules/eks/aws"\n  cluster_name = "${name}"\n}\n`;

const REPOSITORY = {
  'envs/dev/main.tf': root('dev'),
  'envs/prod/main.tf': `${root('prod')}module "net" {\n  source = "../../modules/net"\n}\n`,
  'modules/net/main.tf': 'provider "aws" {\n  alias = "x"\n}\n',
  'modules/tags/main.tf': 'locals {}\n',
  'state/main.tf': 'terraform {\n  backend "s3" {}\n}\n',
  '.terraform/modules/x/main.tf': root('x'),
};

function repository(files: Readonly<Record<string, string>>): string {
  const top = temporaryFolder(files);
  execFileSync('git', ['init', '-q', top]);
  return top;
}

describe('root modules below the folder of the wizard', () => {
  test('are those with providers or a state that nobody calls', async () => {
    const top = repository(REPOSITORY);
    expect(await rootsBelow(top)).toEqual([
      { folder: join(top, 'state'), note: 'makes no cluster' },
      { folder: join(top, 'envs/dev'), note: 'dev' },
      { folder: join(top, 'envs/prod'), note: 'prod' },
    ]);
  });

  test('are not looked for where there is Terraform, or a spec, already', async () => {
    expect(await rootsBelow(repository({ ...REPOSITORY, 'main.tf': 'locals {}\n' }))).toEqual([]);
    expect(await rootsBelow(repository({ ...REPOSITORY, 'irsa.yaml': 'version: 1\n' }))).toEqual([]);
    expect(await rootsBelow(join(repository({}), 'nowhere'))).toEqual([]);
  });

  test('are said to have the cluster of a module that they call, and one with a cluster is proposed', async () => {
    const caller = 'provider "aws" {}\n\nmodule "platform" {\n  source = "../modules/platform"\n}\n';
    const top = repository({
      'dns/main.tf': 'provider "aws" {}\n',
      'live/main.tf': caller,
      'modules/platform/main.tf': 'module "cluster" {\n  source = "../cluster"\n}\n',
      'modules/cluster/main.tf': 'resource "aws_eks_cluster" "this" {}\n',
    });
    const roots = await rootsBelow(top);
    expect(roots).toEqual([
      { folder: join(top, 'dns'), note: 'makes no cluster' },
      { folder: join(top, 'live'), note: 'module "platform"' },
    ]);
    expect(await chooseRoot(roots, top, scriptedAsker([]))).toBe(join(top, 'live'));
  });

  test('are chosen from, or a new one is begun here', async () => {
    const roots = [{ folder: 'envs/dev', note: 'dev' }];
    expect(await chooseRoot(roots, '.', scriptedAsker([['Which root module', 'envs/dev']]))).toBe('envs/dev');
    expect(await chooseRoot(roots, '.', scriptedAsker([['Which root module', 'A new one, here']]))).toBe('.');
  });
});
