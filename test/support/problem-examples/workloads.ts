import { beside, ofCluster, spec, VPC, withApp, withCluster, withNew, withStatement, type ExamplesOf } from './example.ts';

const BLUE_GREEN = (more = '', green = more): string =>
  `version: 1\nclusters:\n  blue: { region: us-east-1${more} }\n  green: { region: us-east-1${green} }\n`;
const SHARED = 'shareRoles:\n  - { name: production, clusters: [blue, green] }\n';
const QUEUE = 'grants: [{ sqs: { queue: orders, access: consume } }]';
const ACCOUNT = 'accountId: "111122223333"';
const twoApps = (of: string): string =>
  `apps:\n  api: { namespace: shop, ${of}, ${QUEUE} }\n  jobs: { namespace: shop, ${of}, ${QUEUE} }\n`;

export const workloads: ExamplesOf<'Workloads'> = {
  'no-permissions': spec(withCluster('apps:\n  my-app: { namespace: shop }\n')),
  'empty-grant': spec(withCluster('apps:\n  my-app: { namespace: shop, grants: [{}] }\n')),
  'needs-no-role': spec(withCluster('addOns:\n  coredns: {}\n')),
  'no-canned-policy': spec(withCluster('addOns:\n  crossplane: {}\n')),
  'end-of-life': spec(withCluster('addOns:\n  appmesh-controller: {}\n')),
  'several-grants': spec(
    withCluster(
      'apps:\n  my-app:\n    namespace: shop\n    grants:\n      - s3: { bucket: my-bucket, access: read }\n        sqs: { queue: orders, access: consume }\n',
    ),
  ),
  'incomplete-statement': spec(withStatement('{ Effect: Allow, Action: s3:GetObject }')),
  'contradictory-statement': spec(
    withStatement('{ Effect: Deny, Action: s3:GetObject, NotAction: s3:PutObject, Resource: "arn:aws:s3:::my-bucket/*" }'),
  ),
  'repeated-sid': spec(
    withStatement(
      '{ Sid: Read, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::a/*" }\n      - { Sid: Read, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/*" }',
    ),
  ),
  'unknown-action': spec(withStatement('{ Effect: Allow, Action: s3:GetObjects, Resource: "arn:aws:s3:::my-bucket/*" }')),
  'unsuited-resource': spec(withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::my-bucket" }')),
  'policy-wildcard': spec(withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: "*" }')),
  'privilege-escalation': spec(
    withStatement('{ Effect: Allow, Action: iam:CreatePolicyVersion, Resource: "arn:aws:iam::111122223333:policy/my-policy" }'),
  ),
  'confused-deputy': spec(withStatement('{ Effect: Allow, Action: iam:PassRole, Resource: "arn:aws:iam::111122223333:role/tasks" }')),
  'unknown-condition-key': spec(
    withStatement(
      '{ Effect: Allow, Action: s3:ListBucket, Resource: "arn:aws:s3:::my-bucket", Condition: { StringLike: { s3:prefixes: my-app/* } } }',
    ),
  ),
  'broad-managed-policy': spec(
    withCluster('apps:\n  my-app:\n    namespace: shop\n    managedPolicies: [arn:aws:iam::aws:policy/AmazonS3FullAccess]\n'),
  ),
  'reserved-name': spec(withCluster(`apps:\n  outputs: { namespace: shop, ${QUEUE} }\n`)),
  'subject-taken': spec(withCluster(twoApps('serviceAccount: api'))),
  'default-service-account': spec(withApp('serviceAccount: default\n')),
  'namespace-exists': spec(withCluster('namespaces:\n  kube-system: { create: true }\n')),
  'namespace-declared': beside(
    { 'namespaces.tf': 'resource "kubernetes_namespace" "shop" {\n  metadata {\n    name = "shop"\n  }\n}\n' },
    withCluster('namespaces:\n  shop: { create: true }\n'),
  ),
  'service-account-twice': spec(
    `${ofCluster(ACCOUNT)}outputs: [terraform, manifests]\nterraform: { serviceAccounts: manifests }\n${twoApps('serviceAccount: api, shared: true')}`,
  ),
  'manifests-not-written': spec(withApp('serviceAccount: { owner: manifests }\n')),
  'terraform-not-written': spec(withApp('serviceAccount: { owner: terraform }\n', 'outputs: [helm]\n')),
  'own-container-skipped': spec(
    withApp(
      'deployment: { image: nginx, skipContainers: [my-app] }\n',
      'outputs: [terraform, manifests]\nterraform: { serviceAccounts: none }\n',
    ),
  ),
  'owner-of-another': spec(withApp('serviceAccount: { owner: eks-addon }\n')),
  'audience-of-module': spec(withCluster('addOns:\n  karpenter: { serviceAccount: { audience: vault } }\n')),
  'role-name-clash': spec(
    withCluster(`apps:\n  api: { namespace: shop, ${QUEUE}, roleName: shop }\n  jobs: { namespace: shop, ${QUEUE}, roleName: Shop }\n`),
  ),
  'group-across-partitions': spec(
    'version: 1\nclusters:\n  blue: { region: us-east-1 }\n  green: { region: cn-north-1 }\nshareRoles:\n  - { name: production, clusters: [blue, green] }\n',
  ),
  'policy-name-clash': spec(
    withCluster(`apps:\n  api: { namespace: shop, ${QUEUE}, policyName: shop }\n  jobs: { namespace: shop, ${QUEUE}, policyName: Shop }\n`),
  ),
  'account-id-needed': spec(withApp('serviceAccount: { owner: manifests }\n', 'outputs: [terraform, manifests]\n')),
  'too-many-tags': spec(withCluster(`tags:\n${Array.from({ length: 51 }, (_, i) => `  tag-${i + 1}: x\n`).join('')}`)),
  'too-many-policies': spec(
    withCluster(
      `apps:\n  my-app:\n    namespace: shop\n    managedPolicies:\n${Array.from({ length: 11 }, (_, i) => `      - arn:aws:iam::111122223333:policy/policy-${i + 1}\n`).join('')}`,
    ),
  ),
  'policy-too-large': spec(
    withStatement(
      `{ Effect: Allow, Action: s3:ListBucket, Resource: "arn:aws:s3:::my-bucket", Condition: { StringLike: { s3:prefix: [${Array.from({ length: 120 }, (_, i) => `teams/one-of-the-many-teams-that-share-the-bucket-${i + 1}/*`).join(', ')}] } } }`,
    ),
  ),
  'group-across-regions': spec(
    `version: 1\nclusters:\n  blue: { region: us-east-1 }\n  green: { region: us-west-2 }\n${SHARED}apps:\n  my-app: { namespace: shop, ${QUEUE} }\n`,
  ),
  'account-quota': spec(
    `version: 1\nprimary: cluster-1\nclusters:\n${Array.from({ length: 101 }, (_, i) => `  cluster-${i + 1}: { region: us-east-1, oidcProvider: create }\n`).join('')}apps:\n  my-app: { namespace: shop, clusters: [cluster-1], ${QUEUE} }\n`,
  ),
  'trust-too-large': spec(
    `version: 1\nclusters:\n${Array.from({ length: 6 }, (_, i) => `  production-${i + 1}: { region: us-east-1 }\n`).join('')}shareRoles:\n  - name: production\n    clusters: [${Array.from({ length: 6 }, (_, i) => `production-${i + 1}`).join(', ')}]\napps:\n  my-app: { namespace: shop, ${QUEUE} }\n`,
  ),
  'pod-identity-unsupported': spec(withApp('identity: pod-identity\nrunsOn: [fargate]\n')),
  'pod-identity-agent-missing': spec(
    `${withNew(`${VPC}nodes: auto\n`).replace('nodes: auto', 'addOns: [coredns, kube-proxy, vpc-cni]\n        nodes: { general: { instanceTypes: [m7i.large], min: 2, max: 5 } }')}identity: pod-identity\napps:\n  my-app: { namespace: shop, ${QUEUE} }\n`,
  ),
  'identity-mismatch': spec(withApp('identity: pod-identity\nserviceAccount: { tokenExpiration: 3600 }\n')),
  'session-policy-with-tags': spec(
    withApp(
      'identity: pod-identity\npodIdentity:\n  policy:\n    - { Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::my-bucket/*" }\n',
    ),
  ),
  'session-tags-missing': spec(
    withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::my-bucket/${aws:PrincipalTag/kubernetes-namespace}/*" }'),
  ),
  'sdk-too-old': spec(withApp('identity: pod-identity\nsdk: { python: "1.28.0" }\n')),
  'ampersand-brace': spec(withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::my-bucket/&{team}/*" }')),
};

export const installations: ExamplesOf<'Add-ons that Terraform installs'> = {
  'chart-version-missing': spec(withCluster('addOns:\n  cluster-autoscaler: { install: true }\n')),
  'invalid-installation': spec(withCluster('addOns:\n  cluster-autoscaler: { install: { version: 9.50.1, overwrite: true } }\n')),
  'invalid-values-file': spec(withCluster('addOns:\n  cluster-autoscaler: { install: { version: 9.50.1, values: [/etc/values.yaml] } }\n')),
  'installed-already': beside(
    { 'charts.tf': 'resource "helm_release" "scaler" {\n  name  = "scaler"\n  chart = "cluster-autoscaler"\n}\n' },
    withCluster('addOns:\n  cluster-autoscaler: { install: { version: 9.50.1 } }\n'),
  ),
  'install-not-written': spec(`${ofCluster(ACCOUNT)}outputs: [helm]\naddOns:\n  cluster-autoscaler: { install: { version: 9.50.1 } }\n`),
};

export const tests: ExamplesOf<'Tests of what is written'> = {
  'tests-not-written': { ...spec(withApp('', 'outputs: [helm, tests]\n')), also: ['terraform-not-written'] },
  'tests-need-terraform': beside(
    { 'versions.tf': 'terraform {\n  required_version = "~> 1.9.0"\n}\n' },
    withApp('', 'outputs: [terraform, tests]\n'),
  ),
  'tests-local-reference': spec(
    `version: 1\nclusters:\n  production:\n    region: us-east-1\n    from: { expressions: { oidcProviderArn: local.oidc_provider_arn } }\noutputs: [terraform, tests]\napps:\n  my-app: { namespace: shop, ${QUEUE} }\n`,
  ),
};

export const eksctl: ExamplesOf<'eksctl'> = {
  'eksctl-ami-type': spec(
    `outputs: [eksctl]\n${withNew(`${VPC}endpointPublicAccess: true\nnodes:\n  default: { instanceTypes: [m6i.large], min: 2, max: 4, amiType: AL2_x86_64 }\n`)}`,
  ),
  'eksctl-private-endpoint': spec(`outputs: [eksctl]\n${withNew(`${VPC}nodes: auto\n`)}`),
  'eksctl-needs-terraform': spec(`${ofCluster(ACCOUNT)}outputs: [eksctl]\naddOns:\n  karpenter: {}\n`),
  'helm-needs-terraform': spec(
    `${ofCluster(ACCOUNT)}outputs: [eksctl, helm]\nhelm: { roleArn: terraform }\naddOns:\n  cluster-autoscaler: {}\n`,
  ),
  'eksctl-not-written': spec(withApp('serviceAccount: { owner: eksctl }\n')),
  'eksctl-no-permissions': {
    ...spec(`${ofCluster(ACCOUNT)}outputs: [eksctl]\napps:\n  my-app: { namespace: shop }\n`),
    also: ['no-permissions'],
  },
  'eksctl-audience': spec(
    `${ofCluster(ACCOUNT)}outputs: [eksctl]\napps:\n  my-app: { namespace: shop, serviceAccount: { audience: vault }, ${QUEUE} }\n`,
  ),
  'eksctl-aws-node': spec(
    `${ofCluster(ACCOUNT)}outputs: [eksctl]\napps:\n  my-app: { namespace: kube-system, serviceAccount: aws-node, ${QUEUE} }\n`,
  ),
  'eksctl-service-account': spec(
    `${ofCluster(ACCOUNT)}outputs: [terraform, eksctl]\nidentity: pod-identity\napps:\n  my-app: { namespace: shop, serviceAccount: { owner: eksctl }, ${QUEUE} }\n`,
  ),
  'eksctl-reference': spec(
    `${ofCluster(ACCOUNT)}outputs: [eksctl]\napps:\n  my-app: { namespace: shop, grants: [{ sqs: { queue: { ref: aws_sqs_queue.orders.arn }, access: consume } }] }\n`,
  ),
  'eksctl-role-path': spec(`${ofCluster(ACCOUNT)}outputs: [eksctl]\nrolePath: /eks/\napps:\n  my-app: { namespace: shop, ${QUEUE} }\n`),
  'eksctl-share-roles': spec(`${BLUE_GREEN(`, ${ACCOUNT}`)}outputs: [eksctl]\n${SHARED}apps:\n  my-app: { namespace: shop, ${QUEUE} }\n`),
};
