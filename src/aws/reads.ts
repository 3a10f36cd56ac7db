/**
 * All that the doctor asks, as a table: nothing else can be asked, and docs/doctor.md makes of it the policy of IAM and
 * the role of Kubernetes that suffice. Nothing here changes anything.
 */

export interface AwsRead {
  readonly words: readonly [service: string, command: string];
  /** Of IAM. */
  readonly action: string;
  readonly why: string;
  /** Only with a flag, or in some clusters. */
  readonly only?: string;
}

export const awsReads = {
  cluster: { words: ['eks', 'describe-cluster'], action: 'eks:DescribeCluster', why: 'issuer, endpoint, Auto Mode' },
  associations: {
    words: ['eks', 'list-pod-identity-associations'],
    action: 'eks:ListPodIdentityAssociations',
    why: 'who has one',
  },
  association: {
    words: ['eks', 'describe-pod-identity-association'],
    action: 'eks:DescribePodIdentityAssociation',
    why: 'its role, its age',
  },
  nodeGroup: { words: ['eks', 'describe-nodegroup'], action: 'eks:DescribeNodegroup', why: 'the role of nodes' },
  providers: {
    words: ['iam', 'list-open-id-connect-providers'],
    action: 'iam:ListOpenIDConnectProviders',
    why: 'whether there is one for the issuer',
  },
  provider: {
    words: ['iam', 'get-open-id-connect-provider'],
    action: 'iam:GetOpenIDConnectProvider',
    why: 'its audiences',
  },
  role: { words: ['iam', 'get-role'], action: 'iam:GetRole', why: 'trust policy and boundary' },
  attached: { words: ['iam', 'list-attached-role-policies'], action: 'iam:ListAttachedRolePolicies', why: 'whether it has any' },
  inline: { words: ['iam', 'list-role-policies'], action: 'iam:ListRolePolicies', why: 'whether it has any' },
  roles: {
    words: ['iam', 'get-account-authorization-details'],
    action: 'iam:GetAccountAuthorizationDetails',
    why: 'many roles in one call',
    only: 'for more roles than a few; without it they are asked for one by one',
  },
  summary: { words: ['iam', 'get-account-summary'], action: 'iam:GetAccountSummary', why: 'quotas' },
  simulation: {
    words: ['iam', 'simulate-principal-policy'],
    action: 'iam:SimulatePrincipalPolicy',
    why: 'whether the role may',
    only: 'with --action',
  },
  instances: { words: ['ec2', 'describe-instances'], action: 'ec2:DescribeInstances', why: 'the hop limit of nodes' },
  endpoints: {
    words: ['ec2', 'describe-vpc-endpoints'],
    action: 'ec2:DescribeVpcEndpoints',
    why: 'STS and EKS Auth',
    only: 'of private clusters',
  },
} as const satisfies Readonly<Record<string, AwsRead>>;

export type AwsReadName = keyof typeof awsReads;

export interface KubernetesRead {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly why: string;
  readonly only?: string;
}

export const kubernetesReads = {
  pods: { group: '', version: 'v1', resource: 'pods', verbs: ['list'], why: 'what they were given, and where they run' },
  serviceAccounts: { group: '', version: 'v1', resource: 'serviceaccounts', verbs: ['list'], why: 'their annotations' },
  nodes: { group: '', version: 'v1', resource: 'nodes', verbs: ['list'], why: 'Fargate, Windows, Auto Mode' },
  agent: { group: 'apps', version: 'v1', resource: 'daemonsets', verbs: ['get'], why: 'the agent of EKS Pod Identity' },
  webhook: {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    resource: 'mutatingwebhookconfigurations',
    verbs: ['get'],
    why: 'whether the webhook is there',
  },
  // `kubectl exec` looks the pod up before anything else.
  podOfExec: { group: '', version: 'v1', resource: 'pods', verbs: ['get'], why: 'that the pod is there', only: 'with --exec' },
  exec: {
    group: '',
    version: 'v1',
    resource: 'pods/exec',
    verbs: ['create'],
    why: 'who the pod is',
    only: 'with --exec',
  },
} as const satisfies Readonly<Record<string, KubernetesRead>>;

/** `/api/v1/namespaces/shop/pods` */
export function pathOf({ group, version, resource }: KubernetesRead, namespace?: string, name?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return [root, ...(namespace === undefined ? [] : ['namespaces', namespace]), resource, ...(name === undefined ? [] : [name])].join('/');
}
