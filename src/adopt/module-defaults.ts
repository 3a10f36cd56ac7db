/**
 * What modules of roles take for inputs that a call leaves out, where that is neither false nor empty.
 * https://github.com/terraform-aws-modules/terraform-aws-iam/blob/v5.60.0/modules/iam-role-for-service-accounts-eks/variables.tf
 * A test holds them against what was extracted from the modules' sources.
 */
import type { RoleLine } from '../catalog/add-on.ts';
import type { Value } from '../iam/text.ts';
import { isMap } from './same.ts';

const ZONES = ['arn:aws:route53:::hostedzone/*'];

const DEFAULTS: Readonly<Record<RoleLine, Readonly<Record<string, Value>>>> = {
  'iam-5': {
    create_role: true,
    force_detach_policies: true,
    role_path: '/',
    policy_name_prefix: 'AmazonEKS_',
    assume_role_condition_test: 'StringEquals',
    amazon_managed_service_prometheus_workspace_arns: ['*'],
    cert_manager_hosted_zone_arns: ZONES,
    external_dns_hosted_zone_arns: ZONES,
    external_secrets_kms_key_arns: ['arn:aws:kms:*:*:key/*'],
    external_secrets_secrets_manager_arns: ['arn:aws:secretsmanager:*:*:secret:*'],
    external_secrets_ssm_parameter_arns: ['arn:aws:ssm:*:*:parameter/*'],
    fsx_lustre_csi_service_role_arns: ['arn:aws:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*'],
    fsx_openzfs_csi_service_role_arns: ['arn:aws:iam::*:role/aws-service-role/fsx.amazonaws.com/*'],
    karpenter_controller_cluster_id: '*',
    karpenter_controller_cluster_name: '*',
    karpenter_controller_node_iam_role_arns: ['*'],
    karpenter_controller_ssm_parameter_arns: ['arn:aws:ssm:*:*:parameter/aws/service/*'],
    karpenter_tag_key: 'karpenter.sh/discovery',
    load_balancer_controller_targetgroup_arns: ['arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'],
    node_termination_handler_sqs_queue_arns: ['*'],
    velero_s3_bucket_arns: ['*'],
  },
  'iam-6': {
    create: true,
    create_policy: true,
    path: '/',
    use_name_prefix: true,
    trust_condition_test: 'StringEquals',
    fsx_lustre_csi_service_role_arns: ['arn:aws:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*'],
    fsx_openzfs_csi_service_role_arns: ['arn:aws:iam::*:role/aws-service-role/fsx.amazonaws.com/*'],
  },
};

const isEmpty = (value: Value): boolean =>
  value === false ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value.map).length === 0);

export const defaultsOf = (line: RoleLine): Readonly<Record<string, Value>> => DEFAULTS[line];

/** What a call comes to: with what it leaves out, and without what says nothing. */
export function effective(given: Readonly<Record<string, Value>>, line: RoleLine): Readonly<Record<string, Value>> {
  const all = { ...DEFAULTS[line], ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) };
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => !isEmpty(value) || Object.hasOwn(DEFAULTS[line], name)));
}
