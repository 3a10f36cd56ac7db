import { describe, expect, test } from '@jest/globals';
import * as aws from '../../src/spec/rules/aws.ts';
import { isConditionOperator } from '../../src/spec/rules/iam-conditions.ts';
import * as kubernetes from '../../src/spec/rules/kubernetes.ts';
import { naming } from '../../src/spec/rules/naming.ts';
import type { Rule } from '../../src/spec/rules/rule.ts';
import * as terraform from '../../src/spec/rules/terraform.ts';

const accepts = (rule: Rule, literals: readonly string[]) =>
  test.each(literals)('takes %.70s', (literal) => {
    expect(rule(literal)).toBeUndefined();
  });

const refuses = (rule: Rule, literals: readonly (readonly [literal: string, says: string])[]) =>
  test.each(literals)('refuses %.70s', (literal, says) => {
    const complaint = rule(literal);
    expect(`${complaint?.message} ${complaint?.fix ?? ''}`).toContain(says);
  });

describe('names of EKS clusters', () => {
  accepts(aws.clusterName, ['production', 'Prod_1', '2024', 'a'.repeat(100)]);
  refuses(aws.clusterName, [
    ['', '1 to 100'],
    ['-a', 'begins with a letter or digit'],
    ['a.b', 'letters, digits'],
    ['a'.repeat(101), '1 to 100'],
  ]);
});

describe('regions', () => {
  accepts(aws.region, [
    'us-east-1',
    'cn-northwest-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eusc-de-east-1',
    'mx-central-1',
  ]);
  refuses(aws.region, [
    ['us-east-1a', 'Write us-east-1.'],
    ['US-EAST-1', 'not an AWS region'],
    ['useast1', 'not an AWS region'],
  ]);
});

describe('account ids', () => {
  accepts(aws.accountId, ['111122223333', '012345678901']);
  refuses(aws.accountId, [
    ['1111-2222-3333', 'Write "111122223333"'],
    ['12345', '12 digits'],
  ]);
});

describe('ARNs of policies', () => {
  accepts(aws.policyArn, [
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws-cn:iam::111122223333:policy/team/mine',
    'arn:aws-us-gov:iam::aws:policy/service-role/X',
    'arn:aws-iso-b:iam::aws:policy/X',
  ]);
  refuses(aws.policyArn, [
    ['ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['arn:aws:iam::aws:role/X', 'not the ARN'],
    ['arn:aws:iam::1:policy/X', 'not the ARN'],
    ['arn:aws:iam::aws:policy/${X}', 'not the ARN'],
    ['arn:aws:iam::aws:policy/team/', 'not the ARN'],
  ]);
});

describe('ARNs of OIDC providers', () => {
  const arn = (issuer: string, partition = 'aws') => `arn:${partition}:iam::111122223333:oidc-provider/${issuer}`;
  accepts(aws.oidcProviderArn, [
    arn('oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE'.replace(/[G-Z]/g, '0')),
    arn('oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF', 'aws-cn'),
  ]);
  refuses(aws.oidcProviderArn, [
    [arn('oidc.us-east-1.eks.amazonaws.com/id/AB'), 'oidc.eks.us-east-1.'],
    [arn('oidc-eks.us-east-1.api.aws/id/AB'), 'dual-stack'],
    [arn('https://oidc.eks.us-east-1.amazonaws.com/id/AB'), 'Remove https://'],
    ['https://oidc.eks.us-east-1.amazonaws.com/id/AB', 'https://'],
    [arn('accounts.google.com'), 'EKS cluster'],
  ]);
});

describe('names and paths of roles', () => {
  accepts(aws.roleName, ['a', 'A+=,.@_-9', 'a'.repeat(64)]);
  refuses(aws.roleName, [
    ['a b', '1 to 64'],
    ['a'.repeat(65), '1 to 64'],
    ['', '1 to 64'],
  ]);
  accepts(aws.rolePath, ['/', '/apps/', '/a/b/']);
  refuses(aws.rolePath, [
    ['apps', 'Write "/apps/".'],
    ['/apps', 'Write "/apps/".'],
    ['', 'Write "/".'],
    ['/a b/', 'no spaces'],
    [`/${'a'.repeat(600)}/`, 'not an IAM path'],
  ]);
});

describe('tags', () => {
  accepts(aws.tagValue, ['', 'Team Ünïted @ 1/2', 'a'.repeat(256)]);
  refuses(aws.tagValue, [
    ['a'.repeat(257), '256'],
    ['a;b', 'letters, digits, spaces'],
  ]);
  refuses(aws.tagKey, [
    ['', '1 to 128'],
    ['aws:x', 'keeps for itself'],
    ['AWS:x', 'keeps for itself'],
    ['k'.repeat(129), '129'],
  ]);
});

describe('thumbprints', () => {
  accepts(aws.thumbprint, ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280']);
  refuses(aws.thumbprint, [
    ['9E:99:A4:8A:99:60:B1:49:26:BB:7F:3B:02:E2:2D:A2:B0:AB:72:80', 'without colons'],
    ['9e99', '40 hexadecimal'],
  ]);
});

describe('names of Kubernetes', () => {
  accepts(kubernetes.namespace, ['production', 'a', '0-9']);
  refuses(kubernetes.namespace, [
    ['My_Team', 'Write my-team.'],
    ['a.b', 'lower-case'],
    ['-a', 'begin and end'],
    ['a'.repeat(64), '1 to 63'],
  ]);
  accepts(kubernetes.serviceAccount, ['my-app-sa', 'a.b.c']);
  refuses(kubernetes.serviceAccount, [
    ['My App', 'Write my-app.'],
    ['a..b', 'letter or digit'],
  ]);
  accepts(kubernetes.workloadId, ['my-app', 'a'.repeat(40)]);
  refuses(kubernetes.workloadId, [
    ['my_app', 'Write my-app.'],
    ['a'.repeat(41), '1 to 40'],
    ['a.b', 'lower-case'],
  ]);
});

describe('references to Terraform', () => {
  accepts(terraform.traversal, [
    'aws_s3_bucket.orders.arn',
    'aws_s3_bucket.orders[0].arn',
    'aws_s3_bucket.orders["a-b"].arn',
    'data.aws_s3_bucket.x.arn',
    'data.terraform_remote_state.cluster.outputs.oidc_provider_arn',
    'module.queue.queue_arn',
    'module.queue["a"].queue_arn',
    'var.bucket_arn',
    'local.buckets["x"].arn',
  ]);
  refuses(terraform.traversal, [
    ['${aws_s3_bucket.x.arn}', 'Write aws_s3_bucket.x.arn.'],
    ['join("", [])', 'calls a function'],
    ['aws_s3_bucket.x[*].arn', 'local.<name>'],
    ['var.a ? 1 : 2', 'local.<name>'],
    ['var', 'var.<name>'],
    ['module.eks', 'module.<label>.<output>'],
    ['data.aws_s3_bucket.x', 'data.<type>.<label>.<attribute>'],
    ['aws_s3_bucket.x', '<type>.<label>.<attribute>'],
    ['bucket.x.arn', 'no resource type'],
    ['each.value', 'no meaning'],
    ['aws_s3_bucket.x["${a}"].arn', 'not a Terraform reference'],
    ['', 'not a Terraform reference'],
    ['a.b\n.c', 'not a Terraform reference'],
    ['local.x["a\u202eb"]', 'no screen shows'],
    ['local.x["a\u2028b"]', 'no screen shows'],
  ]);
});

describe('providers, modules and folders of Terraform', () => {
  accepts(terraform.providerAddress, ['aws', 'aws.use1', 'kubernetes.blue-1']);
  refuses(terraform.providerAddress, [
    ['aws.', 'aws.use1'],
    ['aws.a.b', 'aws.use1'],
    ['AWS', 'aws.use1'],
  ]);
  accepts(terraform.moduleSource, [
    'terraform-aws-modules/iam/aws',
    'registry.example.com/team/iam/aws',
    'git::https://github.com/a/b.git?ref=0123abc',
    './modules/iam',
    '../iam',
  ]);
  refuses(terraform.moduleSource, [
    ['git::https://github.com/a/b.git', 'Add ?ref='],
    ['https://github.com/a/b', 'git::https://'],
    ['iam', 'registry address'],
    ['a/b/${c}', 'characters'],
  ]);
  accepts(terraform.directory, ['.', '..', '../terraform', 'a b/c']);
  refuses(terraform.directory, [
    ['/etc', 'not relative'],
    ['C:/x', 'not relative'],
    ['a\\b', 'a/b'],
    ['', 'Write .'],
    ['~/x', 'not relative'],
    ['a\u202eb', 'no screen shows'],
    ['a\u200bb', 'no screen shows'],
  ]);
});

describe('the naming pattern', () => {
  accepts(naming, ['{prefix}{group}-{workload}', '{region}.{namespace}.{workload}']);
  refuses(naming, [
    ['{prefix}{cluster}-{workload}', '{group}'],
    ['{prefix}-{workloads}', 'Did you mean {workload}?'],
    ['{group}', 'Add {workload}.'],
    ['{workload} role', 'characters'],
    ['{workload', 'characters'],
  ]);
});

describe('condition operators of IAM', () => {
  test.each(['StringEquals', 'StringLikeIfExists', 'ForAllValues:StringEquals', 'ForAnyValue:ArnLikeIfExists', 'Null', 'Bool'])(
    'knows %s',
    (operator) => {
      expect(isConditionOperator(operator)).toBe(true);
    },
  );
  test.each(['stringEquals', 'StringEqual', 'NullIfExists', 'ForEach:StringEquals', ''])('does not know %s', (operator) => {
    expect(isConditionOperator(operator)).toBe(false);
  });
});
