/** `create-irsa adopt`, from what is applied to what is applied next: plans say that nothing is made, changed or destroyed. */
import { writeFileSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { adopt, applied, type Adopted } from '../support/adopt.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, type State } from '../support/terraform/evaluate.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';
import { appliedForReal } from '../support/terraform/moto.ts';
import { inPhases } from '../support/terraform/phases.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

const ROOT = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

locals {
  name = "shop"
}

resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://oidc.eks.us-east-1.amazonaws.com/id/AAAA"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_policy" "orders" {
  name   = "orders"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::orders/*" }] })
}
`;

const admits = (account: string) => `
  oidc_providers = {
    main = {
      provider_arn               = aws_iam_openid_connect_provider.eks.arn
      namespace_service_accounts = ["${account}"]
    }
  }
`;

const IAM_5 = 'source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"\n  version = "5.60.0"';
const IAM_6 = 'source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"\n  version = "6.5.0"';

const READERS = `
output "dns" {
  value = "dns is \${module.dns.ARN}"
}
`;

const WITH_IAM_5 = `${ROOT}
module "ebs_csi" {
  ${IAM_5}

  role_name             = "\${local.name}-ebs"
  role_description      = "EBS CSI driver"
  attach_ebs_csi_policy = true
${admits('kube-system:ebs-csi-controller-sa')}
  tags = { team = "platform" }
}

module "dns" {
  ${IAM_5}

  role_name                     = "dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]
${admits('external-dns:external-dns')}}

module "orders" {
  ${IAM_5}

  role_name = "orders"
  role_policy_arns = {
    own = aws_iam_policy.orders.arn
    sqs = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
  }
${admits('shop:orders')}}
${READERS.replace('ARN', 'iam_role_arn')}`;

const WITH_IAM_6 = `${ROOT}
module "ebs_csi" {
  ${IAM_6}

  name                  = "ebs"
  use_name_prefix       = false
  policy_name           = "ebs-policy"
  attach_ebs_csi_policy = true
${admits('kube-system:ebs-csi-controller-sa')}}

module "dns" {
  ${IAM_6}

  name                          = "dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]
${admits('external-dns:external-dns')}}

module "orders" {
  ${IAM_6}

  name            = "orders"
  use_name_prefix = false
  policies = {
    own = aws_iam_policy.orders.arn
  }
${admits('shop:orders')}}
${READERS.replace('ARN', 'arn')}`;

const RAW = `${ROOT}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.eks.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub"
      values   = ["system:serviceaccount:shop:orders"]
    }
    condition {
      test     = "StringEquals"
      variable = "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "orders" {
  name               = "orders"
  path               = "/shop/"
  description        = "For the shop"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  tags = { team = "shop" }
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.orders.name
  policy_arn = aws_iam_policy.orders.arn
}

resource "aws_iam_role_policy_attachment" "sqs" {
  role       = aws_iam_role.orders.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
}

resource "aws_iam_role_policy" "more" {
  name   = "more"
  role   = aws_iam_role.orders.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::orders" }] })
}

output "orders" {
  value      = "orders is \${aws_iam_role.orders.arn}"
  depends_on = [aws_iam_role_policy_attachment.own]
}
`;

judgedWithModules('a root that is adopted', (modules) => {
  async function stateOf(dir: string, keep: string): Promise<State> {
    const { failure, state } = await judge(dir, { ...applyOnly, modules, keep });
    expect(failure).toBeUndefined();
    if (state === undefined) throw new Error('nothing was applied');
    return state;
  }

  async function planned(dir: string, keep: string): Promise<Readonly<Record<string, string>>> {
    const { failure, plan } = await judge(dir, { ...planOnly, modules, keep });
    expect(failure).toBeUndefined();
    if (plan === undefined) throw new Error('nothing was planned');
    return changes(plan);
  }

  function stateFile(state: State): string {
    const file = join(temporaryFolder(), 'state.json');
    writeFileSync(file, JSON.stringify(state));
    return file;
  }

  /** Applied, adopted, patched: what the next plan changes. */
  async function afterAdoption(
    text: string,
  ): Promise<{ dir: string; keep: string; adopted: Adopted; changed: Readonly<Record<string, string>> }> {
    const [dir, keep] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(dir, 'main.tf'), text);
    const state = stateFile(await stateOf(dir, keep));
    const adopted = await adopt(dir, '--state', state, '--cluster', 'shop', '--yes');
    expect([adopted.code, adopted.told]).toEqual([0, adopted.told]);
    applied(dir, adopted);
    return { dir, keep, adopted, changed: await planned(dir, keep) };
  }

  test.each([
    ['iam 5.x', WITH_IAM_5],
    ['iam 6.x', WITH_IAM_6],
  ])('from %s has nothing to add, to change or to destroy', async (_, text) => {
    const { dir, keep, adopted, changed } = await afterAdoption(text);
    expect(adopted.answer.left).toEqual([]);
    expect(adopted.answer.taken.map(({ address, workload }) => [address, workload])).toEqual([
      ['module.ebs_csi', 'aws-ebs-csi-driver'],
      ['module.dns', 'external-dns'],
      ['module.orders', 'orders'],
    ]);
    expect(changed).toEqual({});

    await stateOf(dir, keep);
    expect((await adopt(dir, '--finish', '--yes')).code).toBe(0);
    expect([existsSync(join(dir, 'irsa-moved.tf')), readFileSync(join(dir, 'irsa.yaml'), 'utf8').includes('moved')]).toEqual([
      false,
      false,
    ]);
    expect(await planned(dir, keep)).toEqual({});
  });

  test('from a role of its own has nothing to add, to change or to destroy, and leaves policies where they are', async () => {
    const { dir, adopted, changed } = await afterAdoption(RAW);
    expect(adopted.answer.left).toEqual([]);
    expect(adopted.answer.taken).toMatchObject([{ address: 'aws_iam_role.orders', workload: 'orders', to: 'aws_iam_role.irsa_orders' }]);
    expect(changed).toEqual({});
    expect(readFileSync(join(dir, 'main.tf'), 'utf8')).toContain('role   = aws_iam_role.irsa_orders.id');
  });

  test('can be adopted bit by bit: what is said already stays as it is', async () => {
    const [first, second] = [
      WITH_IAM_5.slice(0, WITH_IAM_5.indexOf('module "orders"')),
      RAW.slice(RAW.indexOf('data "aws_iam')).replace('"/shop/"', '"/"'),
    ];
    const { dir, keep } = await afterAdoption(first);
    const spec = join(dir, 'irsa.yaml');
    writeFileSync(spec, readFileSync(spec, 'utf8').replace('addOns:', 'addOns: # of the platform team'));
    writeFileSync(join(dir, 'orders.tf'), second);
    await stateOf(dir, keep);
    const adopted = await adopt(dir, '--yes');
    expect([adopted.code, adopted.answer.left, adopted.answer.taken.map(({ address }) => address)]).toEqual([
      0,
      [],
      ['aws_iam_role.orders'],
    ]);
    expect(readFileSync(spec, 'utf8')).toContain('addOns: # of the platform team');
    applied(dir, adopted);
    expect(await planned(dir, keep)).toEqual({});
  });

  test('is refused by Terraform until the patch is made, rather than made twice', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'main.tf'), WITH_IAM_5);
    const keep = temporaryFolder();
    await stateOf(dir, keep);
    expect((await adopt(dir, '--cluster', 'shop', '--yes')).code).toBe(0);
    const { failure } = await judge(dir, { ...planOnly, modules, keep });
    expect(failure).toMatch(/Moved object still exists/);
  });

  test('gets what newer versions of an add-on need as a change of its own, once moduleOnly goes', async () => {
    const { dir, keep } = await afterAdoption(WITH_IAM_5);
    const file = join(dir, 'irsa.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/ *moduleOnly: true\n/, ''));
    const { execute } = await import('../../src/cli/execute.ts');
    const { silentTerminal } = await import('../support/silent-terminal.ts');
    expect(await execute(['generate', dir], silentTerminal())).toBe(0);
    expect(await planned(dir, keep)).toEqual({
      'aws_iam_policy.irsa_aws_ebs_csi_driver': 'create',
      'module.irsa_aws_ebs_csi_driver.aws_iam_role_policy_attachment.this["irsa"]': 'create',
    });
  });
});

/** The same trust as people write it most, which is the same to IAM and to the provider, and another text. */
const ENCODED = RAW.replace(/data "aws_iam_policy_document" "trust" \{.*?\n\}\n/s, '').replace(
  'data.aws_iam_policy_document.trust.json',
  `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = ""
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = {
          "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub" = ["system:serviceaccount:shop:orders"]
          "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })`,
);

appliedForReal('a root that is adopted, applied for real', () => {
  test.each([
    ['iam 5.x', WITH_IAM_5],
    ['iam 6.x', WITH_IAM_6],
    ['a role whose trust is written by jsonencode', ENCODED],
  ])('from %s has nothing to add, to change or to destroy, and keeps every policy', async (_, text) => {
    await inPhases({ modules: 'doubles', roles: ['orders'] }, async ({ next }) => {
      const dir = temporaryFolder({ 'main.tf': text });
      const before = await next({ dir });
      const state = join(temporaryFolder(), 'state.json');
      writeFileSync(state, JSON.stringify(before.state));
      const adopted = await adopt(dir, '--state', state, '--cluster', 'shop', '--yes');
      expect(adopted).toMatchObject({ code: 0, answer: { left: [] } });
      applied(dir, adopted);
      const { plan, attached } = await next({ dir });
      expect([changes(plan), attached]).toEqual([{}, before.attached]);
    });
  });
});
