/** Add-ons that certify, watch and operate, judged by the real terraform on both lines, and the policies that it renders. */
import { expect, test } from '@jest/globals';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const ID = '12345678-1234-1234-1234-123456789012';

/** Each add-on as little as it needs, and what of its policies has to reach AWS. */
const ADD_ONS: readonly (readonly [string, string, readonly string[]])[] = [
  ['ack-dynamodb-controller', '{ resources: [shop-*] }', ['dynamodb:CreateTable', 'table/shop-*']],
  ['ack-s3-controller', '{ resources: [shop-*] }', ['s3:CreateBucket', ':s3:::shop-*']],
  ['ack-sns-controller', '{ resources: [shop-*] }', ['sns:Subscribe', ':shop-*:*']],
  ['ack-sqs-controller', '{ resources: [shop-*] }', ['sqs:CreateQueue', ':shop-*']],
  ['amazon-managed-prometheus', `{ workspaces: [ws-${ID}] }`, ['aps:RemoteWrite', `workspace/ws-${ID}`]],
  ['aws-for-fluent-bit', '{ logGroups: [/eks/*], manageLogGroups: true }', ['logs:CreateLogGroup', 'log-group:/eks/*:*']],
  ['aws-privateca-issuer', `{ authorities: [${ID}] }`, ['acm-pca:IssueCertificate', `certificate-authority/${ID}`]],
  ['cert-manager', '{ hostedZones: [Z0123456789ABC] }', ['route53:ChangeResourceRecordSets', 'hostedzone/Z0123456789ABC']],
  [
    'fluent-bit',
    '{ logGroups: [/eks/*], buckets: [my-logs], kmsKeys: [1234abcd-12ab-34cd-56ef-1234567890ab] }',
    ['logs:PutLogEvents', ':s3:::my-logs/*', 's3.*'],
  ],
  ['keda', '{ queues: [orders], cloudWatch: true }', ['sqs:GetQueueAttributes', ':orders']],
];

const providerIn = (region: string): string => {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `arn:${partition}:iam::111122223333:oidc-provider/oidc.eks.${region}.${domain}/id/0123456789ABCDEF0123456789ABCDEF`;
};

const specOf = (iam: number, region: string) => `version: 1
terraform: { modules: { iam: ${iam} } }
clusters:
  production:
    region: ${region}
    accountId: "111122223333"
    from: { literal: { oidcProviderArn: "${providerIn(region)}" } }
outputs: [terraform]
addOns:
${ADD_ONS.map(([id, options]) => `  ${id}: ${options}\n`).join('')}`;

judgedWithModules('add-ons that operate', (modules) => {
  test.each([
    [5, 'us-east-1', 'hcl'],
    [6, 'us-east-1', 'hcl'],
    [5, 'cn-north-1', 'json'],
    [6, 'us-gov-west-1', 'json'],
  ] as const)('plan on iam %s in %s, written as %s', async (iam, region, format) => {
    const dir = temporaryFolder();
    const { files } = await generateInto(dir, { format, spec: specOf(iam, region) });
    const { failure, plan } = await judge(dir, { plan: true, modules, account: '111122223333', region });
    expect(failure).toBeUndefined();
    const policies = resources(plan).filter(({ type }) => type === 'aws_iam_policy');
    for (const [id, , expected] of ADD_ONS) {
      const own = policies.filter(({ address }) => address.includes(`.irsa_${id.replaceAll('-', '_')}`));
      expect([id, own.length]).toEqual([id, 1]);
      for (const part of expected) expect([id, String(own[0]?.values?.['policy'])]).toEqual([id, expect.stringContaining(part)]);
    }
    if (!region.startsWith('us-east')) expect(Object.values(files).join('\n')).not.toContain('arn:aws:');
  });
});
