import { certificateAuthority } from '../../iam/operator-resources.ts';
import { hostedZone, targetGroup } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named, namedByArn } from '../named.ts';
import type { ResourceName } from '../option.ts';
import { globalAccelerator as runAccelerators } from './global-accelerator.ts';
import { managedCertificates } from './managed-certificates.ts';

export const awsLoadBalancerController = defineAddOn('aws-load-balancer-controller', () => ({
  title: 'AWS Load Balancer Controller',
  group: 'Networking',
  summary: 'Creates ALBs for Ingresses and NLBs for Services.',
  link: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'aws-load-balancer-controller' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'aws-load-balancer-controller-sa' },
  },
  options: {
    targetGroupBindingOnly: {
      kind: 'flag',
      ask: 'Should it only register pods with target groups that exist already?',
      help: 'A much smaller policy for clusters whose load balancers are made elsewhere; needs targetGroups.',
      required: false,
      default: false,
      example: 'true',
    },
    targetGroups: {
      kind: 'resources',
      ask: 'Which target groups may it change?',
      help: 'ARNs or Terraform references; only with targetGroupBindingOnly.',
      required: false,
      ...namedByArn(targetGroup),
    },
    globalAccelerator: {
      kind: 'flag',
      ask: 'May it make accelerators of AWS Global Accelerator, too?',
      help: 'For GlobalAccelerator resources, with the feature gates GlobalAcceleratorController and EnableRGTAPI of the chart. Default: no.',
      required: false,
      default: false,
      example: 'true',
    },
    webAclsByName: {
      kind: 'flag',
      ask: 'Do Ingresses name their web ACLs of AWS WAF, instead of giving ARNs?',
      help: 'For the annotation wafv2-acl-name, from v2.14 on: it may list the names of all web ACLs then. Default: no.',
      required: false,
      default: false,
      example: 'true',
    },
    certificateZones: {
      kind: 'resources',
      ask: 'In which Route 53 hosted zones may it prove names of Ingresses, for certificates of ACM that it requests?',
      help: 'For the annotation create-acm-cert, with the feature gate EnableCertificateManagement of v3.3 and later. Zone ids, ARNs or Terraform references. Default: it requests none.',
      required: false,
      ...named(hostedZone),
    },
    certificateAuthorities: {
      kind: 'resources',
      ask: 'Which private CAs may sign certificates of ACM that it requests?',
      help: 'For the annotation acm-pca-arn, with the feature gate EnableCertificateManagement of v3.3 and later. Ids, ARNs or Terraform references. Default: none.',
      required: false,
      ...named(certificateAuthority),
    },
  },
  check: ({
    targetGroupBindingOnly,
    targetGroups = [],
    globalAccelerator,
    webAclsByName,
    certificateZones = [],
    certificateAuthorities = [],
  }) => {
    if (targetGroupBindingOnly && certificateZones.length + certificateAuthorities.length > 0)
      return 'certificateZones and certificateAuthorities are for the whole controller: leave targetGroupBindingOnly out.';
    if (targetGroupBindingOnly && webAclsByName) return 'webAclsByName is for the whole controller: leave targetGroupBindingOnly out.';
    if (targetGroupBindingOnly && globalAccelerator)
      return 'globalAccelerator is for the whole controller: leave targetGroupBindingOnly out.';
    // An empty list is a statement without Resource: a green plan, and an apply that IAM refuses.
    if (targetGroupBindingOnly && targetGroups.length === 0) return 'targetGroupBindingOnly needs at least one of targetGroups.';
    if (!targetGroupBindingOnly && targetGroups.length > 0)
      return 'targetGroups limits the controller only with targetGroupBindingOnly: true.';
    return;
  },
  permissions: ({ targetGroupBindingOnly, targetGroups, ...wishes }) => ({
    inputs: targetGroupBindingOnly
      ? {
          attach_load_balancer_controller_targetgroup_binding_only_policy: true,
          load_balancer_controller_targetgroup_arns: arnsOf(targetGroups, targetGroup),
        }
      : { attach_load_balancer_controller_policy: true },
    statements: beside(wishes),
  }),
  withoutModule: ({ targetGroupBindingOnly, targetGroups, ...wishes }) =>
    targetGroupBindingOnly
      ? { statements: bindTargetGroups(arnsOf(targetGroups, targetGroup)) }
      : { wellKnown: 'awsLoadBalancerController', statements: beside(wishes) },
  podIdentity: {
    since: 'v2.7.0',
    permissions: ({ targetGroupBindingOnly, targetGroups, ...wishes }, _cluster, line) => ({
      ...(targetGroupBindingOnly
        ? {
            inputs: {
              attach_aws_lb_controller_targetgroup_binding_only_policy: true,
              aws_lb_controller_targetgroup_arns: arnsOf(targetGroups, targetGroup),
            },
            policyName: 'aws_lb_controller_targetgroup_only_policy_name',
          }
        : { inputs: { attach_aws_lb_controller_policy: true }, policyName: 'aws_lb_controller_policy_name' }),
      // https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/pull/47, in 2.3.0
      statements: beside({ ...wishes, webAclsByName: wishes.webAclsByName && line !== 'pod-identity-2' }),
    }),
  },
  helm: {
    chart: 'aws-load-balancer-controller',
    repository: 'https://aws.github.io/eks-charts',
    serviceAccount: ['serviceAccount'],
    needsVpcId: 'vpcId',
    beforeOthers: true,
    values: ({ clusterName, region, vpcId }) => ({ clusterName, region, ...(vpcId === undefined ? {} : { vpcId }) }),
  },
  inAutoMode: 'makes load balancers for Ingresses and Services',
  notes: [
    'Where the IMDS hop limit is 1 (the default of the eks module 21.x) its pods cannot ask IMDS for the VPC: set vpcId in the chart values, or run it with hostNetwork.',
    'The chart names the ServiceAccount after the release: another release name than aws-load-balancer-controller needs serviceAccount.name, or the pods silently use the node role.',
  ],
}));

interface Wishes {
  readonly globalAccelerator: boolean;
  readonly webAclsByName: boolean;
  readonly certificateZones?: readonly ResourceName[];
  readonly certificateAuthorities?: readonly ResourceName[];
}

/** What no policy of the modules holds. That for accelerators is one of its own in the project, too: both together are over the quota of one. */
const beside = ({ globalAccelerator, webAclsByName, certificateZones, certificateAuthorities }: Wishes): readonly Statement[] => [
  ...(globalAccelerator ? runAccelerators() : []),
  ...(webAclsByName ? [findWebAcls()] : []),
  ...managedCertificates(arnsOf(certificateZones, hostedZone), arnsOf(certificateAuthorities, certificateAuthority)),
];

const findWebAcls = (): Statement =>
  allow('FindWebAcls', ['wafv2:ListWebACLs'], ['*'], {
    reason:
      'Lists know no resources; it tells names and ARNs, no rules (https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/pull/47).',
  });

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/ */
const bindTargetGroups = (targetGroups: readonly Text[]): readonly Statement[] => [
  allow(
    'ReadTargets',
    [
      'ec2:DescribeInstances',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    ['*'],
    { reason: 'Describe calls know no resources.' },
  ),
  // Those of nodes and pods, to the load balancer: nobody knows their ids beforehand.
  allow(
    'OpenSecurityGroups',
    ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
    ['security-group', 'security-group-rule'].map(
      (type) => text`arn:${fact('partition')}:ec2:${fact('region')}:${fact('accountId')}:${type}/*`,
    ),
  ),
  allow(
    'RegisterTargets',
    [
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:ModifyTargetGroup',
      'elasticloadbalancing:ModifyTargetGroupAttributes',
      'elasticloadbalancing:RegisterTargets',
    ],
    targetGroups,
  ),
];
