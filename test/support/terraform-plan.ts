/* oxlint-disable max-lines -- one fixture, read from top to bottom */
/**
 * A TerraformPlan with every kind of block: once with nothing optional, once with everything, and
 * with literals that break naive printers. Two emitters are compared over it, and terraform judges it.
 *
 * No root can hold eks 20 (AWS provider < 6) beside iam 6 or eks 21 (>= 6.28), so what belongs to one
 * generation is in files of its own; `everyBlockOf` leaves the other out, and `neighbours` is what
 * the root holds already.
 */
import { ref, text } from '../../src/iam/text.ts';
import type { Block, TerraformFile, TerraformPlan } from '../../src/plan/terraform/blocks.ts';

export type Generation = 'aws-5' | 'aws-6';

/** Survives only an escaper that knows strings, templates and policy variables. */
export const hostile =
  'say "hi" \\ ${aws:PrincipalTag/team} %{if true}x%{endif} $${kept} %%{kept} $ % tab\there\nnext\r\nlast é 東京 👋 \u0001\u007f';

const iam5 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';
const iam6 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts';
const eks = 'terraform-aws-modules/eks/aws';
const vpc = 'terraform-aws-modules/vpc/aws';
const karpenter = 'terraform-aws-modules/eks/aws//modules/karpenter';

const partition = ref('data.aws_partition.irsa.partition');
const account = ref('data.aws_caller_identity.irsa.account_id');
const region = ref('data.aws_region.irsa.id');
const clusterName = ref('module.eks.cluster_name');
const oidcProviderArn = ref('module.eks.oidc_provider_arn');
const boundary = text`arn:${partition}:iam::${account}:policy/boundary`;
const tags = [
  { key: 'team', value: 'platform' },
  { key: 'cost centre', value: 'a "quoted" ${name}' },
  { key: 'kubernetes.io/cluster/production', value: 'owned' },
];

const versionsWith = (helm: string): Block => ({
  kind: 'required-providers',
  comments: ['The root had no required_providers of its own; a second one would be an error in Terraform.'],
  requiredVersion: '>= 1.5.7',
  providers: [
    { name: 'aws', source: 'hashicorp/aws', version: '>= 5.95', configurationAliases: ['aws.euw1', 'aws.other'] },
    { name: 'kubernetes', source: 'hashicorp/kubernetes', version: '~> 2.35' },
    { name: 'tls', source: 'hashicorp/tls', version: '>= 4.0' },
    { name: 'helm', source: 'hashicorp/helm', version: helm },
  ],
});

const cloud: Block = {
  kind: 'cloud',
  comments: ['Runs the plan and holds the state.'],
  hostname: 'terraform.example.com',
  organization: 'acme',
  workspace: 'irsa-production',
  project: 'platform',
};

const children: Block[] = [
  {
    kind: 'child-module',
    label: 'irsa',
    comments: ['The roles.'],
    source: './vendor/child',
    providers: ['aws', 'aws.euw1', 'kubernetes'],
    inputs: [
      { key: 'irsa_production_cluster_name', value: clusterName },
      { key: 'irsa_production_oidc_provider_arn', value: hostile },
    ],
  },
  { kind: 'child-module', label: 'irsa_alone', source: './vendor/child-alone', providers: ['aws'], inputs: [] },
];

const providers: Block[] = [
  { kind: 'provider-aws', alias: 'other', region: 'eu-west-2' },
  { kind: 'provider-aws', region: 'us-east-1' },
  { kind: 'provider-aws', comments: ['Where the second cluster runs.'], alias: 'euw1', region: ref('var.irsa_region') },
  {
    kind: 'provider-kubernetes',
    host: ref('module.eks.cluster_endpoint'),
    certificateAuthority: ref('module.eks.cluster_certificate_authority_data'),
    exec: { clusterName, region: 'us-east-1' },
  },
  {
    kind: 'provider-kubernetes',
    comments: ['A token lives 15 minutes: too short for a long apply.', 'Where the aws command is installed, exec is better.'],
    alias: 'euw1',
    host: ref('data.aws_eks_cluster.irsa_green.endpoint'),
    certificateAuthority: ref('data.aws_eks_cluster.irsa_green.certificate_authority[0].data'),
    token: ref('data.aws_eks_cluster_auth.irsa_green.token'),
  },
  {
    kind: 'provider-kubernetes',
    alias: 'plain',
    host: 'https://ABCDEF.gr7.us-east-1.eks.amazonaws.com',
    certificateAuthority: 'LS0tLS1CRUdJTg==',
    exec: { clusterName: 'plain', region: 'us-gov-west-1' },
  },
];

/** Aliases differ, since no root holds both lines. */
const SECOND = { 2: 'older_euw1', 3: 'euw1' } as const;

const helmProvidersOf = (line: 2 | 3): Block[] => {
  const kind = `provider-helm-${line}` as const;
  return [
    {
      kind,
      ...(line === 2 ? { alias: 'older' } : {}),
      host: ref('module.eks.cluster_endpoint'),
      certificateAuthority: ref('module.eks.cluster_certificate_authority_data'),
      exec: { clusterName, region: 'us-east-1' },
    },
    {
      kind,
      comments: ['A token lives 15 minutes: too short for a long apply.'],
      alias: SECOND[line],
      host: ref('data.aws_eks_cluster.irsa_green.endpoint'),
      certificateAuthority: ref('data.aws_eks_cluster.irsa_green.certificate_authority[0].data'),
      token: ref('data.aws_eks_cluster_auth.irsa_green.token'),
    },
  ];
};

const variables: Block[] = [
  { kind: 'variable', label: 'irsa_region', type: 'string', description: 'Region of the second cluster.' },
  {
    kind: 'variable',
    comments: ['Refused here, with a sentence, rather than by AWS half way through an apply.'],
    label: 'irsa_production_oidc_provider_arn',
    type: 'string',
    description: `ARN of the cluster's OIDC provider: ${hostile}`,
    validation: {
      pattern: '^arn:aws[a-z-]*:iam::\\d{12}:oidc-provider/[^"${}]+$',
      message: 'Expected the ARN of an OIDC provider, such as "arn:aws:iam::111122223333:oidc-provider/oidc.eks…".',
    },
  },
];

const cluster: Block[] = [
  { kind: 'data-partition', label: 'irsa' },
  { kind: 'data-partition', comments: ['Of the second account.'], label: 'irsa_green', provider: 'aws.euw1' },
  { kind: 'data-caller-identity', label: 'irsa' },
  { kind: 'data-caller-identity', comments: ['Of the second account.'], label: 'irsa_green', provider: 'aws.euw1' },
  { kind: 'data-region', label: 'irsa' },
  { kind: 'data-region', comments: ['Of the second account.'], label: 'irsa_green', provider: 'aws.euw1' },
  { kind: 'data-eks-cluster', label: 'irsa_blue', name: 'blue' },
  { kind: 'data-eks-cluster', comments: ['Made elsewhere.'], label: 'irsa_green', provider: 'aws.euw1', name: ref('var.irsa_region') },
  { kind: 'data-eks-cluster-auth', label: 'irsa_blue', name: 'blue' },
  {
    kind: 'data-eks-cluster-auth',
    comments: ['Signed by the caller.'],
    label: 'irsa_green',
    provider: 'aws.euw1',
    name: ref('data.aws_eks_cluster.irsa_green.name'),
  },
  { kind: 'data-oidc-provider', label: 'irsa_blue', url: ref('data.aws_eks_cluster.irsa_blue.identity[0].oidc[0].issuer') },
  {
    kind: 'data-oidc-provider',
    comments: ['Must exist: see oidcProvider in irsa.yaml.'],
    label: 'irsa_green',
    provider: 'aws.euw1',
    url: ref('data.aws_eks_cluster.irsa_green.identity[0].oidc[0].issuer'),
  },
  {
    kind: 'data-eks-add-on-version',
    label: 'irsa_aws_ebs_csi_driver',
    addOn: 'aws-ebs-csi-driver',
    kubernetesVersion: ref('module.eks.cluster_version'),
  },
  {
    kind: 'data-eks-add-on-version',
    comments: ['Asked for on every plan.'],
    label: 'irsa_green',
    provider: 'aws.euw1',
    addOn: 'external-dns',
    kubernetesVersion: '1.33',
  },
  { kind: 'data-role', label: 'irsa_my_app', name: 'production-my-app' },
  { kind: 'data-role', comments: ['Made by the other root.'], label: 'irsa_green', provider: 'aws.euw1', name: 'green-my-app' },
  { kind: 'data-tls-certificate', label: 'irsa_red', url: 'https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF' },
  {
    kind: 'data-tls-certificate',
    comments: ['Fetched on every plan.'],
    label: 'irsa_blue',
    url: ref('data.aws_eks_cluster.irsa_blue.identity[0].oidc[0].issuer'),
  },
  {
    kind: 'oidc-provider',
    label: 'irsa_red',
    url: 'https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF',
    clientIds: ['sts.amazonaws.com'],
    tags: [],
  },
  {
    kind: 'oidc-provider',
    comments: ['Required by this provider release; IAM itself trusts the library of CAs and does not look at it.'],
    label: 'irsa_pink',
    provider: 'aws.euw1',
    url: ref('data.aws_eks_cluster.irsa_green.identity[0].oidc[0].issuer'),
    clientIds: ['sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com'],
    thumbprints: [ref('data.tls_certificate.irsa_blue.certificates[0].sha1_fingerprint'), '9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
    tags,
  },
  { kind: 'local-issuer', label: 'irsa_production_issuer', oidcProviderArn },
  {
    kind: 'local-issuer',
    comments: ['The issuer without https://, as condition keys name it.'],
    label: 'irsa_green_issuer',
    oidcProviderArn: ref('data.aws_iam_openid_connect_provider.irsa_green.arn'),
  },
];

const namespaces: Block[] = [
  { kind: 'namespace', label: 'irsa_staging', name: 'staging' },
  {
    kind: 'namespace',
    comments: ['Made here: create: true in irsa.yaml.'],
    label: 'irsa_production',
    provider: 'kubernetes.euw1',
    name: 'production',
  },
];

const application: Block[] = [
  {
    kind: 'policy-document',
    label: 'irsa_reports',
    statements: [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'], principals: [], conditions: [] }],
  },
  {
    kind: 'policy-document',
    comments: ['What my-app may do.'],
    label: 'irsa_my_app',
    provider: 'aws.euw1',
    statements: [
      {
        comments: ['Only below the prefix, so that the bucket can be shared.', 'Second paragraph.'],
        sid: 'Objects',
        effect: 'Allow',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [
          text`arn:${partition}:s3:::my-bucket/my-app/\${aws:PrincipalTag/team}/*`,
          text`${ref('aws_s3_bucket.orders.arn')}/*`,
          text`arn:${partition}:dynamodb:${region}:${account}:table/orders`,
        ],
        principals: [],
        conditions: [
          { test: 'StringEquals', variable: 's3:ExistingObjectTag/team', values: ['${aws:PrincipalTag/team}'] },
          { test: 'StringLike', variable: 's3:prefix', values: ['my-app/*', text`${account}/"quoted"\\back`] },
        ],
      },
      { sid: 'Nothing', effect: 'Deny', notActions: ['s3:*'], notResources: ['*'], principals: [], conditions: [] },
    ],
  },
  {
    kind: 'policy-document',
    label: 'irsa_trust',
    statements: [
      {
        sid: 'PodIdentity',
        effect: 'Allow',
        actions: ['sts:AssumeRoleWithWebIdentity'],
        principals: [
          { type: 'Federated', identifiers: [oidcProviderArn] },
          { type: 'AWS', identifiers: [text`arn:${partition}:iam::${account}:root`, 'arn:aws:iam::111122223333:role/deploy'] },
        ],
        conditions: [
          {
            test: 'StringEquals',
            variable: text`${ref('local.irsa_production_issuer')}:sub`,
            values: ['system:serviceaccount:kube-system:karpenter'],
          },
          { test: 'StringEquals', variable: text`${ref('local.irsa_production_issuer')}:aud`, values: ['sts.amazonaws.com'] },
        ],
      },
    ],
  },
  {
    kind: 'policy',
    label: 'irsa_reports',
    name: 'production-reports',
    description: 'For pods of production:reports',
    document: ref('data.aws_iam_policy_document.irsa_reports.json'),
    tags: [],
  },
  {
    kind: 'policy',
    comments: ['A policy of its own, so that it can be reviewed by itself.'],
    label: 'irsa_my_app',
    provider: 'aws.euw1',
    name: 'production-my-app',
    path: '/irsa/',
    description: 'For pods of production:my-app-sa, "quoted" ${name} %{if}',
    document: ref('data.aws_iam_policy_document.irsa_my_app.json'),
    tags,
  },
  {
    kind: 'role-raw',
    label: 'irsa_gateway',
    name: 'production-gateway',
    description: 'For pods of production:gateway',
    trustDocument: ref('data.aws_iam_policy_document.irsa_trust.json'),
    tags: [],
  },
  {
    kind: 'role-raw',
    comments: ['Trusts another audience than that of STS.'],
    label: 'irsa_gateway_green',
    provider: 'aws.euw1',
    name: 'green-gateway',
    path: '/irsa/',
    description: 'For pods of production:gateway, "quoted" ${name} %{if}',
    trustDocument: ref('data.aws_iam_policy_document.irsa_trust.json'),
    permissionsBoundary: boundary,
    tags,
  },
  {
    kind: 'policy-attachments',
    label: 'irsa_gateway',
    role: ref('aws_iam_role.irsa_gateway.name'),
    policies: [{ key: 'irsa', value: ref('aws_iam_policy.irsa_my_app.arn') }],
  },
  {
    kind: 'policy-attachments',
    comments: ['Ours, and one of AWS.'],
    label: 'irsa_gateway_green',
    provider: 'aws.euw1',
    role: ref('aws_iam_role.irsa_gateway_green.name'),
    policies: [
      { key: 'irsa', value: ref('aws_iam_policy.irsa_my_app.arn') },
      { key: 'a "quoted" ${key}', value: text`arn:${partition}:iam::aws:policy/AmazonSQSReadOnlyAccess` },
    ],
  },
  {
    kind: 'role-iam-5',
    label: 'irsa_reports',
    source: './vendor/iam-5',
    name: 'production-reports',
    description: 'For pods of production:reports',
    inputs: [],
    policies: [],
    oidcProviders: [{ key: 'production', providerArn: oidcProviderArn, subjects: ['production:reports'] }],
    tags: [],
  },
  {
    kind: 'role-iam-5',
    comments: ['External DNS: changes records of one zone.'],
    label: 'irsa_external_dns',
    source: iam5,
    version: '5.60.0',
    awsProvider: 'aws.euw1',
    name: 'production-external-dns',
    description: 'For pods of external-dns:external-dns (External DNS)',
    path: '/irsa/',
    permissionsBoundary: boundary,
    inputs: [
      { key: 'attach_external_dns_policy', value: true },
      {
        key: 'external_dns_hosted_zone_arns',
        value: [text`arn:${partition}:route53:::hostedzone/Z0123456789ABC`, ref('aws_route53_zone.internal.arn')],
      },
      { key: 'cluster_autoscaler_cluster_names', value: [clusterName] },
      { key: 'max_session_duration', value: 3600 },
      { key: 'role_name_prefix', value: null },
    ],
    policies: [
      { key: 'own', value: ref('aws_iam_policy.irsa_my_app.arn') },
      { key: 'AmazonSQSReadOnlyAccess', value: text`arn:${partition}:iam::aws:policy/AmazonSQSReadOnlyAccess` },
    ],
    oidcProviders: [
      { key: 'blue', providerArn: ref('data.aws_iam_openid_connect_provider.irsa_blue.arn'), subjects: ['external-dns:external-dns'] },
      {
        key: 'green-2',
        providerArn: ref('data.aws_iam_openid_connect_provider.irsa_green.arn'),
        subjects: ['external-dns:external-dns', 'dns:external-dns'],
      },
    ],
    tags,
  },
];

const serviceAccounts: Block[] = [
  { kind: 'service-account', label: 'irsa_reports', name: 'reports', namespace: 'production', annotations: [] },
  {
    kind: 'service-account',
    comments: ['Pods name it by service_account_name.'],
    label: 'irsa_my_app',
    provider: 'kubernetes.euw1',
    name: 'my-app-sa',
    namespace: ref('kubernetes_namespace_v1.irsa_production.metadata[0].name'),
    annotations: [
      { key: 'eks.amazonaws.com/role-arn', value: ref('module.irsa_external_dns.iam_role_arn') },
      { key: 'eks.amazonaws.com/token-expiration', value: '3600' },
    ],
  },
  {
    kind: 'service-account-annotations',
    label: 'irsa_legacy',
    name: 'legacy',
    namespace: 'production',
    annotations: [{ key: 'eks.amazonaws.com/role-arn', value: ref('module.irsa_reports.iam_role_arn') }],
  },
  {
    kind: 'service-account-annotations',
    comments: ['Owned by another tool.'],
    label: 'irsa_shop',
    provider: 'kubernetes.euw1',
    name: 'shop',
    namespace: ref('kubernetes_namespace_v1.irsa_production.metadata[0].name'),
    annotations: [
      { key: 'eks.amazonaws.com/role-arn', value: ref('module.irsa_external_dns.iam_role_arn') },
      { key: 'eks.amazonaws.com/sts-regional-endpoints', value: 'true' },
    ],
  },
];

/** In a root of helm 2.x or 3.x. */
const installationsOf = (line: 2 | 3): Block[] => [
  ...helmProvidersOf(line),
  {
    kind: 'helm-release',
    label: `irsa_reports_${line}`,
    name: 'reports',
    repository: 'https://charts.example.com',
    chart: 'reports',
    version: '1.2.3',
    namespace: 'kube-system',
    valuesFiles: [],
    values: { map: {} },
    dependsOn: [],
  },
  {
    kind: 'helm-release',
    comments: ['Its controller makes load balancers.'],
    label: `irsa_external_dns_${line}`,
    provider: `helm.${SECOND[line]}`,
    name: 'dns',
    repository: 'oci://public.ecr.aws/example',
    chart: 'external-dns',
    version: '1.19.0',
    namespace: ref('kubernetes_namespace_v1.irsa_production.metadata[0].name'),
    createNamespace: true,
    valuesFiles: [text`${ref('path.module')}/values/external-dns.yaml`, text`${ref('path.module')}/values/%{x}.yaml`],
    values: {
      map: {
        policy: 'sync',
        hostile,
        serviceAccount: {
          map: { create: true, annotations: { map: { 'eks.amazonaws.com/role-arn': ref('module.irsa_external_dns.iam_role_arn') } } },
        },
      },
    },
    dependsOn: [ref('module.irsa_external_dns')],
  },
  {
    kind: 'eks-add-on',
    label: `irsa_plain_${line}`,
    clusterName,
    name: 'aws-efs-csi-driver',
    roleArn: 'arn:aws:iam::111122223333:role/efs',
    onCreate: 'NONE',
    tags: [],
    dependsOn: [],
  },
  {
    kind: 'eks-add-on',
    comments: ['Volumes.'],
    label: `irsa_aws_ebs_csi_driver_${line}`,
    provider: 'aws.euw1',
    clusterName: 'green',
    name: 'aws-ebs-csi-driver',
    version: ref('data.aws_eks_addon_version.irsa_aws_ebs_csi_driver.version'),
    roleArn: ref('module.irsa_external_dns.iam_role_arn'),
    configurationFile: text`${ref('path.module')}/ebs.yaml`,
    onCreate: 'OVERWRITE',
    tags,
    dependsOn: [ref('module.eks'), ref('module.irsa_external_dns')],
  },
];

const outputs: Block[] = [
  { kind: 'output', label: 'irsa_oidc_provider_arn', description: 'The OIDC provider.', value: oidcProviderArn },
  {
    kind: 'output',
    comments: ['Group, then workload, then ARN.'],
    label: 'irsa_role_arns',
    description: 'ARNs of the roles: by group, then by workload',
    value: {
      map: {
        production: {
          map: { 'external-dns': ref('module.irsa_external_dns.iam_role_arn'), reports: ref('module.irsa_reports.iam_role_arn') },
        },
        'eu west': { map: {} },
      },
    },
    preconditions: [
      { actual: account, expected: '111122223333', message: text`Provider aws speaks for ${account}, "not" \${for} 111122223333.` },
      { actual: ref('data.aws_caller_identity.irsa_green.account_id'), expected: '444455556666', message: 'Use the other account.' },
    ],
  },
  {
    kind: 'output',
    label: 'irsa_spelling',
    description: hostile,
    value: {
      map: {
        hostile,
        list: [hostile, text`${clusterName}${hostile}${account}`, 1, -1.5, true, false, null, [], { map: { a: 1 } }],
        [hostile]: 'key',
        if: 'for',
        null: 'keyword',
        '1st': [1, 2],
        empty: '',
      },
    },
  },
  {
    kind: 'output-helm-values',
    label: 'irsa_helm_values',
    description: 'Helm values by chart.',
    charts: [
      {
        key: 'external-dns',
        value: {
          map: {
            serviceAccount: {
              map: { annotations: { map: { 'eks.amazonaws.com/role-arn': ref('module.irsa_external_dns.iam_role_arn') } } },
            },
          },
        },
      },
    ],
  },
  {
    kind: 'output-helm-values',
    comments: ['helm upgrade --values <(terraform output -json irsa_helm_values_all | jq -r \'."external-dns"\')'],
    label: 'irsa_helm_values_all',
    description: 'Helm values by chart, with everything.',
    charts: [
      {
        key: 'cluster-autoscaler',
        value: {
          map: {
            autoDiscovery: { map: { clusterName } },
            awsRegion: 'us-east-1',
            rbac: { map: { serviceAccount: { map: { create: true, name: 'cluster-autoscaler', annotations: { map: {} } } } } },
            replicas: 2,
            extraArgs: ['--v=4', hostile],
          },
        },
      },
      { key: 'external-dns', value: { map: {} } },
    ],
  },
];

const onAws5: Block[] = [
  {
    kind: 'karpenter-eks-20',
    label: 'irsa_karpenter_blue',
    source: './vendor/karpenter-20',
    clusterName: 'blue',
    roleName: 'blue-karpenter',
    policyName: 'blue-karpenter',
    nodeRoleName: 'blue-karpenter-node',
    queueName: 'blue-karpenter',
    rulePrefix: 'blue',
    policies: [],
    namespace: 'kube-system',
    serviceAccount: 'karpenter',
    oidcProviderArn: ref('data.aws_iam_openid_connect_provider.irsa_blue.arn'),
    tags: [],
  },
  {
    kind: 'karpenter-eks-20',
    comments: ['Karpenter: its role, its queue with the rules that fill it, and the role of the nodes it starts.'],
    label: 'irsa_karpenter',
    source: karpenter,
    version: '20.37.2',
    awsProvider: 'aws.euw1',
    clusterName,
    roleName: 'production-karpenter',
    rolePath: '/irsa/',
    permissionsBoundary: boundary,
    policyName: 'production-karpenter',
    nodeRoleName: 'production-karpenter-node',
    queueName: 'production-karpenter',
    rulePrefix: 'production',
    policies: [{ key: 'own', value: ref('aws_iam_policy.irsa_my_app.arn') }],
    namespace: 'kube-system',
    serviceAccount: 'karpenter',
    oidcProviderArn,
    tags,
  },
];

const onAws6: Block[] = [
  {
    kind: 'role-pod-identity',
    label: 'irsa_worker',
    source: './vendor/pod-identity-2',
    name: 'production-worker',
    description: 'For pods of production:worker',
    inputs: [],
    policies: [],
    trustConditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] }],
    trustStatements: [],
    associations: [],
    tags: [],
  },
  {
    kind: 'role-pod-identity',
    comments: ['Cert-manager: proves who owns a zone.'],
    label: 'irsa_cert_manager',
    source: 'terraform-aws-modules/eks-pod-identity/aws',
    version: '2.8.1',
    awsProvider: 'aws.euw1',
    name: 'production-cert-manager',
    description: 'For pods of cert-manager:cert-manager (cert-manager)',
    path: '/irsa/',
    permissionsBoundary: boundary,
    inputs: [
      { key: 'attach_cert_manager_policy', value: true },
      { key: 'cert_manager_hosted_zone_arns', value: ['arn:aws:route53:::hostedzone/Z1'] },
      { key: 'cert_manager_policy_name', value: 'production-cert-manager' },
    ],
    policies: [{ key: 'own', value: ref('aws_iam_policy.irsa_my_app.arn') }],
    trustConditions: [
      { test: 'StringEquals', variable: 'aws:RequestTag/kubernetes-namespace', values: ['cert-manager'] },
      {
        test: 'ArnEquals',
        variable: 'aws:SourceArn',
        values: [
          text`arn:${partition}:eks:eu-west-1:${account}:cluster/${clusterName}`,
          'arn:aws:eks:eu-west-1:111122223333:cluster/green',
        ],
      },
    ],
    trustStatements: [
      {
        effect: 'Allow',
        actions: ['sts:AssumeRoleWithWebIdentity'],
        principals: [{ type: 'Federated', identifiers: [oidcProviderArn] }],
        conditions: [
          {
            test: 'StringEquals',
            variable: text`${ref('local.irsa_production_issuer')}:sub`,
            values: ['system:serviceaccount:cert-manager:cert-manager'],
          },
          { test: 'StringEquals', variable: text`${ref('local.irsa_production_issuer')}:aud`, values: ['sts.amazonaws.com'] },
        ],
      },
      {
        sid: 'Another',
        effect: 'Allow',
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        principals: [{ type: 'AWS', identifiers: ['arn:aws:iam::111122223333:role/a'] }],
        conditions: [],
      },
    ],
    associations: [
      { key: 'blue', clusterName, namespace: 'cert-manager', serviceAccount: 'cert-manager' },
      {
        key: 'green',
        clusterName: 'green',
        namespace: 'cert-manager',
        serviceAccount: 'cert-manager',
        targetRoleArn: 'arn:aws:iam::222222222222:role/zones',
        disableSessionTags: true,
      },
    ],
    tags,
  },
  {
    kind: 'pod-identity-association',
    label: 'irsa_worker',
    clusterName,
    namespace: 'production',
    serviceAccount: 'worker',
    roleArn: ref('module.irsa_worker.iam_role_arn'),
    tags: [],
  },
  {
    kind: 'pod-identity-association',
    comments: ['Cross-account.'],
    label: 'irsa_worker_green',
    provider: 'aws.euw1',
    clusterName: 'green',
    namespace: 'production',
    serviceAccount: 'worker',
    roleArn: ref('module.irsa_worker.iam_role_arn'),
    targetRoleArn: 'arn:aws:iam::222222222222:role/zones',
    disableSessionTags: true,
    policy: ref('data.aws_iam_policy_document.irsa_trust.minified_json'),
    tags,
  },
  {
    kind: 'eks-add-on',
    label: 'irsa_agent',
    clusterName,
    name: 'eks-pod-identity-agent',
    onCreate: 'NONE',
    tags: [],
    dependsOn: [],
  },
  {
    kind: 'eks-add-on',
    label: 'irsa_efs_by_association',
    clusterName,
    name: 'aws-efs-csi-driver',
    association: { serviceAccount: 'efs-csi-controller-sa', roleArn: ref('module.irsa_worker.iam_role_arn') },
    onCreate: 'NONE',
    tags: [],
    dependsOn: [],
  },
  {
    kind: 'role-iam-6',
    label: 'irsa_batch',
    source: './vendor/iam-6',
    name: 'production-batch',
    description: 'For pods of production:batch',
    inputs: [],
    policies: [],
    oidcProviders: [{ key: 'production', providerArn: oidcProviderArn, subjects: ['production:batch'] }],
    tags: [],
  },
  {
    kind: 'role-iam-6',
    comments: ['External Secrets: reads what it is told to read.'],
    label: 'irsa_external_secrets',
    source: iam6,
    version: '6.5.0',
    awsProvider: 'aws.euw1',
    name: 'production-external-secrets',
    description: 'For pods of external-secrets:external-secrets (External Secrets)',
    path: '/irsa/',
    permissionsBoundary: boundary,
    policyName: 'production-external-secrets',
    inputs: [
      { key: 'attach_external_secrets_policy', value: true },
      { key: 'external_secrets_secrets_manager_arns', value: [text`arn:${partition}:secretsmanager:${region}:${account}:secret:shop/*`] },
      { key: 'external_secrets_ssm_parameter_arns', value: [] },
    ],
    policies: [{ key: 'own', value: ref('aws_iam_policy.irsa_my_app.arn') }],
    oidcProviders: [
      {
        key: 'blue',
        providerArn: ref('data.aws_iam_openid_connect_provider.irsa_blue.arn'),
        subjects: ['external-secrets:external-secrets'],
      },
      {
        key: 'green',
        providerArn: ref('data.aws_iam_openid_connect_provider.irsa_green.arn'),
        subjects: ['external-secrets:external-secrets'],
      },
    ],
    tags,
  },
  {
    kind: 'moved',
    from: ref('module.irsa_external_secrets.aws_iam_policy.external_secrets[0]'),
    to: ref('module.irsa_external_secrets.aws_iam_policy.this[0]'),
  },
  {
    kind: 'moved',
    comments: ['Was under another key of another resource.'],
    from: ref('module.irsa_external_secrets.aws_iam_role_policy_attachment.this["own"]'),
    to: ref('module.irsa_external_secrets.aws_iam_role_policy_attachment.additional["own"]'),
  },
  {
    kind: 'karpenter-eks-21',
    label: 'irsa_karpenter_red',
    source: './vendor/karpenter-21',
    clusterName: 'red',
    roleName: 'red-karpenter',
    policyName: 'red-karpenter',
    nodeRoleName: 'red-karpenter-node',
    queueName: 'red-karpenter',
    rulePrefix: 'red',
    policies: [],
    namespace: 'kube-system',
    serviceAccount: 'karpenter',
    trustDocument: ref('data.aws_iam_policy_document.irsa_trust.json'),
    makesAssociation: false,
    tags: [],
  },
  {
    kind: 'karpenter-eks-21',
    comments: ['Karpenter on eks 21: IRSA by overriding the trust policy.'],
    label: 'irsa_karpenter_green',
    source: karpenter,
    version: '21.19.0',
    awsProvider: 'aws.euw1',
    clusterName,
    roleName: 'green-karpenter',
    rolePath: '/irsa/',
    permissionsBoundary: boundary,
    policyName: 'green-karpenter',
    nodeRoleName: 'green-karpenter-node',
    queueName: 'green-karpenter',
    rulePrefix: 'green',
    policies: [{ key: 'own', value: ref('aws_iam_policy.irsa_my_app.arn') }],
    namespace: 'karpenter',
    serviceAccount: 'karpenter',
    trustDocument: ref('data.aws_iam_policy_document.irsa_trust.json'),
    makesAssociation: true,
    tags,
  },
];

const networkOf = (line: 5 | 6): Block[] => [
  {
    kind: 'module-vpc',
    label: `irsa_small_${line}_vpc`,
    source: `./vendor/vpc-${line}`,
    name: 'small',
    cidr: '10.0.0.0/16',
    zones: ['us-east-1a'],
    privateSubnets: ['10.0.0.0/20'],
    publicSubnets: ['10.0.240.0/24'],
    tags: [],
  },
  {
    kind: 'module-vpc',
    comments: ['The network of the cluster below.'],
    label: `irsa_large_${line}_vpc`,
    source: vpc,
    version: line === 5 ? '5.21.0' : '6.6.0',
    awsProvider: 'aws.euw1',
    name: 'large',
    cidr: '10.1.0.0/16',
    zones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnets: ['10.1.0.0/20', '10.1.16.0/20'],
    publicSubnets: ['10.1.240.0/24', '10.1.241.0/24'],
    tags,
  },
];

const clustersOf = (line: 20 | 21): Block[] => {
  const kind = `module-eks-${line}` as const;
  const network = `module.irsa_large_${line - 15}_vpc`;
  return [
    {
      kind,
      label: `irsa_small_${line}`,
      source: `./vendor/eks-${line}`,
      clusterName: 'small',
      kubernetesVersion: '1.33',
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      publicAccess: false,
      nodePools: ['general-purpose', 'system'],
      addOns: [],
      nodeGroups: [],
      selfManagedNodeGroups: [],
      tags: [],
    },
    {
      kind,
      comments: ['A cluster with node groups of both kinds.'],
      label: `irsa_large_${line}`,
      source: eks,
      version: line === 20 ? '20.37.2' : '21.19.0',
      awsProvider: 'aws.euw1',
      clusterName: 'large',
      kubernetesVersion: '1.33',
      vpcId: ref(`${network}.vpc_id`),
      subnetIds: ref(`${network}.private_subnets`),
      publicAccess: true,
      publicAccessCidrs: ['203.0.113.0/24'],
      audiences: ['vault.example.com'],
      addOns: [
        { name: 'coredns', beforeCompute: false },
        { name: 'vpc-cni', beforeCompute: true },
      ],
      nodeGroups: [
        { name: 'default', instanceTypes: ['m6i.large', 'm5.large'], amiType: 'AL2023_x86_64_STANDARD', min: 2, max: 4, desired: 3 },
        { name: 'batch-arm', instanceTypes: ['m7g.xlarge'], amiType: 'AL2023_ARM_64_STANDARD', min: 0, max: 9, desired: 1 },
      ],
      selfManagedNodeGroups: [
        { name: 'own', instanceType: 'c7i.large', amiType: 'BOTTLEROCKET_x86_64', min: 1, max: 3, desired: 2 },
        { name: 'own-arm', instanceType: 'c7g.large', amiType: 'BOTTLEROCKET_ARM_64', min: 0, max: 5, desired: 4 },
      ],
      tags,
    },
  ];
};

const filesOf: Record<Generation, readonly TerraformFile[]> = {
  'aws-5': [{ name: 'irsa-aws-5.tf', blocks: [...installationsOf(2), ...onAws5, ...networkOf(5), ...clustersOf(20)] }],
  'aws-6': [{ name: 'irsa-aws-6.tf', blocks: [...installationsOf(3), ...onAws6, ...networkOf(6), ...clustersOf(21)] }],
};

const sharedWith = (helm: string): readonly TerraformFile[] => [
  { name: 'irsa-versions.tf', blocks: [versionsWith(helm)] },
  { name: 'irsa-cloud.tf', blocks: [cloud] },
  { name: 'irsa-providers.tf', blocks: providers },
  { name: 'irsa-variables.tf', blocks: variables },
  { name: 'irsa-cluster.tf', blocks: cluster },
  { name: 'irsa-namespaces.tf', blocks: namespaces },
  { name: 'irsa-my-app.tf', blocks: application },
  { name: 'irsa-service-accounts.tf', blocks: serviceAccounts },
  { name: 'irsa-module.tf', blocks: children },
  { name: 'irsa-outputs.tf', blocks: outputs },
];

/** Every kind of block; `required-providers` once, since a root holds no more. */
export const everyBlock: TerraformPlan = {
  directory: '.',
  format: 'hcl',
  files: [...sharedWith('>= 2.9'), ...filesOf['aws-5'], ...filesOf['aws-6']],
};

/** What one root can hold of it: `terraform validate` accepts this beside `neighbours`. */
export const everyBlockOf = (generation: Generation): TerraformPlan => ({
  ...everyBlock,
  files: [...sharedWith(generation === 'aws-5' ? '~> 2.9' : '~> 3.0'), ...filesOf[generation]],
});

/** What `file()` of the blocks reads. */
export const valuesFiles: Readonly<Record<string, string>> = {
  'values/external-dns.yaml': 'policy: upsert-only\n',
  'values/%{x}.yaml': '{}\n',
  'ebs.yaml': 'controller: {}\n',
};

/** Local module sources among the blocks → the release whose interface they have. */
export const vendored: Readonly<Record<string, { readonly module: string; readonly version: string }>> = {
  './vendor/iam-5': { module: iam5, version: '5.60.0' },
  './vendor/iam-6': { module: iam6, version: '6.5.0' },
  './vendor/pod-identity-2': { module: 'terraform-aws-modules/eks-pod-identity/aws', version: '2.8.1' },
  './vendor/vpc-5': { module: vpc, version: '5.21.0' },
  './vendor/vpc-6': { module: vpc, version: '6.6.0' },
  './vendor/eks-20': { module: eks, version: '20.37.2' },
  './vendor/eks-21': { module: eks, version: '21.19.0' },
  './vendor/karpenter-20': { module: karpenter, version: '20.37.2' },
  './vendor/karpenter-21': { module: karpenter, version: '21.19.0' },
};

/** The user's own file beside the blocks: what their references point to. */
export const neighbours = (generation: Generation): string => `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "${generation === 'aws-5' ? '20.37.2' : '21.19.0'}"

  ${generation === 'aws-5' ? 'cluster_name' : 'name'} = "production"
}

resource "aws_s3_bucket" "orders" {
  bucket = "orders"
}

resource "aws_route53_zone" "internal" {
  name = "internal.example.com"
}
`;

/** What the blocks call as child modules. */
export const childModules: Readonly<Record<string, string>> = {
  'vendor/child/main.tf': `terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.euw1]
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
  }
}

variable "irsa_production_cluster_name" {
  type = string
}

variable "irsa_production_oidc_provider_arn" {
  type = string
}
`,
  'vendor/child-alone/main.tf': `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
`,
};
