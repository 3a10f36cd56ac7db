/** What terraform refuses, it refuses here too, and at the same step. */
import { expect, test } from '@jest/globals';
import { judged, judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { judge, type StepName } from '../support/terraform/judge.ts';

const IAM_5 = `source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"`;
const IAM_6 = `source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  version = "6.5.0"`;
const ROLE = `resource "aws_iam_role" "app" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
`;

const helm = (version: string): string =>
  `terraform {\n  required_providers {\n    helm = {\n      source  = "hashicorp/helm"\n      version = "${version}"\n    }\n  }\n}\n\nresource "helm_release" "app" {\n  name  = "app"\n  chart = "app"\n}\n\n`;

interface Broken {
  readonly is: string;
  readonly text: string | Readonly<Record<string, string>>;
  readonly fails: StepName;
  readonly because: RegExp;
}

const callsOfModules: readonly Broken[] = [
  {
    is: 'an input that the release does not have',
    text: `module "irsa" {\n  ${IAM_5}\n\n  role_name                   = "app"\n  attach_lb_controller_policy = true\n}\n`,
    fails: 'validate',
    because: /An argument named "attach_lb_controller_policy" is not expected here/,
  },
  {
    is: 'an output of the line before',
    text: `module "irsa" {\n  ${IAM_6}\n\n  name = "app"\n}\n\noutput "arn" {\n  value = module.irsa.iam_role_arn\n}\n`,
    fails: 'validate',
    because: /does not have an attribute named "iam_role_arn"/,
  },
  {
    is: 'an input of another type',
    text: `module "irsa" {\n  ${IAM_6}\n\n  name     = "app"\n  policies = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"\n}\n`,
    fails: 'validate',
    because: /map of string required/,
  },
  {
    is: 'the submodule of another line',
    text: `module "irsa" {\n  ${IAM_5.replace('5.60.0', '6.5.0')}\n\n  role_name = "app"\n}\n`,
    fails: 'init',
    because: /Unreadable module subdirectory/,
  },
  {
    is: 'a release that does not exist',
    text: `module "irsa" {\n  ${IAM_6.replace('6.5.0', '~> 99.0')}\n}\n`,
    fails: 'init',
    because: /no available (release|version)|Unresolvable module version constraint/,
  },
  {
    is: 'eks 20 beside iam 6, which no AWS provider satisfies',
    text: `module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "~> 20.0"\n\n  cluster_name = "production"\n}\n\nmodule "irsa" {\n  ${IAM_6}\n\n  name = "app"\n}\n`,
    fails: 'init',
    because: /no available releases match the given constraints/,
  },
  {
    is: 'a locked provider that the module does not take',
    text: {
      'main.tf': `module "irsa" {\n  ${IAM_6}\n\n  name = "app"\n}\n`,
      '.terraform.lock.hcl': 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.94.1"\n  hashes = [\n    "h1:x=",\n  ]\n}\n',
    },
    fails: 'init',
    because: /locked provider .*aws 5\.94\.1 does not match configured version constraint/,
  },
  {
    is: 'a role name of 65 characters inside a module',
    text: `module "irsa" {\n  ${IAM_5}\n\n  role_name = "${'x'.repeat(65)}"\n}\n`,
    fails: 'plan',
    because: /expected length of name to be in the range \(1 - 64\)/,
  },
  {
    is: 'a module given an alias that the root does not have',
    text: `module "irsa" {\n  ${IAM_5}\n\n  providers = {\n    aws = aws.use1\n  }\n\n  role_name = "app"\n}\n`,
    fails: 'validate',
    because: /missing provider provider\[.*\]\.use1/,
  },
];

const roots: readonly Broken[] = [
  {
    is: 'two required_providers for one name',
    text: {
      'main.tf':
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\n',
      'irsa-versions.tf':
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\n',
    },
    fails: 'init',
    because: /Duplicate required providers configuration/,
  },
  { is: 'a file that fmt would change', text: ROLE.replace('  assume', '    assume'), fails: 'fmt', because: /assume_role_policy = / },
  {
    is: 'a role name of 65 characters',
    text: ROLE.replace('  assume_role_policy', `  name               = "${'x'.repeat(65)}"\n  assume_role_policy`),
    fails: 'validate',
    because: /expected length of name to be in the range \(1 - 64\)/,
  },
  {
    is: 'an alias that no provider block has',
    text: ROLE.replace('  assume_role_policy', '  provider = aws.use1\n\n  assume_role_policy'),
    fails: 'validate',
    because: /Provider configuration not present.*\.use1 is required/,
  },
  {
    is: 'a resource type that does not exist',
    text: ROLE.replace('aws_iam_role', 'aws_iam_rol'),
    fails: 'validate',
    because: /does not support resource type "aws_iam_rol"/,
  },
  {
    is: 'a ServiceAccount without metadata',
    text: 'resource "kubernetes_service_account_v1" "app" {\n  automount_service_account_token = false\n}\n',
    fails: 'validate',
    because: /At least 1 "metadata" blocks are required/,
  },
  {
    is: 'a namespace that the API server refuses',
    text: 'resource "kubernetes_namespace_v1" "app" {\n  metadata {\n    name = "My_App"\n  }\n}\n',
    fails: 'validate',
    because: /RFC 1123/,
  },
  {
    is: 'a policy that is not JSON',
    text: 'resource "aws_iam_policy" "app" {\n  name   = "app"\n  policy = "{ Version: 2012-10-17 }"\n}\n',
    fails: 'validate',
    because: /contains an invalid JSON policy/,
  },
  {
    is: 'a policy document with a Sid twice',
    text: `data "aws_iam_policy_document" "app" {\n${'  statement {\n    sid       = "Read"\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n'.repeat(2)}}\n`,
    fails: 'plan',
    because: /duplicate Sid \(Read\)/,
  },
  {
    is: 'the provider block of helm 2.x for helm 3.x',
    text: `${helm('~> 3.0')}provider "helm" {\n  kubernetes {\n    host = "https://localhost"\n  }\n}\n`,
    fails: 'validate',
    because: /Blocks of type "kubernetes" are not expected here|An argument named "kubernetes"/,
  },
  {
    is: 'the provider block of helm 3.x for helm 2.x',
    text: `${helm('~> 2.9')}provider "helm" {\n  kubernetes = {\n    host = "https://localhost"\n  }\n}\n`,
    fails: 'validate',
    because: /An argument named "kubernetes" is not expected here\. Did you mean to define a block of type "kubernetes"/,
  },
  {
    is: 'a count that is known after apply only',
    text: `${ROLE}\nresource "aws_iam_role" "other" {\n  count              = aws_iam_role.app.arn == "x" ? 1 : 0\n  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}\n`,
    fails: 'plan',
    because: /Invalid count argument/,
  },
];

async function expectBroken({ text, fails, because }: Broken, modules: 'stubs' | 'doubles' | 'real'): Promise<void> {
  const { steps, failure } = await judge(await configuration(text), { plan: true, validate: true, modules });
  expect(steps.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([fails]);
  expect(failure?.replace(/\s+/g, ' ')).toMatch(because);
}

judgedWithModules('a module call is refused that has', (modules) => {
  test.each(callsOfModules)('$is', (broken) => expectBroken(broken, modules));
});

judged('a module call is refused by the contract alone that has', () => {
  test.each(callsOfModules.filter(({ fails }) => fails !== 'plan'))('$is', (broken) => expectBroken(broken, 'stubs'));
});

judged('a root is refused that has', () => {
  test.each(roots)('$is', (broken) => expectBroken(broken, 'stubs'));
});
