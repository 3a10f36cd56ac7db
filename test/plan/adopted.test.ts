/** What irsa.yaml keeps of roles that were there before. */
import { expect, test } from '@jest/globals';
import { aSpec, anAddOn, anApp, blocksOfKind, planOf } from '../support/a-spec.ts';

const MOVED = [
  { from: 'module.ebs', to: 'module.irsa_aws_ebs_csi_driver' },
  { from: 'aws_iam_role_policy_attachment.sqs', to: 'aws_iam_role_policy_attachment.irsa_orders["sqs"]' },
];

test('moves stand in a file of their own, the reason above the first', () => {
  const { terraform } = planOf(aSpec({ apps: [anApp('orders')], moved: MOVED }));
  const [first, second] = terraform?.files.find(({ name }) => name === 'irsa-moved.tf')?.blocks ?? [];
  expect(first).toMatchObject({
    kind: 'moved',
    from: { text: [{ ref: 'module.ebs' }] },
    comments: [expect.any(String), expect.stringContaining('adopt --finish')],
  });
  expect(second).toMatchObject({ to: { text: [{ ref: 'aws_iam_role_policy_attachment.irsa_orders["sqs"]' }] } });
});

test('a description of its own takes the place of ours, and an empty one is none', () => {
  const descriptions = ['of the shop', ''].map(
    (roleDescription) => blocksOfKind(planOf(aSpec({ apps: [anApp('orders', { roleDescription })] })), 'role-iam-5')[0]?.description,
  );
  expect(descriptions).toEqual(['of the shop', undefined]);
});

test('policies of the root are attached by their labels', () => {
  const policyRefs = [
    'aws_iam_policy.orders.arn',
    'module.policies.orders_arn',
    'aws_iam_policy.all["x"].arn',
    'data.aws_iam_policy.orders.arn',
  ];
  const [role] = blocksOfKind(planOf(aSpec({ apps: [anApp('orders', { grants: [], policyRefs })] })), 'role-iam-5');
  expect(role?.policies).toEqual([
    { key: 'orders', value: { text: [{ ref: 'aws_iam_policy.orders.arn' }] } },
    { key: 'policies', value: { text: [{ ref: 'module.policies.orders_arn' }] } },
    { key: 'all', value: { text: [{ ref: 'aws_iam_policy.all["x"].arn' }] } },
    { key: 'orders_2', value: { text: [{ ref: 'data.aws_iam_policy.orders.arn' }] } },
  ]);
});

test('moduleOnly leaves out what a module’s flag lacks, and nothing where there is no flag', () => {
  const policies = (id: string, moduleOnly: boolean, options = {}) =>
    blocksOfKind(planOf(aSpec({ addOns: [anAddOn(id, { options, ...(moduleOnly ? { moduleOnly: true } : {}) })] })), 'policy').length;
  expect([policies('vpc-cni', false), policies('vpc-cni', true)]).toEqual([1, 0]);
  const ca = { authorities: ['arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555'] };
  expect([false, true].map((moduleOnly) => policies('aws-privateca-issuer', moduleOnly, ca))).toEqual([1, 1]);
});

test('an app without a module has a role and a trust policy of its own', () => {
  const plan = planOf(aSpec({ apps: [anApp('orders', { withoutModule: true })] }));
  expect(blocksOfKind(plan, 'role-iam-5')).toEqual([]);
  expect(blocksOfKind(plan, 'role-raw').map(({ label }) => label)).toEqual(['irsa_orders']);
  const trust = blocksOfKind(plan, 'policy-document').find(({ label }) => label === 'irsa_orders_trust');
  expect(trust?.statements[0]?.conditions.map(({ values }) => values)).toEqual([
    ['system:serviceaccount:shop:orders'],
    ['sts.amazonaws.com'],
  ]);
});
