/**
 * Flags of role modules that give permissions on lists of ARNs, and what comes of a list that is left empty: nothing of it
 * shows in a plan. From the modules' own policies: https://github.com/terraform-aws-modules/terraform-aws-iam and
 * https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity
 */

export interface Companions {
  readonly flag: string;
  /** One of them at least must be given. */
  readonly of: readonly string[];
  /** `fails`: IAM refuses a statement without resources. `silent`: the role lacks what the flag is for. */
  readonly without: 'fails' | 'silent';
}

const same: readonly Companions[] = [
  {
    flag: 'attach_amazon_managed_service_prometheus_policy',
    of: ['amazon_managed_service_prometheus_workspace_arns'],
    without: 'fails',
  },
  { flag: 'attach_cert_manager_policy', of: ['cert_manager_hosted_zone_arns'], without: 'fails' },
  { flag: 'attach_cluster_autoscaler_policy', of: ['cluster_autoscaler_cluster_names'], without: 'silent' },
  { flag: 'attach_external_dns_policy', of: ['external_dns_hosted_zone_arns'], without: 'fails' },
  {
    flag: 'attach_external_secrets_policy',
    of: ['external_secrets_ssm_parameter_arns', 'external_secrets_secrets_manager_arns'],
    without: 'silent',
  },
];

/** `iam-role-for-service-accounts` from 6.0 on, whose lists are empty by default; those of 5.x were `*`. */
const iam6: readonly Companions[] = [
  ...same,
  {
    flag: 'attach_load_balancer_controller_targetgroup_binding_only_policy',
    of: ['load_balancer_controller_targetgroup_arns'],
    without: 'fails',
  },
  { flag: 'attach_mountpoint_s3_csi_policy', of: ['mountpoint_s3_csi_path_arns'], without: 'fails' },
  { flag: 'attach_node_termination_handler_policy', of: ['node_termination_handler_sqs_queue_arns'], without: 'fails' },
  { flag: 'attach_velero_policy', of: ['velero_s3_bucket_arns'], without: 'fails' },
  { flag: 'attach_vpc_cni_policy', of: ['vpc_cni_enable_ipv4', 'vpc_cni_enable_ipv6'], without: 'silent' },
];

/** Of these the list is as empty on 5.x. */
const iam5: readonly Companions[] = [
  {
    flag: 'attach_cluster_autoscaler_policy',
    of: ['cluster_autoscaler_cluster_names', 'cluster_autoscaler_cluster_ids'],
    without: 'silent',
  },
  { flag: 'attach_mountpoint_s3_csi_policy', of: ['mountpoint_s3_csi_path_arns'], without: 'fails' },
  { flag: 'attach_vpc_cni_policy', of: ['vpc_cni_enable_ipv4', 'vpc_cni_enable_ipv6'], without: 'silent' },
];

const podIdentity: readonly Companions[] = [
  ...same,
  { flag: 'attach_aws_fsx_lustre_csi_policy', of: ['aws_fsx_lustre_csi_service_role_arns'], without: 'fails' },
  { flag: 'attach_aws_lb_controller_targetgroup_binding_only_policy', of: ['aws_lb_controller_targetgroup_arns'], without: 'fails' },
  { flag: 'attach_aws_node_termination_handler_policy', of: ['aws_node_termination_handler_sqs_queue_arns'], without: 'fails' },
  { flag: 'attach_aws_privateca_issuer_policy', of: ['aws_privateca_issuer_acmca_arns'], without: 'fails' },
  { flag: 'attach_aws_vpc_cni_policy', of: ['aws_vpc_cni_enable_ipv4', 'aws_vpc_cni_enable_ipv6'], without: 'silent' },
  { flag: 'attach_mountpoint_s3_csi_policy', of: ['mountpoint_s3_csi_bucket_path_arns'], without: 'fails' },
  { flag: 'attach_velero_policy', of: ['velero_s3_bucket_path_arns'], without: 'fails' },
];

/** By registry address. */
export const companionsOf: Readonly<Record<string, readonly Companions[]>> = {
  'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks': iam5,
  'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts': iam6,
  'terraform-aws-modules/eks-pod-identity/aws': podIdentity,
};
