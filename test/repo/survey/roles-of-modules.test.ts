/** Each module of the field that makes a role for pods, and what it makes of its inputs according to its source. */
import { describe, expect, test } from '@jest/globals';
import { conditionsOf, edgesFrom, inventoryOf, spelled, subjectsOf } from '../support/surveyed.ts';

const EKS = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.31"
}
`;

const roleIn = async (text: string, files: Readonly<Record<string, string>> = {}) => {
  const inventory = await inventoryOf({ 'main.tf': `${EKS}${text}`, ...files });
  const [role] = inventory.roles;
  if (role === undefined) throw new Error('no role');
  return { inventory, role };
};

describe('terraform-aws-modules/iam', () => {
  test('5.x iam-role-for-service-accounts-eks: one statement a provider, with subjects and audience', async () => {
    const { role, inventory } = await roleIn(`module "irsa" {
  source                     = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version                    = "~> 5.60"
  role_name                  = "external-dns"
  attach_external_dns_policy = true
  role_policy_arns           = { read = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }
  oidc_providers = {
    main = {
      provider_arn               = module.eks.oidc_provider_arn
      namespace_service_accounts = ["external-dns:external-dns", "external-dns:other"]
    }
  }
}`);
    expect(role).toMatchObject({
      id: '#module.irsa',
      form: 'iam-role-for-service-accounts-eks',
      name: 'external-dns',
      at: { file: 'main.tf', line: 5 },
    });
    expect(role.namePrefix).toBeUndefined();
    expect(subjectsOf(role)).toEqual(['external-dns:external-dns', 'external-dns:other']);
    expect(conditionsOf(role).map((condition) => condition.replace(/\$\{.*\}/, 'ISSUER'))).toEqual([
      'StringEquals ISSUER:sub system:serviceaccount:external-dns:external-dns',
      'StringEquals ISSUER:sub system:serviceaccount:external-dns:other',
      'StringEquals ISSUER:aud sts.amazonaws.com',
    ]);
    expect(edgesFrom(inventory, role.id)).toEqual([
      'role-policy #module.irsa/attach_external_dns_policy',
      'role-policy arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
      'role-oidc-provider #module.eks/oidc-provider',
    ]);
    expect(edgesFrom(inventory, '#module.eks/oidc-provider')).toEqual(['oidc-provider-cluster #module.eks']);
  });

  test('4.x lists policies, and compares by StringLike if told to', async () => {
    const { role, inventory } = await roleIn(`module "irsa" {
  source                     = "git::https://github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-role-for-service-accounts-eks?ref=v4.24.1"
  role_name_prefix           = "cni-"
  assume_role_condition_test = "StringLike"
  role_policy_arns           = ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]
  oidc_providers = {
    main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["kube-system:aws-*"] }
  }
}`);
    expect(role).toMatchObject({ name: 'cni-', namePrefix: true, subjects: [{ pattern: true }] });
    expect(edgesFrom(inventory, role.id)).toContain('role-policy arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy');
    expect(inventory.modules.find(({ label }) => label === 'irsa')?.version?.value).toBe('v4.24.1');
  });

  test('6.x iam-role-for-service-accounts: its name is a prefix unless use_name_prefix is false', async () => {
    const call = (more: string) => `module "irsa" {
  source = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  name   = "ebs-csi"
  ${more}
  oidc_providers = { main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["kube-system:ebs-csi-controller-sa"] } }
}`;
    expect((await roleIn(call(''))).role).toMatchObject({ form: 'iam-role-for-service-accounts', namePrefix: true });
    expect((await roleIn(call('use_name_prefix = false'))).role.namePrefix).toBeUndefined();
  });

  test('2.x to 5.x iam-assumable-role-with-oidc makes nothing by default, and compares no audience by default', async () => {
    const call = (more: string) => `module "oidc" {
  source                        = "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc"
  role_name                     = "autoscaler"
  provider_url                  = replace(module.eks.cluster_oidc_issuer_url, "https://", "")
  oidc_fully_qualified_subjects = ["system:serviceaccount:kube-system:cluster-autoscaler"]
  ${more}
}`;
    expect((await inventoryOf({ 'main.tf': call('') })).roles).toEqual([]);
    const { role, inventory } = await roleIn(call('create_role = true'));
    expect(subjectsOf(role)).toEqual(['kube-system:cluster-autoscaler']);
    expect(conditionsOf(role).filter((condition) => condition.includes(':aud'))).toEqual([]);
    expect(edgesFrom(inventory, role.id)).toContain('role-oidc-provider #module.eks/oidc-provider');
  });

  test('iam-eks-role takes clusters by name, and compares no audience', async () => {
    const { role } = await roleIn(`module "role" {
  source                   = "terraform-aws-modules/iam/aws//modules/iam-eks-role"
  version                  = "~> 5.0"
  role_name                = "my-app"
  cluster_service_accounts = { "production" = ["default:my-app", "canary:my-app"] }
}`);
    expect(role.form).toBe('iam-eks-role');
    expect(subjectsOf(role)).toEqual(['default:my-app', 'canary:my-app']);
    expect(conditionsOf(role).join()).not.toContain(':aud');
  });

  test('6.x iam-role by enable_oidc, and by statements of its own', async () => {
    const { role } = await roleIn(`module "role" {
  source             = "terraform-aws-modules/iam/aws//modules/iam-role"
  version            = "~> 6.0"
  name               = "orders"
  enable_oidc        = true
  oidc_provider_urls = ["https://oidc.eks.us-east-1.amazonaws.com/id/ABC"]
  oidc_subjects      = ["system:serviceaccount:shop:orders"]
  oidc_audiences     = ["sts.amazonaws.com"]
  trust_policy_permissions = {
    pods = {
      actions    = ["sts:AssumeRole", "sts:TagSession"]
      principals = [{ type = "Service", identifiers = ["pods.eks.amazonaws.com"] }]
    }
  }
}`);
    expect(conditionsOf(role)).toEqual([
      'StringEquals oidc.eks.us-east-1.amazonaws.com/id/ABC:sub system:serviceaccount:shop:orders',
      'StringEquals oidc.eks.us-east-1.amazonaws.com/id/ABC:aud sts.amazonaws.com',
    ]);
    expect(role.takenBy).toEqual(['web-identity', 'pod-identity']);
  });

  test('a module of the house with the name of one of them is not taken for it', async () => {
    const inventory = await inventoryOf({
      'main.tf': 'module "role" {\n  source = "./modules/iam-role"\n  service = "lambda.amazonaws.com"\n}\n',
      'modules/iam-role/main.tf': `variable "service" {}
resource "aws_iam_role" "this" {
  name               = "x"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = var.service } }] })
}`,
    });
    expect(inventory.roles).toMatchObject([{ id: '#module.role.aws_iam_role.this', form: 'resource', takenBy: ['other'] }]);
  });
});

test('eks-pod-identity: associations with their defaults, the role and its flags', async () => {
  const { role, inventory } = await roleIn(`module "pi" {
  source                     = "terraform-aws-modules/eks-pod-identity/aws"
  version                    = "~> 2.0"
  name                       = "external-dns"
  attach_external_dns_policy = true
  association_defaults       = { namespace = "external-dns", service_account = "external-dns" }
  associations               = { main = { cluster_name = module.eks.cluster_name }, other = { cluster_name = "blue", service_account = "dns" } }
}`);
  expect(role).toMatchObject({ form: 'eks-pod-identity', takenBy: ['pod-identity'], subjects: [] });
  expect(inventory.associations.map(({ id, namespace, serviceAccount }) => [id, namespace, serviceAccount])).toEqual([
    ['#module.pi/associations/main', 'external-dns', 'external-dns'],
    ['#module.pi/associations/other', 'external-dns', 'dns'],
  ]);
  expect(edgesFrom(inventory, '#module.pi/associations/main')).toContain('association-role #module.pi');
});

describe('karpenter of terraform-aws-modules/eks', () => {
  const call = (version: string, more = '') => `module "karpenter" {
  source       = "terraform-aws-modules/eks/aws//modules/karpenter"
  version      = "${version}"
  cluster_name = module.eks.cluster_name
  ${more}
}`;

  test('21.x associates by default', async () => {
    const { inventory } = await roleIn(call('~> 21.0'));
    expect(inventory.roles.map(({ id, takenBy }) => [id, takenBy])).toEqual([
      ['#module.karpenter', ['pod-identity']],
      ['#module.karpenter/node', ['ec2']],
    ]);
    expect(inventory.associations).toMatchObject([{ namespace: 'kube-system', serviceAccount: 'karpenter' }]);
  });

  test('20.x has IRSA on request, for karpenter:karpenter unless told otherwise, and no association by default', async () => {
    const { role, inventory } = await roleIn(
      call('~> 20.31', 'enable_irsa = true\n  irsa_oidc_provider_arn = module.eks.oidc_provider_arn\n  enable_pod_identity = false'),
    );
    expect(subjectsOf(role)).toEqual(['karpenter:karpenter']);
    expect(role.takenBy).toEqual(['web-identity']);
    expect(inventory.associations).toEqual([]);
  });
});

describe('EKS Blueprints', () => {
  test('addons: a role and a ServiceAccount for each add-on that is enabled and has one', async () => {
    const { inventory } = await roleIn(`module "addons" {
  source                              = "aws-ia/eks-blueprints-addons/aws"
  version                             = "~> 1.16"
  oidc_provider_arn                   = module.eks.oidc_provider_arn
  enable_external_dns                 = true
  enable_aws_load_balancer_controller = true
  enable_metrics_server               = true
  enable_velero                       = false
  external_dns                        = { service_account_name = "dns", role_name = "dns-role" }
}`);
    expect(inventory.roles.map((role) => [role.id, ...subjectsOf(role)])).toEqual([
      ['#module.addons/external_dns', 'external-dns:dns'],
      ['#module.addons/aws_load_balancer_controller', 'kube-system:aws-load-balancer-controller-sa'],
    ]);
    expect(edgesFrom(inventory, '#module.addons/external_dns')).toContain('role-oidc-provider #module.eks/oidc-provider');
  });

  test('addon: a role only if it is asked for', async () => {
    const call = (more: string) => `module "addon" {
  source         = "aws-ia/eks-blueprints-addon/aws"
  version        = "~> 1.1"
  namespace      = "team"
  role_name      = "reader"
  oidc_providers = { this = { provider_arn = module.eks.oidc_provider_arn, service_account = "reader" } }
  ${more}
}`;
    expect((await inventoryOf({ 'main.tf': call('') })).roles).toEqual([]);
    expect(subjectsOf((await roleIn(call('create_role = true'))).role)).toEqual(['team:reader']);
  });

  test('irsa of 4.x: the role, and the ServiceAccount that it makes', async () => {
    const { role, inventory } = await roleIn(`module "irsa" {
  source                     = "github.com/aws-ia/terraform-aws-eks-blueprints//modules/irsa?ref=v4.32.1"
  kubernetes_namespace       = "team"
  kubernetes_service_account = "reader"
  irsa_iam_policies          = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
  eks_oidc_provider_arn      = module.eks.oidc_provider_arn
}`);
    expect(subjectsOf(role)).toEqual(['team:reader']);
    expect(edgesFrom(inventory, '#module.irsa/service-account')).toEqual(['service-account-role #module.irsa']);
  });
});

test('cloudposse/eks-iam-role compares by StringLike, and what is not said is *', async () => {
  const { role } = await roleIn(`module "role" {
  source                      = "cloudposse/eks-iam-role/aws"
  version                     = "2.2.1"
  service_account_namespace   = "kube-system"
  eks_cluster_oidc_issuer_url = "https://oidc.eks.us-east-1.amazonaws.com/id/ABC"
}`);
  expect(conditionsOf(role)[0]).toBe('StringLike oidc.eks.us-east-1.amazonaws.com/id/ABC:sub system:serviceaccount:kube-system:*');
  expect(role.subjects).toMatchObject([{ namespace: 'kube-system', serviceAccount: '*', pattern: true }]);
});

test('what cannot be followed is said, and nothing is guessed', async () => {
  const { role } = await roleIn(`variable "providers" {}
module "irsa" {
  source         = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version        = "~> 5.60"
  role_name      = "\${var.stage}-dns"
  oidc_providers = var.providers
}`);
  expect(spelled(role.name)).toBe('${var.stage}-dns');
  expect(role.subjects).toEqual([]);
  expect(role.trust.unread).toMatchObject([{ what: 'oidc_providers', why: 'expression' }]);
});
