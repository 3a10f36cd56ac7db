/**
 * What the AWS Load Balancer Controller may do in Global Accelerator: no module line has it. It changes only what
 * bears its tags. https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/aga_controller_iam_policy.json
 */
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { makeServiceLinkedRole } from './service-linked-role.ts';

const POLICY = 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/aga_controller_iam_policy.md';

const CLUSTER = 'elbv2.k8s.aws/cluster';
const RESOURCE = 'aga.k8s.aws/resource';

/** The controller's own, of whichever cluster. */
const tagged = (tags: 'ResourceTag' | 'RequestTag'): readonly Condition[] => [
  { operator: 'Null', key: `aws:${tags}/${CLUSTER}`, values: ['false'] },
  { operator: 'StringEquals', key: `aws:${tags}/${RESOURCE}`, values: ['GlobalAccelerator'] },
];

const accelerators = text`arn:${fact('partition')}:globalaccelerator::${fact('accountId')}:accelerator/*`;

export const globalAccelerator = (): readonly Statement[] => [
  makeServiceLinkedRole('AgaServiceRole', 'globalaccelerator.amazonaws.com'),
  allow('AgaFind', ['ec2:DescribeRegions', 'globalaccelerator:ListAccelerators', 'tag:GetResources'], ['*'], {
    reason: `It finds its accelerators by their tags, among all of the account; the modules have no policy for it (${POLICY}).`,
  }),
  allow(
    'AgaRead',
    ['globalaccelerator:ListEndpointGroups', 'globalaccelerator:ListListeners', 'globalaccelerator:ListTagsForResource'],
    [accelerators],
  ),
  allow('AgaCreate', ['globalaccelerator:CreateAccelerator'], ['*'], {
    conditions: tagged('RequestTag'),
    reason: `Accelerators have ids that nobody knows beforehand; the tags say whose they are (${POLICY}).`,
  }),
  // The ARNs of listeners and endpoint groups begin with that of their accelerator.
  allow(
    'AgaChangeOwn',
    [
      'globalaccelerator:AddEndpoints',
      'globalaccelerator:CreateEndpointGroup',
      'globalaccelerator:CreateListener',
      'globalaccelerator:DeleteAccelerator',
      'globalaccelerator:DeleteEndpointGroup',
      'globalaccelerator:DeleteListener',
      'globalaccelerator:DescribeAccelerator',
      'globalaccelerator:DescribeEndpointGroup',
      'globalaccelerator:DescribeListener',
      'globalaccelerator:RemoveEndpoints',
      'globalaccelerator:UpdateAccelerator',
      'globalaccelerator:UpdateEndpointGroup',
      'globalaccelerator:UpdateListener',
    ],
    [accelerators],
    { conditions: tagged('ResourceTag') },
  ),
  allow('AgaTagNew', ['globalaccelerator:TagResource'], [accelerators], { conditions: tagged('RequestTag') }),
  allow('AgaTagOwn', ['globalaccelerator:TagResource', 'globalaccelerator:UntagResource'], [accelerators], {
    conditions: [...tagged('ResourceTag'), { operator: 'Null', key: `aws:RequestTag/${CLUSTER}`, values: ['true'] }],
  }),
];
