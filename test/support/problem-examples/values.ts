import { ofCluster, spec, withApp, withCluster, withStatement, type ExamplesOf } from './example.ts';

export const values: ExamplesOf<'Keys and values'> = {
  'unknown-key': spec(ofCluster('form: { module: eks }')),
  'missing-key': spec('version: 1\nclusters:\n  production: { name: production }\n'),
  'wrong-value': spec(ofCluster('accountId: 012345678901')),
  'empty-value': spec(withApp('clusters: [""]\n')),
  'empty-list': spec(withApp('clusters: []\n')),
  'empty-map': spec(ofCluster('from: {}')),
  'repeated-entry': spec(withApp('clusters: [production, production]\n')),
  'not-yet': spec(withCluster('appsForm: for_each\n')),
};

export const literals: ExamplesOf<'Names and literals'> = {
  'invalid-account-id': spec(ofCluster('accountId: "1111-2222-3333"')),
  'invalid-action': spec(withStatement('{ Effect: Allow, Action: SendMessage, Resource: "arn:aws:sqs:us-east-1:111122223333:orders" }')),
  'invalid-app-name': spec(withCluster('apps:\n  My_App: { namespace: shop, grants: [{ sqs: { queue: orders, access: consume } }] }\n')),
  'invalid-audience': spec(withApp('serviceAccount: { audience: "my audience" }\n')),
  'invalid-cluster-name': spec('version: 1\nclusters:\n  "prod cluster": { region: us-east-1 }\n'),
  'invalid-condition-key': spec(
    withStatement(
      '{ Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::111122223333:role/x", Condition: { StringEquals: { team: platform } } }',
    ),
  ),
  'invalid-condition-operator': spec(
    withStatement(
      '{ Effect: Allow, Action: sts:AssumeRole, Resource: "arn:aws:iam::111122223333:role/x", Condition: { StringEqual: { aws:SourceVpc: vpc-1 } } }',
    ),
  ),
  'invalid-container-name': spec(
    withApp(
      'deployment: { image: nginx, skipContainers: [Proxy] }\n',
      'outputs: [terraform, manifests]\nterraform: { serviceAccounts: none }\n',
    ),
  ),
  'invalid-address': spec(withCluster('moved: { module.ebs-csi.role: module.irsa_aws_ebs_csi_driver }\n')),
  'invalid-description': spec(withApp('roleDescription: "for shop – orders"\n')),
  'invalid-directory': spec(withCluster('terraform: { directory: /live/production }\n')),
  'invalid-external-id': spec(withApp('assumeRoles: [{ role: "arn:aws:iam::222222222222:role/reports", externalId: "my app" }]\n')),
  'invalid-group-name': spec(
    'version: 1\nclusters:\n  blue: { region: us-east-1 }\n  green: { region: us-east-1 }\nshareRoles:\n  - { name: blue green, clusters: [blue, green] }\n',
  ),
  'invalid-image': spec(
    withApp('deployment: { image: "Shop Orders" }\n', 'outputs: [terraform, manifests]\nterraform: { serviceAccounts: none }\n'),
  ),
  'invalid-label': spec(ofCluster('from: { module: module.eks }')),
  'invalid-module-source': spec(withCluster('terraform: { modules: { iam: { line: 5, source: "https://git.example.com/iam.git" } } }\n')),
  'invalid-namespace': spec(withCluster('namespaces: { Shop: { create: true } }\n')),
  'invalid-naming': spec(withCluster('naming: "{group}"\n')),
  'invalid-oidc-provider-arn': spec(
    ofCluster(
      'from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.us-east-1.eks.amazonaws.com/id/0123456789ABCDEF" } }',
    ),
  ),
  'invalid-option': spec(withCluster('addOns:\n  external-dns: { hostedZones: [example.com] }\n')),
  'invalid-options': spec(withCluster('addOns:\n  aws-load-balancer-controller: { targetGroupBindingOnly: true }\n')),
  'invalid-path': spec(withCluster('include: [{ files: "/apps/*.irsa.yaml" }]\n')),
  'invalid-policy-arn': spec(withCluster('permissionsBoundary: boundary\n')),
  'invalid-policy-name': spec(withApp('policyName: my app\n')),
  'invalid-profile': spec(withApp('assumeRoles: [{ role: "arn:aws:iam::222222222222:role/reports", profile: default }]\n')),
  'invalid-provider': spec(ofCluster('providers: { aws: aws.use1.blue }')),
  'invalid-reference': spec(withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: { ref: "${aws_s3_bucket.orders.arn}" } }')),
  'invalid-region': spec('version: 1\nclusters:\n  production: { region: us-east-1a }\n'),
  'unknown-region': spec(withApp('').replace('us-east-1', 'us-esat-1')),
  'invalid-release': spec(withCluster('addOns:\n  cluster-autoscaler: { release: Cluster_Autoscaler }\n')),
  'invalid-resource': spec(withStatement('{ Effect: Allow, Action: s3:GetObject, Resource: my-bucket }')),
  'invalid-role-arn': spec(withApp('assumeRoles: ["arn:aws:iam::222222222222:role/reports-*"]\n')),
  'invalid-role-name': spec(withApp('roleName: my app\n')),
  'invalid-role-path': spec(withCluster('rolePath: eks\n')),
  'invalid-role-prefix': spec(withCluster('rolePrefix: acme/\n')),
  'invalid-service-account': spec(withApp('serviceAccount: My_App\n')),
  'invalid-sid': spec(withStatement('{ Sid: read-objects, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::my-bucket/*" }')),
  'invalid-tag': spec(withCluster('tags: { "aws:team": platform }\n')),
  'invalid-thumbprint': spec(ofCluster('oidcProvider: create, thumbprints: [ABC]')),
  'invalid-version': spec(withCluster('terraform: { modules: { iam: { version: "5.60" } } }\n')),
  'invalid-workspace': spec(withCluster('terraform: { cloud: { organization: acme, workspace: "irsa production" } }\n')),
};
