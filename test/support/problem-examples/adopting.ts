/** What stands in the way of an adoption. */
import { withCluster, type ExamplesOf } from './example.ts';

const call = (provider: string): string => `module "dns" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name                     = "dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]
  oidc_providers = {
    main = {
      provider_arn               = ${provider}
      namespace_service_accounts = ["external-dns:external-dns"]
    }
  }
}
`;

const IN_A_ROOT = `provider "aws" {
  region = "us-east-1"
}

${call('var.oidc_provider_arn')}`;

const READER = '{ "output": { "dns": { "value": "${module.dns.iam_role_arn}" } } }\n';

export const adopting: ExamplesOf<'Adopting what is there'> = {
  'adopt-region': { files: { 'main.tf': call('var.oidc_provider_arn') }, argv: ['adopt', '--dry-run'] },
  'adopt-child-module': {
    before: ['git init -q'],
    files: { 'roles/main.tf': call('var.oidc_provider_arn'), 'main.tf': 'module "roles" {\n  source = "./roles"\n}\n' },
    argv: ['adopt', 'roles', '--region', 'us-east-1'],
  },
  'adopt-spec-there': {
    files: { 'irsa.yaml': withCluster('terraform: { directory: live }\napps: {}\n'), 'main.tf': IN_A_ROOT },
    argv: ['adopt'],
  },
  'adopt-not-patched': { files: { 'main.tf': IN_A_ROOT, 'outputs.tf.json': READER }, argv: ['adopt', '--dry-run'] },
  'adopt-not-under-way': { files: { 'irsa.yaml': withCluster('apps: {}\n') }, argv: ['adopt', '--finish'] },
};
