/**
 * Every flag, once: its name, where its answer goes in irsa.yaml, its help line and an example.
 * The parser, `--help`, the answers and the tests read this table.
 */
import type { Flag, FlagGroup } from './flag.ts';

export const commonFlags: FlagGroup = {
  title: 'Anywhere',
  flags: [
    { name: 'help', short: 'h', help: 'show the help of a command' },
    { name: 'version', short: 'v', help: 'show the version' },
  ],
};

/** One group for each subject that the wizard asks about; flags of a cluster follow their `--cluster`. */
export const answerFlags: readonly FlagGroup[] = [
  {
    title: 'Cluster (these follow the --cluster they belong to; before the first one they hold for all)',
    flags: [
      {
        name: 'cluster',
        value: 'NAME',
        repeatable: true,
        path: 'clusters.*',
        help: 'name of the EKS cluster',
        example: '--cluster production',
      },
      { name: 'region', value: 'REGION', repeatable: true, path: 'clusters.*.region', help: 'its region', example: '--region us-east-1' },
      {
        name: 'from',
        value: 'SOURCE',
        repeatable: true,
        path: 'clusters.*.from',
        help: 'how this root module knows it: module:LABEL, resource:LABEL, data, variables or literal:ARN (a new cluster: in irsa.yaml)',
        example: '--from module:eks',
      },
      {
        name: 'account-id',
        value: 'ID',
        repeatable: true,
        path: 'clusters.*.accountId',
        help: 'its account, where a static file needs an ARN',
        example: '--account-id 111122223333',
      },
      {
        name: 'vpc-id',
        value: 'ID',
        repeatable: true,
        path: 'clusters.*.vpcId',
        help: 'its VPC, for controllers whose pods cannot ask for it; default: what Terraform knows',
        example: '--vpc-id vpc-0123456789abcdef0',
      },
      {
        name: 'oidc-provider',
        value: 'existing|create',
        repeatable: true,
        path: 'clusters.*.oidcProvider',
        help: 'whether IAM has its OIDC provider already',
        example: '--oidc-provider create',
      },
      {
        name: 'provider',
        value: 'NAME=ADDRESS',
        repeatable: true,
        path: 'clusters.*.providers.*',
        help: 'the provider that speaks to it',
        example: '--provider aws=aws.use1',
      },
    ],
  },
  {
    title: 'Workloads',
    flags: [
      {
        name: 'add-on',
        value: 'ID[.OPTION=VALUE]',
        repeatable: true,
        path: 'addOns.*',
        help: 'an add-on, or one of its options; lists are separated by commas',
        example: '--add-on external-dns.hostedZones=Z1,Z2',
      },
      {
        name: 'app',
        value: 'NAME:NAMESPACE/SERVICEACCOUNT',
        repeatable: true,
        path: 'apps.*',
        help: 'an application of yours',
        example: '--app my-app:production/my-app-sa',
      },
      {
        name: 'grant',
        value: 'APP:SERVICE:OPTION=VALUE,…',
        repeatable: true,
        path: 'apps.*.grants',
        help: 'what an app may use (see create-irsa catalog)',
        example: '--grant my-app:s3:bucket=b,prefix=my-app/,access=read-write',
      },
      {
        name: 'managed-policy',
        value: 'WORKLOAD:ARN',
        repeatable: true,
        path: '*.*.managedPolicies',
        help: 'an AWS managed policy beside its own',
        example: '--managed-policy my-app:arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
      },
      {
        name: 'statement',
        value: 'WORKLOAD:JSON',
        repeatable: true,
        path: '*.*.statements',
        help: "a statement in IAM's own words",
        example: `--statement 'my-app:{"Action":"sqs:ListQueues","Resource":"*"}'`,
      },
      {
        name: 'set',
        value: 'WORKLOAD.OPTION=VALUE',
        repeatable: true,
        path: '*.*.*',
        help: 'any other option of a workload',
        example: '--set external-dns.namespace=dns',
      },
      {
        name: 'namespace',
        value: 'NAME[:existing]',
        repeatable: true,
        path: 'namespaces.*',
        help: 'a namespace to create, or one that exists',
        example: '--namespace production',
      },
      { name: 'identity', value: 'irsa', path: 'identity', help: 'how pods get their role', example: '--identity irsa' },
      {
        name: 'share-roles',
        value: 'NAME=CLUSTER,CLUSTER',
        repeatable: true,
        path: 'shareRoles',
        help: "clusters that share each workload's role (blue/green)",
        example: '--share-roles production=blue,green',
      },
    ],
  },
  {
    title: 'Terraform',
    flags: [
      {
        name: 'iam',
        value: 'LINE|RELEASE',
        path: 'terraform.modules.iam',
        help: 'release of terraform-aws-modules/iam',
        example: '--iam 5',
      },
      {
        name: 'eks',
        value: 'LINE|RELEASE',
        path: 'terraform.modules.eks',
        help: 'release of terraform-aws-modules/eks',
        example: '--eks 21',
      },
      {
        name: 'pod-identity',
        value: 'LINE|RELEASE',
        path: 'terraform.modules.pod-identity',
        help: 'release of terraform-aws-modules/eks-pod-identity',
        example: '--pod-identity 2',
      },
      {
        name: 'pin',
        value: 'exact|pessimistic',
        path: 'terraform.pin',
        help: 'how module versions are pinned',
        example: '--pin pessimistic',
      },
      {
        name: 'engine',
        value: 'terraform|opentofu[@VERSION]',
        path: 'terraform.engine',
        help: 'what will run the files',
        example: '--engine opentofu@1.10',
      },
      {
        name: 'layout',
        value: 'root|module',
        path: 'terraform.layout',
        help: 'a root module, or a child module',
        example: '--layout root',
      },
      {
        name: 'format',
        value: 'hcl|json|cdktf',
        path: 'terraform.format',
        help: 'HCL, Terraform JSON made by cdktf, or an app of cdktf',
        example: '--format json',
      },
      {
        name: 'cdktf',
        value: 'cdktf|cdktn',
        path: 'terraform.cdktf',
        help: 'the package that an app of cdktf is built on',
        example: '--cdktf cdktn',
      },
      {
        name: 'service-accounts',
        value: 'OWNER',
        path: 'terraform.serviceAccounts',
        help: "who makes apps' ServiceAccounts: terraform, eksctl, manifests, chart, annotate or none",
        example: '--service-accounts annotate',
      },
      {
        name: 'directory',
        value: 'DIR',
        path: 'terraform.directory',
        help: 'the root module, relative to irsa.yaml',
        example: '--directory terraform',
      },
      {
        name: 'kubernetes-auth',
        value: 'exec|token',
        path: 'terraform.kubernetesAuth',
        help: 'how a new Kubernetes provider signs in',
        example: '--kubernetes-auth exec',
      },
      {
        name: 'outputs',
        value: 'LIST',
        path: 'outputs',
        help: 'what is written: terraform, helm, manifests, gitops, eksctl, tests',
        example: '--outputs terraform,helm,manifests',
      },
      {
        name: 'helm-role-arn',
        value: 'literal|terraform|placeholder',
        path: 'helm.roleArn',
        help: 'who writes the ARN of roles into Helm values and manifests',
        example: '--helm-role-arn placeholder',
      },
      {
        name: 'gitops-path',
        value: 'DIR',
        path: 'gitops.path',
        help: 'the folder of irsa.yaml, from the root of the Git repository',
        example: '--gitops-path clusters/production',
      },
    ],
  },
  {
    title: 'Names and limits',
    flags: [
      {
        name: 'tag',
        value: 'KEY=VALUE',
        repeatable: true,
        path: 'tags.*',
        help: 'a tag on every resource',
        example: '--tag team=platform',
      },
      {
        name: 'permissions-boundary',
        value: 'ARN',
        path: 'permissionsBoundary',
        help: 'a boundary on every role',
        example: '--permissions-boundary arn:aws:iam::111122223333:policy/boundary',
      },
      { name: 'role-path', value: 'PATH', path: 'rolePath', help: 'IAM path of every role', example: '--role-path /eks/' },
      { name: 'role-prefix', value: 'TEXT', path: 'rolePrefix', help: '{prefix} of the naming pattern', example: '--role-prefix acme-' },
      {
        name: 'naming',
        value: 'PATTERN',
        path: 'naming',
        help: 'pattern of role names: {prefix} {group} {workload} {region} {namespace}',
        example: "--naming '{prefix}{group}-{workload}'",
      },
    ],
  },
];

const jsonFlag: Flag = { name: 'json', help: 'answer as JSON on stdout, whatever the outcome' };

const previewFlags: readonly Flag[] = [
  { name: 'dry-run', help: 'say what would change, and write nothing' },
  { name: 'force', help: 'overwrite files edited by hand; remove files of ours that the spec no longer makes' },
];

export const createFlags: FlagGroup = {
  title: 'Running',
  flags: [
    { name: 'yes', short: 'y', help: 'ask nothing: every answer is a flag' },
    { name: 'plain', help: 'ask line by line and redraw nothing, for screen readers (also ACCESSIBLE=1, TERM=dumb)' },
    ...previewFlags,
    jsonFlag,
  ],
};

export const generateFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'check', help: 'write nothing; exit 1 if a file differs from what the spec says' },
    { name: 'diff', help: 'show the differences' },
    ...previewFlags,
    { name: 'upgrade', help: 'take what this version of create-irsa writes differently' },
    { name: 'out', value: 'DIR', help: 'write below DIR instead of beside the spec', example: '--out live/production' },
    { name: 'stdout', help: 'print the files, and write nothing' },
    { name: 'format', value: 'hcl|json|cdktf', help: 'instead of the format the spec names', example: '--format json' },
    { name: 'templates', value: 'DIR', help: 'replace templates by <kind>.hbs files of DIR', example: '--templates ./templates' },
    jsonFlag,
  ],
};

export const catalogFlags: FlagGroup = { title: 'Flags', flags: [jsonFlag] };

export const schemaFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'of', value: 'spec|COMMAND', help: 'of irsa.yaml, or of what a command answers with --json', example: '--of generate' },
    { name: 'json', help: 'taken for granted: a schema is JSON' },
  ],
};
