import { describe, expect, test } from '@jest/globals';
import type { RoleLine } from '../../src/catalog/add-on.ts';
import { findAddOn } from '../../src/catalog/index.ts';
import { checkModuleCall } from '../../src/catalog/modules/check-call.ts';
import { contractOf } from '../../src/catalog/modules/contracts.ts';
import { ref } from '../../src/iam/text.ts';
import { complaint, inputsOf, permissionsOf, valuesOf } from './facts.ts';
import { policyJson, showStatement, showValue } from './show.ts';

const TARGET_GROUP = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/blue/50dc6c495c0c9188';

describe.each<RoleLine>(['iam-5', 'iam-6'])('on %s', (line) => {
  test('the load balancer controller has its own flag', () => {
    expect(inputsOf('aws-load-balancer-controller', { targetGroupBindingOnly: false }, line)).toEqual({
      attach_load_balancer_controller_policy: true,
    });
    expect(inputsOf('aws-load-balancer-controller', { targetGroupBindingOnly: true, targetGroups: [TARGET_GROUP] }, line)).toEqual({
      attach_load_balancer_controller_targetgroup_binding_only_policy: true,
      load_balancer_controller_targetgroup_arns: [TARGET_GROUP],
    });
  });

  test('the EBS driver names the keys as its release does', () => {
    const companion = line === 'iam-5' ? 'ebs_csi_kms_cmk_ids' : 'ebs_csi_kms_cmk_arns';
    expect(inputsOf('aws-ebs-csi-driver', {}, line)).toEqual({ attach_ebs_csi_policy: true });
    expect(
      inputsOf('aws-ebs-csi-driver', { kmsKeys: [{ ref: 'aws_kms_key.ebs.arn' }, 'mrk-1234abcd12ab34cd56ef1234567890ab'] }, line),
    ).toEqual({
      attach_ebs_csi_policy: true,
      [companion]: ['<aws_kms_key.ebs.arn>', 'arn:<partition>:kms:<region>:<accountId>:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
    });
  });

  test('the EBS driver may also clone volumes, lock snapshots and see health, which the modules lack', () => {
    const statements = permissionsOf('aws-ebs-csi-driver', {}, line).statements?.map(showStatement) ?? [];
    expect(statements).toEqual([
      `EbsNewerReads: ${line === 'iam-5' ? 'ec2:DescribeInstanceTypes, ' : ''}ec2:DescribeVolumeStatus on *`,
      'EbsCloneFrom: ec2:CopyVolumes on arn:<partition>:ec2:*:<accountId>:volume/vol-*',
      'EbsCloneTo: ec2:CopyVolumes on arn:<partition>:ec2:*:<accountId>:volume/* if StringEquals aws:RequestTag/ebs.csi.aws.com/cluster true',
      'EbsTagClones: ec2:CreateTags on arn:<partition>:ec2:*:<accountId>:volume/* if StringEquals ec2:CreateAction CopyVolumes',
      'EbsLockSnapshots: ec2:LockSnapshot on arn:<partition>:ec2:*::snapshot/* if StringEquals ec2:ResourceTag/ebs.csi.aws.com/cluster true',
    ]);
  });

  test('ExternalDNS gets ARNs, whether zones are named by id, ARN or reference', () => {
    const hostedZones = [
      'Z0123456789ABC',
      'arn:aws:route53:::hostedzone/Z1',
      '*',
      { ref: 'aws_route53_zone.main.zone_id' },
      { ref: 'aws_route53_zone.main[0].id' },
      { ref: 'module.zones.public_zone_id' },
      { ref: 'aws_route53_zone.main.arn' },
      { ref: 'var.zone' },
    ];
    expect(inputsOf('external-dns', { hostedZones }, line)).toEqual({
      attach_external_dns_policy: true,
      external_dns_hosted_zone_arns: [
        'arn:<partition>:route53:::hostedzone/Z0123456789ABC',
        'arn:aws:route53:::hostedzone/Z1',
        'arn:<partition>:route53:::hostedzone/*',
        'arn:<partition>:route53:::hostedzone/<aws_route53_zone.main.zone_id>',
        'arn:<partition>:route53:::hostedzone/<aws_route53_zone.main[0].id>',
        'arn:<partition>:route53:::hostedzone/<module.zones.public_zone_id>',
        '<aws_route53_zone.main.arn>',
        '<var.zone>',
      ],
    });
  });

  test('Cluster Autoscaler is always told its clusters, as without it may only look', () => {
    expect(inputsOf('cluster-autoscaler', {}, line)).toEqual({
      attach_cluster_autoscaler_policy: true,
      cluster_autoscaler_cluster_names: ['<module.eks.cluster_name>'],
    });
    expect(inputsOf('cluster-autoscaler', { clusterNames: ['blue', 'green'] }, line)).toMatchObject({
      cluster_autoscaler_cluster_names: ['blue', 'green'],
    });
  });

  test('External Secrets is told all three lists, as the defaults of 5.x are wildcards', () => {
    expect(inputsOf('external-secrets', { secrets: ['my-app/*'], createSecrets: false }, line)).toEqual({
      attach_external_secrets_policy: true,
      external_secrets_secrets_manager_arns: ['arn:<partition>:secretsmanager:<region>:<accountId>:secret:my-app/*-??????'],
      external_secrets_ssm_parameter_arns: [],
      external_secrets_kms_key_arns: [],
    });
    expect(
      inputsOf('external-secrets', { secrets: [{ ref: 'var.secret_arn' }], parameters: ['/my-app/url'], createSecrets: true }, line),
    ).toMatchObject({
      external_secrets_ssm_parameter_arns: ['arn:<partition>:ssm:<region>:<accountId>:parameter/my-app/url'],
      external_secrets_secrets_manager_create_permission: true,
    });
  });

  test('Karpenter’s role comes with its queue from the eks module', () => {
    expect(findAddOn('karpenter')?.ownModule?.({ instanceProfiles: true })).toBe('eks-karpenter');
    expect(permissionsOf('karpenter', { instanceProfiles: true }, line)).toEqual({});
  });
});

test.each(['iam-5', 'iam-6'] as const)('what External Secrets pushes into secrets with a key is encrypted with it on %s, too', (line) => {
  const encrypt = 'ExternalSecretsEncrypt: kms:GenerateDataKey on <aws_kms_key.k.arn> if StringLike kms:ViaService secretsmanager.*';
  const options = { secrets: ['my-app/db'], kmsKeys: [{ ref: 'aws_kms_key.k.arn' }] };
  const pushing = { ...options, createSecrets: true };
  expect(permissionsOf('external-secrets', pushing, line).statements?.map(showStatement)).toEqual([encrypt]);
  expect(permissionsOf('external-secrets', { ...options, createSecrets: false }, line).statements).toEqual([]);
  const own = findAddOn('external-secrets')?.withoutModule(pushing as never, { clusterNames: [] })?.statements ?? [];
  expect(own.map(showStatement)).toContain(encrypt);
});

describe('External Secrets with parameters only', () => {
  const options = { parameters: ['my-app/url'], kmsKeys: [{ ref: 'aws_kms_key.k.arn' }], createSecrets: false };

  test('has statements of its own on iam 5.x, where no secrets make a statement that IAM refuses', () => {
    const permissions = permissionsOf('external-secrets', options, 'iam-5');
    expect(permissions.inputs).toBeUndefined();
    expect(permissions.statements?.map(showStatement)).toEqual([
      'ExternalSecretsListParameters: ssm:DescribeParameters on *',
      'ExternalSecretsReadParameters: ssm:GetParameter, ssm:GetParameters, ssm:GetParametersByPath on arn:<partition>:ssm:<region>:<accountId>:parameter/my-app/url',
      'ExternalSecretsDecrypt: kms:Decrypt on <aws_kms_key.k.arn> if StringLike kms:ViaService secretsmanager.* or ssm.*',
    ]);
  });

  test('uses the flag on iam 6.x', () => {
    expect(inputsOf('external-secrets', options, 'iam-6')).toMatchObject({
      attach_external_secrets_policy: true,
      external_secrets_secrets_manager_arns: [],
    });
  });
});

describe('Karpenter with node role and queue of its own', () => {
  const options = { nodeRole: 'KarpenterNodes', queue: { ref: 'aws_sqs_queue.karpenter.arn' }, instanceProfiles: true };

  test('scopes the flag of iam 5.x by the tag that Karpenter >= 1.0 sets', () => {
    expect(inputsOf('karpenter', options, 'iam-5')).toEqual({
      attach_karpenter_controller_policy: true,
      karpenter_controller_cluster_name: '<module.eks.cluster_name>',
      karpenter_tag_key: 'eks:eks-cluster-name',
      karpenter_controller_node_iam_role_arns: ['arn:<partition>:iam::<accountId>:role/KarpenterNodes'],
      karpenter_controller_ssm_parameter_arns: ['arn:<partition>:ssm:<region>::parameter/aws/service/*'],
      karpenter_sqs_queue_arn: '<aws_sqs_queue.karpenter.arn>',
      enable_karpenter_instance_profile_creation: true,
    });
  });

  test('asks releases before 5.32 for nothing they lack, if it makes no instance profiles', () => {
    const old = contractOf('terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks', '5.30.0');
    if (!old) throw new Error('no contract of 5.30.0');
    const call = (instanceProfiles: boolean) =>
      checkModuleCall(old.contract, permissionsOf('karpenter', { ...options, instanceProfiles }, 'iam-5').inputs ?? {});
    expect(call(false)).toEqual([]);
    expect(call(true)).toEqual([expect.stringContaining('enable_karpenter_instance_profile_creation is no input of')]);
  });

  test('has statements of its own on iam 6.x, scoped by the cluster’s tag', () => {
    const statements = permissionsOf('karpenter', options, 'iam-6').statements?.map(showStatement) ?? [];
    expect(statements.find((line) => line.startsWith('UseOwned:'))).toBe(
      'UseOwned: ec2:CreateFleet, ec2:RunInstances, ec2:DeleteLaunchTemplate, ec2:TerminateInstances on arn:<partition>:ec2:<region>:*:instance/*, arn:<partition>:ec2:<region>:*:launch-template/* if ' +
        'StringEquals aws:ResourceTag/kubernetes.io/cluster/<module.eks.cluster_name> owned and StringLike aws:ResourceTag/karpenter.sh/nodepool *',
    );
    expect(statements.find((line) => line.startsWith('PassNodeRole:'))).toBe(
      'PassNodeRole: iam:PassRole on arn:<partition>:iam::<accountId>:role/KarpenterNodes if StringEquals iam:PassedToService ec2.amazonaws.com or ec2.amazonaws.com.cn',
    );
  });

  test('changes nothing that is not tagged as its cluster’s', () => {
    const changing = /^(ec2:(Create|Delete|Terminate)|iam:(Add|Create|Delete|Remove|Tag))/;
    const changes = (permissionsOf('karpenter', options, 'iam-6').statements ?? []).filter(
      ({ sid, actions }) => sid !== 'LaunchFrom' && actions?.some((action) => changing.test(action)),
    );
    expect(changes.length).toBeGreaterThan(5);
    for (const { conditions } of changes) {
      const keys = conditions.map(({ key }) => showValue(key));
      expect(keys).toContainEqual(
        expect.stringMatching(/^aws:(Request|Resource)Tag\/kubernetes\.io\/cluster\/<module\.eks\.cluster_name>$/),
      );
    }
  });

  test('fits into one managed policy, even for the longest names that EKS and AWS allow', () => {
    const longest: Record<string, string> = {
      partition: 'aws-us-gov',
      region: 'ap-southeast-1',
      accountId: '111122223333',
      cluster: 'c'.repeat(100),
    };
    const statements = permissionsOf('karpenter', options, 'iam-6', [ref('cluster')]).statements ?? [];
    expect(
      policyJson(statements, (hole) => longest[hole] ?? 'arn:aws-us-gov:sqs:ap-southeast-1:111122223333:karpenter').length,
    ).toBeLessThanOrEqual(6144);
  });

  test('creates and tags instance profiles for its own cluster only', () => {
    const statements = permissionsOf('karpenter', options, 'iam-6').statements?.map(showStatement) ?? [];
    for (const action of ['iam:CreateInstanceProfile', 'iam:TagInstanceProfile']) {
      expect(statements.find((statement) => statement.includes(action))).toContain(
        'StringEquals aws:RequestTag/eks:eks-cluster-name <module.eks.cluster_name>',
      );
    }
  });
});

describe('what would plan green and fail, or silently grant nothing or everything, is refused', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['aws-load-balancer-controller', { targetGroupBindingOnly: true }, 'needs at least one of targetGroups'],
    ['aws-load-balancer-controller', { targetGroupBindingOnly: true, targetGroups: [] }, 'needs at least one of targetGroups'],
    ['aws-load-balancer-controller', { targetGroupBindingOnly: false, targetGroups: [TARGET_GROUP] }, 'only with targetGroupBindingOnly'],
    ['external-dns', { hostedZones: [] }, 'at least one zone'],
    ['cluster-autoscaler', { clusterNames: [] }, 'at least one name'],
    ['external-secrets', { createSecrets: false }, 'at least one of secrets and parameters'],
    ['external-secrets', { secrets: [], parameters: [], createSecrets: false }, 'at least one of secrets and parameters'],
    ['external-secrets', { parameters: ['p'], createSecrets: true }, 'createSecrets needs secrets'],
    ['karpenter', { nodeRole: 'nodes', instanceProfiles: true }, 'queue is missing'],
    ['karpenter', { queue: 'q', instanceProfiles: true }, 'nodeRole is missing'],
    ['karpenter', { instanceProfiles: false }, 'need nodeRole and queue'],
    ['karpenter', { ssmParameters: ['p'], instanceProfiles: true }, 'need nodeRole and queue'],
  ])('%s %j', (id, options, message) => expect(complaint(id, options)).toContain(message));
});

describe('charts', () => {
  test('are told what the identity depends on', () => {
    expect(valuesOf('aws-load-balancer-controller')).toEqual({ clusterName: '<module.eks.cluster_name>', region: 'eu-west-1' });
    expect(valuesOf('cluster-autoscaler')).toEqual({ autoDiscovery: { clusterName: '<module.eks.cluster_name>' }, awsRegion: 'eu-west-1' });
    expect(valuesOf('external-dns')).toEqual({ provider: { name: 'aws' } });
    expect(valuesOf('karpenter')).toEqual({ settings: { clusterName: '<module.eks.cluster_name>' } });
  });

  test.each([
    ['aws-load-balancer-controller', 'kube-system:aws-load-balancer-controller', 'serviceAccount'],
    ['aws-ebs-csi-driver', 'kube-system:ebs-csi-controller-sa', 'controller.serviceAccount'],
    ['external-dns', 'external-dns:external-dns', 'serviceAccount'],
    ['cluster-autoscaler', 'kube-system:cluster-autoscaler', 'rbac.serviceAccount'],
    ['karpenter', 'kube-system:karpenter', 'serviceAccount'],
    ['external-secrets', 'external-secrets:external-secrets', 'serviceAccount'],
  ])('%s runs as %s, set in %s', (id, subject, path) => {
    const addOn = findAddOn(id);
    expect(`${addOn?.subjects.helm.namespace}:${addOn?.subjects.helm.serviceAccount}`).toBe(subject);
    expect(addOn?.helm.serviceAccount.join('.')).toBe(path);
  });
});
