/** What add-ons are given by the modules of EKS Pod Identity, whose flags and defaults are others than those of iam. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../src/catalog/index.ts';
import { inputsOf, ownStatementsOf, permissionsOf, podIdentityLines, statementsOf } from './facts.ts';

const TARGET_GROUP = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/blue/50dc6c495c0c9188';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const WORKSPACE = 'arn:aws:aps:us-east-1:111122223333:workspace/ws-12345678-1234-1234-1234-123456789012';
const CA = 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012';
const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:interruptions';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-app/db-??????';
const PARAMETER = 'arn:aws:ssm:us-east-1:111122223333:parameter/my-app/url';
const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABC';

const hostedZones = [ZONE];
const noAccelerator = { targetGroupBindingOnly: false, globalAccelerator: false };

describe.each(podIdentityLines)('on %s', (line) => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string | undefined]>([
    ['amazon-cloudwatch-observability', {}, { attach_aws_cloudwatch_observability_policy: true }, undefined],
    [
      'amazon-managed-prometheus',
      { workspaces: [WORKSPACE], query: true },
      { attach_amazon_managed_service_prometheus_policy: true, amazon_managed_service_prometheus_workspace_arns: [WORKSPACE] },
      'amazon_managed_service_prometheus_policy_name',
    ],
    ['aws-ebs-csi-driver', { kmsKeys: [KEY] }, { attach_aws_ebs_csi_policy: true, aws_ebs_csi_kms_arns: [KEY] }, 'aws_ebs_csi_policy_name'],
    ['aws-efs-csi-driver', { s3Files: false }, { attach_aws_efs_csi_policy: true }, 'aws_efs_csi_policy_name'],
    [
      'aws-fsx-csi-driver',
      {},
      {
        attach_aws_fsx_lustre_csi_policy: true,
        aws_fsx_lustre_csi_service_role_arns: [
          'arn:<partition>:iam::<accountId>:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*',
        ],
      },
      'aws_fsx_lustre_csi_policy_name',
    ],
    ['aws-gateway-api-controller', {}, { attach_aws_gateway_controller_policy: true }, 'aws_gateway_controller_policy_name'],
    ['aws-load-balancer-controller', noAccelerator, { attach_aws_lb_controller_policy: true }, 'aws_lb_controller_policy_name'],
    [
      'aws-load-balancer-controller',
      { ...noAccelerator, targetGroupBindingOnly: true, targetGroups: [TARGET_GROUP] },
      { attach_aws_lb_controller_targetgroup_binding_only_policy: true, aws_lb_controller_targetgroup_arns: [TARGET_GROUP] },
      'aws_lb_controller_targetgroup_only_policy_name',
    ],
    [
      'aws-mountpoint-s3-csi-driver',
      { buckets: ['my-bucket'], access: 'read-write' },
      {
        attach_mountpoint_s3_csi_policy: true,
        mountpoint_s3_csi_bucket_arns: ['arn:<partition>:s3:::my-bucket'],
        mountpoint_s3_csi_bucket_path_arns: ['arn:<partition>:s3:::my-bucket/*'],
      },
      'mountpoint_s3_csi_policy_name',
    ],
    [
      'aws-node-termination-handler',
      { queues: [QUEUE], heartbeats: false },
      { attach_aws_node_termination_handler_policy: true, aws_node_termination_handler_sqs_queue_arns: [QUEUE] },
      'aws_node_termination_handler_policy_name',
    ],
    [
      'aws-privateca-issuer',
      { authorities: [CA] },
      { attach_aws_privateca_issuer_policy: true, aws_privateca_issuer_acmca_arns: [CA] },
      'aws_privateca_issuer_policy_name',
    ],
    [
      'cert-manager',
      { hostedZones },
      { attach_cert_manager_policy: true, cert_manager_hosted_zone_arns: [ZONE] },
      'cert_manager_policy_name',
    ],
    [
      'cluster-autoscaler',
      {},
      { attach_cluster_autoscaler_policy: true, cluster_autoscaler_cluster_names: ['<module.eks.cluster_name>'] },
      'cluster_autoscaler_policy_name',
    ],
    [
      'external-dns',
      { hostedZones },
      { attach_external_dns_policy: true, external_dns_hosted_zone_arns: [ZONE] },
      'external_dns_policy_name',
    ],
    [
      'external-secrets',
      { secrets: [SECRET], parameters: [PARAMETER], kmsKeys: [KEY], createSecrets: true },
      {
        attach_external_secrets_policy: true,
        external_secrets_secrets_manager_arns: [SECRET],
        external_secrets_ssm_parameter_arns: [PARAMETER],
        external_secrets_kms_key_arns: [KEY],
        external_secrets_create_permission: true,
      },
      'external_secrets_policy_name',
    ],
    [
      'velero',
      { buckets: ['backups'] },
      {
        attach_velero_policy: true,
        velero_s3_bucket_arns: ['arn:<partition>:s3:::backups'],
        velero_s3_bucket_path_arns: ['arn:<partition>:s3:::backups/*'],
      },
      'velero_policy_name',
    ],
    [
      'vpc-cni',
      { ipFamily: 'ipv6', policyLogs: true },
      { attach_aws_vpc_cni_policy: true, aws_vpc_cni_enable_ipv6: true, aws_vpc_cni_enable_cloudwatch_logs: true },
      'aws_vpc_cni_policy_name',
    ],
  ])('%s told %j has its flag and all that scopes it', (id, told, inputs, policyName) => {
    expect(inputsOf(id, told, line)).toEqual(inputs);
    expect(permissionsOf(id, told, line).policyName).toBe(policyName);
  });

  test.each<[string, Record<string, unknown>]>([
    ['amazon-managed-prometheus', { workspaces: [WORKSPACE], query: false }],
    ['aws-for-fluent-bit', { logGroups: ['/eks/*'], manageLogGroups: true }],
    ['fluent-bit', { buckets: ['my-logs'], kmsKeys: [KEY], manageLogGroups: false }],
    ['aws-mountpoint-s3-csi-driver', { buckets: ['my-bucket'], access: 'read', kmsKeys: [KEY] }],
    ['external-secrets', { secrets: [SECRET], parameters: [PARAMETER], createSecrets: true }],
    ['fsx-openzfs-csi-driver', {}],
    ['karpenter', { nodeRole: 'nodes', queue: QUEUE, instanceProfiles: true }],
  ])('%s told %j has statements of ours, where the flag would give more or there is none', (id, told) => {
    expect(permissionsOf(id, told, line).inputs).toBeUndefined();
    expect(statementsOf(id, told, line)).toEqual(ownStatementsOf(id, told));
    expect(statementsOf(id, told, line)).not.toEqual([]);
  });

  test('External Secrets decrypts with the named keys alone, where the flag without any would decrypt with all', () => {
    const keyless = statementsOf('external-secrets', { secrets: [SECRET], createSecrets: false }, line);
    expect(keyless.filter((statement) => statement.includes('kms:'))).toEqual([]);
    expect(inputsOf('external-secrets', { secrets: [SECRET], kmsKeys: [KEY], createSecrets: false }, line)).toMatchObject({
      external_secrets_kms_key_arns: [KEY],
    });
  });

  test('keys that the flag knows nothing of are used by statements beside it', () => {
    expect(statementsOf('aws-mountpoint-s3-csi-driver', { buckets: ['b'], access: 'read-write', kmsKeys: [KEY] }, line)).toEqual([
      `MountUseKeys: kms:Decrypt, kms:GenerateDataKey on ${KEY}`,
    ]);
    expect(statementsOf('aws-node-termination-handler', { queues: [QUEUE], kmsKeys: [KEY], heartbeats: false }, line)).toEqual([
      `HandlerDecrypt: kms:Decrypt on ${KEY} if StringLike kms:ViaService sqs.*`,
    ]);
  });

  test('Velero gives grants on its keys to AWS alone, which the input of 2.x would not say', () => {
    const told = { buckets: ['backups'], kmsKeys: [KEY] };
    expect(inputsOf('velero', told, line)).not.toHaveProperty('velero_kms_arns');
    expect(statementsOf('velero', told, line)).toEqual([
      `VeleroUseKeys: kms:Decrypt, kms:DescribeKey, kms:GenerateDataKey*, kms:ReEncrypt* on ${KEY}`,
      `VeleroGrantKeys: kms:CreateGrant on ${KEY} if Bool kms:GrantIsForAWSResource true`,
    ]);
  });

  test('KEDA takes the tags of its session along into the roles that it assumes', () => {
    expect(statementsOf('keda', { roles: ['worker'], cloudWatch: false }, line)).toEqual([
      'KedaAssumeRoles: sts:AssumeRole, sts:TagSession on arn:<partition>:iam::<accountId>:role/worker',
    ]);
  });

  test('the role of Karpenter comes with its queue from the eks module', () => {
    expect(permissionsOf('karpenter', { instanceProfiles: true }, line)).toEqual({});
  });
});

describe('what 1.x lacks and 2.x has', () => {
  const sids = (id: string, told: Record<string, unknown>, line: 'pod-identity-1' | 'pod-identity-2') =>
    statementsOf(id, told, line).map((statement) => statement.split(':')[0]);

  test('is given beside the EBS driver’s policy of 1.x', () => {
    expect(statementsOf('aws-ebs-csi-driver', {}, 'pod-identity-1')).toEqual(statementsOf('aws-ebs-csi-driver', {}, 'iam-5'));
    expect(statementsOf('aws-ebs-csi-driver', {}, 'pod-identity-2')).toEqual([]);
  });

  test('is given beside the policy of the VPC CNI, and on 2.x for IPv6, too', () => {
    const of = (ipFamily: string, line: 'pod-identity-1' | 'pod-identity-2') => sids('vpc-cni', { ipFamily, policyLogs: false }, line);
    expect([of('ipv4', 'pod-identity-1'), of('ipv6', 'pod-identity-1')]).toEqual([['CniNewerReads'], ['CniNewerReads']]);
    expect([of('ipv4', 'pod-identity-2'), of('ipv6', 'pod-identity-2')]).toEqual([[], ['CniNewerReads']]);
  });

  test('is given beside the policy of ExternalDNS, on zones alone', () => {
    expect(statementsOf('external-dns', { hostedZones }, 'pod-identity-1')).toEqual([
      'ExternalDnsReadTags: route53:ListTagsForResources on arn:<partition>:route53:::hostedzone/*',
    ]);
    expect(statementsOf('external-dns', { hostedZones }, 'pod-identity-2')).toEqual([]);
  });
});

test('EKS takes the association with these of its add-ons', () => {
  const since = (id: string) => findAddOn(id)?.podIdentity.eksAddOnSince;
  expect(since('aws-ebs-csi-driver')).toBe('v1.26.0');
  expect(since('aws-efs-csi-driver')).toBe('v2.0.5');
  expect(since('vpc-cni')).toBe('v1.15.5');
  expect(since('aws-mountpoint-s3-csi-driver')).toBe('v2.0.0');
  expect(since('amazon-cloudwatch-observability')).toBe('v3.1.0');
  for (const id of ['aws-fsx-csi-driver', 'external-dns']) expect(since(id)).toBe('its first version');
  expect(since('cert-manager')).toBeUndefined();
});
