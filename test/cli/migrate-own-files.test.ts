import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SPEC } from '../support/before-iam-6.ts';
import { temporaryFolder, writeFiles } from '../support/generate.ts';
import { migrate } from '../support/migrate.ts';
import { OWN } from '../support/own-calls.ts';

let dir = '';
const read = (name: string): string => readFileSync(join(dir, name), 'utf8');

beforeEach(() => {
  dir = temporaryFolder();
});

describe('files of the user’s own', () => {
  const EKS = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.37"

  cluster_name    = "production"
  cluster_version = "1.33"
  vpc_id          = "vpc-0123456789abcdef0"
  cluster_addons = {
    coredns = {}
  }
}

module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "20.37.2"

  cluster_name           = module.eks.cluster_name
  enable_irsa            = true
  irsa_oidc_provider_arn = module.eks.oidc_provider_arn
}
`;
  const apps = SPEC.replace(/addOns:\n(?: .*\n)*/, '');

  test('with eks 20.x come first: what they become is shown, and nothing is written', async () => {
    writeFiles(dir, { 'main.tf': EKS, 'irsa.yaml': apps });
    const { code, answer, told } = await migrate('iam-6', dir, '--yes');
    expect([code, read('main.tf'), read('irsa.yaml')]).toEqual([2, EKS, apps]);
    expect(told).toContain('[versions-unsatisfiable]');
    expect(answer.patches.map(({ lines }) => lines)).toEqual([
      [
        '- version = "~> 20.37"',
        '+ version = "~> 21.19"',
        '- cluster_name    = "production"',
        '+ name = "production"',
        '- cluster_version = "1.33"',
        '+ kubernetes_version = "1.33"',
        '- cluster_addons = {',
        '+ addons = {',
      ],
      [
        '- version = "20.37.2"',
        '+ version = "~> 21.19"',
        '- enable_irsa            = true',
        '- irsa_oidc_provider_arn = module.eks.oidc_provider_arn',
      ],
    ]);
  });

  test('are told which actions the policy of a module gets by it, for the release and the flags that the call has', async () => {
    const call = OWN.replace('~> 5.60', '5.58.0').replace('attach_external_dns_policy    = true', 'attach_ebs_csi_policy = true');
    const off = OWN.replace('"dns"', '"off"').replace('attach_external_dns_policy    = true', 'attach_ebs_csi_policy = false');
    writeFiles(dir, { 'main.tf': call, 'off.tf': off, 'irsa.yaml': apps.replace(/apps:[^]*/, '') });
    const { answer } = await migrate('iam-6', dir, '--dry-run');
    const why = Object.fromEntries(answer.patches.map((patch) => [patch.file, patch.why]));
    expect(why['main.tf']).toMatch(/The plan updates its policy in place: 6\.\d+\.\d+ allows ec2:DescribeInstanceTypes too\./);
    expect(why['off.tf']).not.toContain('updates its policy');
  });

  test('with roles of 5.x are patched by hand; names need a state', async () => {
    writeFiles(dir, { 'main.tf': OWN, 'irsa.yaml': apps.replace(/apps:[^]*/, '') });
    const { code, answer } = await migrate('iam-6', dir, '--dry-run');
    expect([code, answer.roles]).toEqual([0, []]);
    expect(answer.patches[0]?.why).toContain('Say --terraform or --state');
    expect(answer.patches[0]?.lines).toEqual([
      '- source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"',
      '+ source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"',
      '- version = "~> 5.60"',
      '+ version = "~> 6.5"',
      '- role_name                     = "dns"',
      '+ name = "dns"',
      '- policy_name_prefix            = "Own_"',
      '- role_policy_arns              = { extra = "arn:aws:iam::aws:policy/ReadOnlyAccess" }',
      '+ policies = { extra = "arn:aws:iam::aws:policy/ReadOnlyAccess" }',
      '+ use_name_prefix = false',
      'main.tf:27',
      '- value = module.dns.iam_role_arn',
      '+ value = module.dns.arn',
    ]);
  });
});
