/* oxlint-disable no-new -- constructs add themselves to their scope */
/**
 * What a user of cdktf would write by hand for examples/03-seven-patterns-iam6: one stack, deep
 * imports, no bundling. Nothing of create-irsa is in it, so that the two can be timed side by side.
 *
 * Writes to CDKTF_OUTDIR, or to cdktf.out as every cdktf program does.
 */
import { App, Fn, TerraformHclModule, TerraformLocal, TerraformOutput, TerraformStack } from 'cdktf';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js';
import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider/index.js';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document/index.js';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition/index.js';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region/index.js';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';

const region = 'eu-west-1';
const tags = { team: 'platform' };

const allow = (sid, actions, resources, condition) => ({ sid, effect: 'Allow', actions, resources, ...(condition && { condition }) });

class SevenPatterns extends TerraformStack {
  constructor(scope) {
    super(scope, 'irsa');
    new AwsProvider(this, 'aws', { region });
    const account = new DataAwsCallerIdentity(this, 'caller_identity');
    const { partition } = new DataAwsPartition(this, 'partition');
    const current = new DataAwsRegion(this, 'region');
    // data.aws_region.region is newer than the bindings.
    const regional = `${current.getStringAttribute('region')}:${account.accountId}`;

    this.cluster = new DataAwsEksCluster(this, 'cluster', { name: 'production' });
    this.oidcProvider = new DataAwsIamOpenidConnectProvider(this, 'oidc_provider', {
      url: this.cluster.identity.get(0).oidc.get(0).issuer,
    });
    new KubernetesProvider(this, 'kubernetes', {
      host: this.cluster.endpoint,
      clusterCaCertificate: Fn.base64decode(this.cluster.certificateAuthority.get(0).data),
      exec: [
        {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'aws',
          args: ['eks', 'get-token', '--cluster-name', this.cluster.name, '--region', region],
        },
      ],
    });
    const namespace = new NamespaceV1(this, 'namespace', { metadata: { name: 'production' } });

    const roles = {
      'aws-load-balancer-controller': this.role('aws-load-balancer-controller', 'kube-system:aws-load-balancer-controller', {
        attach_load_balancer_controller_policy: true,
      }),
      'aws-ebs-csi-driver': this.ebsCsiDriver(partition, account),
      'external-dns': this.role('external-dns', 'external-dns:external-dns', {
        attach_external_dns_policy: true,
        external_dns_hosted_zone_arns: [`arn:${partition}:route53:::hostedzone/Z0123456789ABC`],
      }),
      'cluster-autoscaler': this.role('cluster-autoscaler', 'kube-system:cluster-autoscaler', {
        attach_cluster_autoscaler_policy: true,
        cluster_autoscaler_cluster_names: [this.cluster.name],
      }),
      'external-secrets': this.role('external-secrets', 'external-secrets:external-secrets', {
        attach_external_secrets_policy: true,
        external_secrets_secrets_manager_arns: [`arn:${partition}:secretsmanager:${regional}:secret:production/*-??????`],
        external_secrets_ssm_parameter_arns: [],
        external_secrets_kms_key_arns: [],
      }),
    };
    const arns = Object.fromEntries(Object.entries(roles).map(([id, role]) => [id, role.getString('arn')]));
    arns.karpenter = this.karpenter().getString('iam_role_arn');
    arns['my-app'] = this.app(partition, regional, namespace).getString('arn');

    new TerraformOutput(this, 'role_arns', { description: 'Role ARNs by cluster and workload.', value: { production: arns } });
    new TerraformOutput(this, 'helm_values', {
      description: 'Helm values (YAML) by add-on, with the role ARN filled in.',
      value: this.helmValues(arns),
    });
  }

  role(id, subject, inputs) {
    return new TerraformHclModule(this, id.replaceAll('-', '_'), {
      source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts',
      version: '6.5.0',
      variables: {
        name: `production-${id}`,
        use_name_prefix: false,
        description: `For pods of ${subject}`,
        policy_name: `production-${id}`,
        oidc_providers: { production: { provider_arn: this.oidcProvider.arn, namespace_service_accounts: [subject] } },
        tags,
        ...inputs,
      },
    });
  }

  karpenter() {
    const issuer = new TerraformLocal(this, 'issuer', Fn.replace(this.oidcProvider.arn, '/^(.*provider/)/', ''));
    const trust = new DataAwsIamPolicyDocument(this, 'karpenter_trust', {
      statement: [
        {
          sid: 'PodIdentity',
          effect: 'Allow',
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: [{ type: 'Federated', identifiers: [this.oidcProvider.arn] }],
          condition: [
            { test: 'StringEquals', variable: `${issuer.asString}:sub`, values: ['system:serviceaccount:kube-system:karpenter'] },
            { test: 'StringEquals', variable: `${issuer.asString}:aud`, values: ['sts.amazonaws.com'] },
          ],
        },
      ],
    });
    return new TerraformHclModule(this, 'karpenter', {
      source: 'terraform-aws-modules/eks/aws//modules/karpenter',
      version: '21.19.0',
      variables: {
        cluster_name: this.cluster.name,
        namespace: 'kube-system',
        service_account: 'karpenter',
        iam_role_name: 'production-karpenter',
        iam_role_use_name_prefix: false,
        iam_policy_name: 'production-karpenter',
        iam_policy_use_name_prefix: false,
        node_iam_role_name: 'production-karpenter-node',
        node_iam_role_use_name_prefix: false,
        queue_name: 'production-karpenter',
        rule_name_prefix: 'production-',
        create_pod_identity_association: false,
        iam_role_override_assume_policy_documents: [trust.json],
        tags,
      },
    });
  }

  ebsCsiDriver(partition, account) {
    const ec2 = (kind) => [`arn:${partition}:ec2:*:${account.accountId}:${kind}`];
    const equals = (variable, value) => [{ test: 'StringEquals', variable, values: [value] }];
    const document = new DataAwsIamPolicyDocument(this, 'ebs_csi_document', {
      statement: [
        allow('EbsNewerReads', ['ec2:DescribeVolumeStatus'], ['*']),
        allow('EbsCloneFrom', ['ec2:CopyVolumes'], ec2('volume/vol-*')),
        allow('EbsCloneTo', ['ec2:CopyVolumes'], ec2('volume/*'), equals('aws:RequestTag/ebs.csi.aws.com/cluster', 'true')),
        allow('EbsTagClones', ['ec2:CreateTags'], ec2('volume/*'), equals('ec2:CreateAction', 'CopyVolumes')),
        allow('EbsLockSnapshots', ['ec2:LockSnapshot'], ec2('snapshot/*'), equals('ec2:ResourceTag/ebs.csi.aws.com/cluster', 'true')),
      ],
    });
    const policy = new IamPolicy(this, 'ebs_csi_policy', {
      name: 'production-aws-ebs-csi-driver-more',
      description: 'What aws-ebs-csi-driver may do in AWS',
      policy: document.json,
      tags,
    });
    return this.role('aws-ebs-csi-driver', 'kube-system:ebs-csi-controller-sa', {
      attach_ebs_csi_policy: true,
      policies: { irsa: policy.arn },
    });
  }

  app(partition, regional, namespace) {
    const bucket = `arn:${partition}:s3:::my-bucket`;
    const table = `arn:${partition}:dynamodb:${regional}:table/orders`;
    const document = new DataAwsIamPolicyDocument(this, 'my_app_document', {
      statement: [
        allow('S3ReadObjects', ['s3:GetObject'], [`${bucket}/my-app/*`]),
        allow('S3ListBucket', ['s3:ListBucket'], [bucket], [{ test: 'StringLike', variable: 's3:prefix', values: ['my-app/*'] }]),
        allow('S3WriteObjects', ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], [`${bucket}/my-app/*`]),
        allow('DynamodbDescribeTable', ['dynamodb:DescribeTable'], [table]),
        allow(
          'DynamodbReadItems',
          ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
          [table],
        ),
        allow('DynamodbWriteItems', ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [table]),
        allow('DynamodbReadIndexes', ['dynamodb:Query', 'dynamodb:Scan'], [`${table}/index/*`]),
      ],
    });
    const policy = new IamPolicy(this, 'my_app_policy', {
      name: 'production-my-app',
      description: 'What my-app may do in AWS',
      policy: document.json,
      tags,
    });
    const role = this.role('my-app', 'production:my-app-sa', { policies: { app: policy.arn } });
    new ServiceAccountV1(this, 'my_app_service_account', {
      metadata: {
        name: 'my-app-sa',
        namespace: namespace.metadata.name,
        annotations: { 'eks.amazonaws.com/role-arn': role.getString('arn') },
      },
    });
    return role;
  }

  helmValues(arns) {
    const account = (id, name) => ({ create: true, name, annotations: { 'eks.amazonaws.com/role-arn': arns[id] } });
    const values = {
      'aws-load-balancer-controller': {
        clusterName: this.cluster.name,
        region,
        serviceAccount: account('aws-load-balancer-controller', 'aws-load-balancer-controller'),
      },
      'aws-ebs-csi-driver': { controller: { serviceAccount: account('aws-ebs-csi-driver', 'ebs-csi-controller-sa') } },
      'external-dns': { provider: { name: 'aws' }, serviceAccount: account('external-dns', 'external-dns') },
      'cluster-autoscaler': {
        autoDiscovery: { clusterName: this.cluster.name },
        awsRegion: region,
        rbac: { serviceAccount: account('cluster-autoscaler', 'cluster-autoscaler') },
      },
      karpenter: { settings: { clusterName: this.cluster.name }, serviceAccount: account('karpenter', 'karpenter') },
      'external-secrets': { serviceAccount: account('external-secrets', 'external-secrets') },
    };
    return Object.fromEntries(Object.entries(values).map(([id, chart]) => [id, Fn.yamlencode(chart)]));
  }
}

const app = new App();
new SevenPatterns(app);
app.synth();
