/** Which roles are taken over, and why others are left. What Terraform says of it is in test/terraform/adopt.test.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { adopt, type Adopted } from '../support/adopt.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

async function adopted(files: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Adopted['answer']> {
  const dir = temporaryFolder({ 'providers.tf': 'provider "aws" {\n  region = "us-east-1"\n}\n', ...files });
  return (await adopt(dir, '--dry-run', ...words)).answer;
}

const CALL = {
  source: '"terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"',
  version: '"5.60.0"',
  role_name: '"dns"',
  attach_external_dns_policy: 'true',
  external_dns_hosted_zone_arns: '["arn:aws:route53:::hostedzone/Z0123456789ABC"]',
  oidc_providers: '{ main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["external-dns:external-dns"] } }',
};

const EKS = 'module "eks" {\n  source       = "terraform-aws-modules/eks/aws"\n  version      = "20.37.2"\n  cluster_name = "shop"\n}\n';

/** A call with other arguments, or without some. */
const call = (other: Readonly<Record<string, string | undefined>> = {}, label = 'dns'): string =>
  `module "${label}" {\n${Object.entries({ ...CALL, ...other })
    .flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = ${value}\n`]))
    .join('')}}\n`;

const whyLeft = async (text: string, ...words: readonly string[]): Promise<readonly string[]> =>
  (await adopted({ 'main.tf': EKS + text }, ...words)).left.map(({ why }) => why);

describe('a call that irsa.yaml says word for word is taken over', () => {
  test.each([
    ['as it is', {}],
    ['with its name in a local', { role_name: 'local.dns' }],
    ['with defaults written out', { create_role: 'true', force_detach_policies: 'true', role_path: '"/"', attach_ebs_csi_policy: 'false' }],
    ['with zones of this root', { external_dns_hosted_zone_arns: '[aws_route53_zone.main.arn]' }],
    ['with every zone, as the module has it', { external_dns_hosted_zone_arns: undefined }],
    [
      'with the partition asked for',
      { external_dns_hosted_zone_arns: '["arn:${data.aws_partition.current.partition}:route53:::hostedzone/Z0123456789ABC"]' },
    ],
    ['with policies beside', { role_policy_arns: '{ a = aws_iam_policy.a.arn, b = "arn:aws:iam::aws:policy/ReadOnlyAccess" }' }],
    ['with tags of a local', { tags: 'local.tags' }],
    [
      'from its repository',
      {
        source:
          '"git::https://github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-role-for-service-accounts-eks?ref=v5.60.0"',
        version: undefined,
      },
    ],
    ['with what it waits for anyway', { depends_on: '[module.eks]' }],
  ])('%s', async (_, other) => {
    const locals = 'locals {\n  dns  = "dns"\n  tags = { team = "platform" }\n}\n';
    const { taken, left } = await adopted({ 'main.tf': EKS + locals + call(other) });
    expect([taken.map(({ address, workload, role }) => [address, workload, role]), left]).toEqual([
      [['module.dns', 'external-dns', 'dns']],
      [],
    ]);
  });
});

describe('a role is left, with the reason,', () => {
  test.each([
    ['whose name is a variable', { role_name: 'var.name' }, /name is known to Terraform only: var\.name/],
    ['whose tags are computed', { tags: 'merge(local.tags, { a = "b" })' }, /tags are known to Terraform only/],
    [
      'that lets two ServiceAccounts in',
      { oidc_providers: CALL.oidc_providers.replace('["', '["a:b", "') },
      /lets in 2 ServiceAccounts: a:b, external-dns:external-dns/,
    ],
    ['that lets a pattern in', { oidc_providers: CALL.oidc_providers.replace('dns"]', '*"]') }, /is a pattern/],
    [
      'that compares by StringLike',
      { assume_role_condition_test: '"StringLike"' },
      /assume_role_condition_test is "StringLike", and irsa\.yaml comes to "StringEquals"/,
    ],
    ['that has another policy name', { policy_name_prefix: '"Own_"' }, /policy_name_prefix is "Own_"/],
    ['that may be assumed for longer', { max_session_duration: '43200' }, /max_session_duration is 43200/],
    ['whose switch is a variable', { attach_external_dns_policy: 'var.dns' }, /attach_external_dns_policy/],
    ['with two add-ons in one', { attach_cert_manager_policy: 'true' }, /attach_cert_manager_policy and attach_external_dns_policy/],
    ['that is repeated', { count: '2' }, /made by count/],
    [
      'whose module is a copy',
      { source: '"git::https://git.example.com/iam.git//modules/iam-role-for-service-accounts-eks?ref=v5.60.0"', version: undefined },
      /module is a copy, git::https:\/\/git\.example\.com/,
    ],
    ['whose module is older', { version: '"4.24.0"' }, /release 4\.24\.0/],
    ['that waits for something else', { depends_on: '[module.vpc]' }, /waits for module\.vpc/],
    [
      'whose provider is computed',
      { oidc_providers: CALL.oidc_providers.replace('module.eks.oidc_provider_arn', 'one(module.eks[*].oidc_provider_arn)') },
      /OIDC provider is computed/,
    ],
  ])('%s', async (_, other, why) => {
    expect(await whyLeft(call(other))).toEqual([expect.stringMatching(why)]);
  });

  test('where irsa.yaml has one release for all, and most are of another', async () => {
    const dns = call();
    const orders = (n: number, version: string) =>
      call(
        {
          role_name: `"orders-${n}"`,
          version,
          attach_external_dns_policy: undefined,
          external_dns_hosted_zone_arns: undefined,
          oidc_providers: CALL.oidc_providers.replace('external-dns:external-dns', `shop:orders-${n}`),
        },
        `orders_${n}`,
      );
    const { taken, left } = await adopted({ 'main.tf': EKS + dns + orders(1, '"5.60.0"') + orders(2, '"5.30.0"') });
    expect([taken.map(({ address }) => address), left.map(({ address }) => address)]).toEqual([
      ['module.dns', 'module.orders_1'],
      ['module.orders_2'],
    ]);
  });

  test('that a module of the repository makes', async () => {
    const files = {
      'main.tf': `${EKS}module "roles" {\n  source = "./roles"\n  arn = module.eks.oidc_provider_arn\n}\n`,
      'roles/main.tf': call({ oidc_providers: CALL.oidc_providers.replace('module.eks.oidc_provider_arn', 'var.arn') }),
    };
    expect((await adopted(files)).left).toMatchObject([
      { address: 'module.roles.module.dns', why: expect.stringMatching(/module of this repository, module\.roles/) },
    ]);
  });
});

const RAW = (trust: Readonly<Record<string, string>> = {}): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_eks_cluster" "this" {
  name = "shop"
}
resource "aws_iam_role" "orders" {
  name = "orders"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      ${Object.entries({
        Effect: '"Allow"',
        Action: '"sts:AssumeRoleWithWebIdentity"',
        Principal: '{ Federated = aws_iam_openid_connect_provider.eks.arn }',
        Condition: `{ StringEquals = { ${SUB}, ${AUD} } }`,
        ...trust,
      })
        .map(([key, value]) => `${key} = ${value}`)
        .join('\n      ')}
    }]
  })
}
`;
const SUB = '"${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub" = "system:serviceaccount:shop:orders"';
const AUD = '"${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:aud" = "sts.amazonaws.com"';

describe('an aws_iam_role', () => {
  test.each([
    ['as irsa.yaml would write it', {}],
    [
      'that names its issuer by the cluster',
      {
        Condition: `{ StringEquals = { ${[SUB, AUD].join(', ').replaceAll('aws_iam_openid_connect_provider.eks.url', 'aws_eks_cluster.this.identity[0].oidc[0].issuer')} } }`,
      },
    ],
    ['with an empty Sid, which is none', { Sid: '""' }],
  ])('is taken over %s', async (_, trust) => {
    const { taken, left } = await adopted({ 'main.tf': RAW(trust) });
    expect([taken.map(({ address, workload }) => [address, workload]), left]).toEqual([[['aws_iam_role.orders', 'orders']], []]);
  });

  test.each([
    ['without an audience', { Condition: `{ StringEquals = { ${SUB} } }` }, /does not ask for the audience/],
    ['with a Sid', { Sid: '"Orders"' }, /has a Sid, Orders/],
    ['with another condition', { Condition: `{ StringEquals = { ${SUB}, ${AUD}, "aws:SourceVpc" = "vpc-1" } }` }, /other conditions/],
    ['that compares by StringLike', { Condition: `{ StringLike = { ${SUB}, ${AUD} } }` }, /by StringLike/],
    [
      'with the issuer of another provider',
      { Condition: `{ StringEquals = { ${[SUB, AUD].join(', ').replaceAll('connect_provider.eks', 'connect_provider.other')} } }` },
      /known to Terraform only/,
    ],
  ])('is left %s', async (_, trust, why) => {
    expect((await adopted({ 'main.tf': RAW(trust) })).left.map((role) => role.why)).toEqual([expect.stringMatching(why)]);
  });

  test('is left with what irsa.yaml has no word for', async () => {
    const text = RAW().replace('name = "orders"', 'name = "orders"\n  max_session_duration = 7200');
    expect((await adopted({ 'main.tf': text })).left.map(({ why }) => why)).toEqual([
      'irsa.yaml has no word for its max_session_duration.',
    ]);
  });
});

test('what irsa.yaml makes already is not looked at again', async () => {
  const { taken, left } = await adopted({ 'main.tf': EKS });
  expect([taken, left]).toEqual([[], []]);
});

describe('what irsa.yaml has already', () => {
  const SPEC =
    'version: 1\nclusters:\n  live: { region: us-east-1 }\napps:\n  orders: { namespace: shop, grants: [s3: { bucket: orders, access: read }] }\n';

  test('is added to, in the cluster that it has', async () => {
    const dir = temporaryFolder({ 'main.tf': `provider "aws" {\n  region = "us-east-1"\n}\n${EKS}${call()}`, 'irsa.yaml': SPEC });
    expect(await adopt(dir, '--yes')).toMatchObject({ code: 0, answer: { taken: [{ workload: 'external-dns' }], left: [] } });
    const { clusters, apps, addOns } = parse(readFileSync(join(dir, 'irsa.yaml'), 'utf8')) as Record<string, object>;
    expect([Object.keys(clusters ?? {}), Object.keys(apps ?? {}), Object.keys(addOns ?? {})]).toEqual([
      ['live'],
      ['orders'],
      ['external-dns'],
    ]);
  });

  test('keeps its one role for an add-on', async () => {
    const spec = `${SPEC}addOns:\n  external-dns: { hostedZones: [Z9999999999ABC] }\n`;
    const { left } = await adopted({ 'main.tf': EKS + call(), 'irsa.yaml': spec });
    expect(left.map(({ why }) => why)).toEqual([expect.stringMatching(/external-dns is in irsa\.yaml already/)]);
  });

  test('has its tags on every role, which are none of those that are there', async () => {
    const { left } = await adopted({ 'main.tf': EKS + call(), 'irsa.yaml': `${SPEC}tags: { team: platform }\n` });
    expect(left.map(({ why }) => why)).toEqual([expect.stringMatching(/^tags is nothing, and irsa\.yaml comes to/)]);
  });
});

test('blocks go from files of the user’s own whatever they are called', async () => {
  const { specs } = await adopted({ 'main.tf': EKS, 'irsa-roles.tf': call() });
  expect(specs[0]?.patch).toMatch(/^--- a\/irsa-roles\.tf\n\+\+\+ \/dev\/null\n/);
});

test('of two clusters each has its roles, by the words that this root has for it', async () => {
  const west =
    'provider "aws" {\n  alias  = "west"\n  region = "us-west-2"\n}\n' + EKS.replace('"eks"', '"west"').replace('"shop"', '"west"');
  const inWest = call(
    {
      role_name: '"orders"',
      attach_external_dns_policy: undefined,
      external_dns_hosted_zone_arns: undefined,
      providers: '{ aws = aws.west }',
      oidc_providers: CALL.oidc_providers.replace('module.eks', 'module.west').replace('external-dns:external-dns', 'shop:orders'),
    },
    'orders',
  );
  const dir = temporaryFolder({ 'main.tf': `provider "aws" {\n  region = "us-east-1"\n}\n${EKS}${west}${call()}${inWest}` });
  expect(await adopt(dir, '--yes')).toMatchObject({ code: 0, answer: { left: [] } });
  const { clusters, apps } = parse(readFileSync(join(dir, 'irsa.yaml'), 'utf8')) as Record<string, unknown>;
  expect(clusters).toEqual({
    shop: { region: 'us-east-1', from: { module: 'eks' } },
    west: { region: 'us-west-2', providers: { aws: 'aws.west' }, from: { module: 'west' } },
  });
  expect(apps).toMatchObject({ orders: { clusters: ['west'] } });
});
