/** The wizard in a real terminal, by keystrokes, in a repository with years behind it. */
import { describe, expect, test } from '@jest/globals';
import { program } from '../support/program.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal-session.ts';

const MAIN = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "kubernetes" {
  config_path = "~/.kube/config"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  cluster_name = "production"
}
`;

const [ENTER, DOWN, CTRL_C, CTRL_D] = ['\r', '\u001b[B', '\u0003', '\u0004'];
const repository = () => temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n', 'main.tf': MAIN });
const wizard = (folder: string) => openTerminal(process.execPath, [program], folder);

/** Up to the question of which files to write. */
async function answerAll(folder: string) {
  const terminal = wizard(folder);
  const answer = async (question: string, keys: string) => {
    await terminal.sees(question);
    terminal.types(keys);
  };
  await terminal.sees('Found module "eks" (~> 20.0, main.tf:21)');
  await answer('Name of the EKS cluster (production)', ENTER);
  await answer('Its region (us-east-1)', `us-east-1a${ENTER}`);
  await terminal.sees('is an availability zone, not a region. Write us-east-1.');
  terminal.types(`\u007f${ENTER}`);
  await answer('How does Terraform', ENTER);
  await terminal.sees('Which add-ons');
  terminal.types('dns');
  await terminal.sees('Route 53 records');
  terminal.types(' ');
  await terminal.sees('(1 picked)');
  terminal.types(ENTER);
  await answer('hosted zones', `Z0123456789ABC${ENTER}`);
  await answer('Which of them shall Terraform install', ENTER);
  await answer('Does an application', ENTER);
  await answer('Name of the application', `my-app${ENTER}`);
  await answer('Its namespace', `production${ENTER}`);
  await answer('Its ServiceAccount', `my-app-sa${ENTER}`);
  await answer('What may my-app use?', `${DOWN}${ENTER}`);
  await answer('Which bucket', `my-bucket${ENTER}`);
  await answer('with the objects', ENTER);
  await answer('anything more?', ENTER);
  await answer('What else', ENTER);
  await answer('Does another application', ENTER);
  await answer('Which namespaces', ENTER);
  await terminal.sees('? Write ');
  return terminal;
}

describe('in a repository with module "eks" ~> 20.0 and AWS provider ~> 5.0', () => {
  test('takes iam 5.x by itself, shows the files, writes them, and tells the line that repeats it', async () => {
    const folder = repository();
    const terminal = await answerAll(folder);
    expect(terminal.screen()).toMatch(/iam 6\.x does not fit/);
    expect(terminal.screen()).toMatch(/Roles are made by terraform-aws-modules\/iam 5\.60\.0/);
    expect(terminal.screen()).toMatch(/\+ {2}my-app:[\s\S]*create +irsa-my-app\.tf +\+\d+/);
    terminal.types(`${DOWN}${ENTER}`);
    await terminal.sees('+module "irsa_my_app"');
    await terminal.sees('(Y/n)');
    terminal.types(ENTER);
    expect(await terminal.ends()).toBe(0);
    expect(terminal.screen()).toMatch(/Wrote \d+ files[\s\S]*terraform init[\s\S]*npx create-irsa --yes/);

    const { '.git/HEAD': _head, 'main.tf': main, 'irsa.yaml': spec, ...made } = filesIn(folder);
    expect(main).toBe(MAIN);
    expect(spec).toMatch(/modules: \{ iam: 5 \}/);
    const text = Object.values(made).join('\n');
    expect(text).toContain('module.eks.oidc_provider_arn');
    expect(text).toContain('modules/iam-role-for-service-accounts-eks"');
    expect(text).not.toContain('required_providers');
    expect(text).not.toMatch(/^provider "/m);
  });

  test('Ctrl-C before the last yes leaves the disk untouched and exits 130', async () => {
    const folder = repository();
    const before = filesIn(folder);
    const terminal = await answerAll(folder);
    terminal.types(CTRL_C);
    expect(await terminal.ends()).toBe(130);
    expect(terminal.screen()).toContain('Nothing was written.');
    expect(filesIn(folder)).toEqual(before);
  });

  test.each([
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ])('%s at the first questions does too', async (_name, key) => {
    const folder = repository();
    const before = filesIn(folder);
    const terminal = wizard(folder);
    await terminal.sees('Name of the EKS cluster');
    terminal.types(ENTER);
    await terminal.sees('Its region');
    terminal.types(key);
    expect(await terminal.ends()).toBe(130);
    expect(filesIn(folder)).toEqual(before);
  });
});
