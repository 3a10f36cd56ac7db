/** Worlds of the doctor: healthy ones, from which broken ones are made by one change. */
import type { SeenPod, World } from '../../src/doctor/world.ts';

export const ACCOUNT = '111122223333';
export const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/production-orders`;
export const NODE_ROLE = `arn:aws:iam::${ACCOUNT}:role/production-nodes`;
export const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/production`;
export const POLICY = `arn:aws:iam::${ACCOUNT}:policy/production-orders`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;

/** As docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html has it. */
export const trustOf = (issuer: string, subject: string, audience = 'sts.amazonaws.com') => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience } },
    },
  ],
});

export const SUBJECT = 'system:serviceaccount:shop:orders';

/** What the webhook of EKS puts in. https://github.com/aws/amazon-eks-pod-identity-webhook#readme */
export const IRSA_ENV = {
  AWS_STS_REGIONAL_ENDPOINTS: 'regional',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
  AWS_ROLE_ARN: ROLE,
  AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
};
export const POD_IDENTITY_ENV = {
  AWS_STS_REGIONAL_ENDPOINTS: 'regional',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token',
};

export const TOKEN_FOLDER = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const POD_IDENTITY_FOLDER = '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount';

const pod = (env: Readonly<Record<string, string>>, mount: string): SeenPod => ({
  namespace: 'shop',
  name: 'orders-7d9f8c6b5-x2x4z',
  serviceAccount: 'orders',
  node: 'ip-10-0-1-1.ec2.internal',
  createdAt: '2026-11-20T10:00:00Z',
  phase: 'Running',
  labels: {},
  annotations: {},
  owner: { kind: 'ReplicaSet', name: 'orders-7d9f8c6b5' },
  containers: [{ name: 'app', image: 'registry.example/orders:1.4.2', env, mounts: [mount] }],
});

/** One ServiceAccount that comes by its role by IRSA. */
export const healthyIrsa = (): World => ({
  version: 1,
  seenAt: '2026-11-26T12:00:00Z',
  cluster: {
    name: 'production',
    arn: CLUSTER,
    region: 'us-east-1',
    account: ACCOUNT,
    status: 'ACTIVE',
    issuer: `https://${ISSUER}`,
    publicEndpoint: true,
    autoMode: false,
  },
  providers: [{ arn: PROVIDER, url: ISSUER, audiences: ['sts.amazonaws.com'] }],
  roles: [
    { arn: ROLE, state: 'there', trust: trustOf(ISSUER, SUBJECT), attached: [POLICY], inline: [] },
    {
      arn: NODE_ROLE,
      state: 'there',
      attached: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy', 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly'],
      inline: [],
    },
  ],
  serviceAccounts: [
    { namespace: 'shop', name: 'orders', annotations: { 'eks.amazonaws.com/role-arn': ROLE }, annotatedAt: '2026-11-01T10:00:00Z' },
    { namespace: 'shop', name: 'default', annotations: {} },
  ],
  pods: [pod(IRSA_ENV, TOKEN_FOLDER)],
  nodes: [{ name: 'ip-10-0-1-1.ec2.internal', os: 'linux', kind: 'ec2', role: NODE_ROLE, hopLimit: 1 }],
  webhook: { there: true },
  agent: { there: true, readyOn: ['ip-10-0-1-1.ec2.internal'] },
  associations: [],
  endpoints: ['sts', 'eks-auth', 's3'],
  summary: {
    Roles: 120,
    RolesQuota: 1000,
    Policies: 200,
    PoliciesQuota: 1500,
    AssumeRolePolicySizeQuota: 2048,
    AttachedPoliciesPerRoleQuota: 10,
  },
  callers: [{ pod: 'shop/orders-7d9f8c6b5-x2x4z', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/production-orders/botocore-session-1` }],
  simulations: [{ role: ROLE, action: 's3:GetObject', resource: 'arn:aws:s3:::orders/*', decision: 'allowed' }],
  unseen: [],
});

/** As docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html has it, scoped by session tags. */
export const podTrust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop', 'aws:RequestTag/kubernetes-service-account': 'orders' },
        ArnEquals: { 'aws:SourceArn': CLUSTER },
      },
    },
  ],
};

/** The same by EKS Pod Identity. */
export const healthyPodIdentity = (): World => ({
  ...healthyIrsa(),
  roles: [{ ...healthyIrsa().roles[0]!, trust: podTrust }, healthyIrsa().roles[1]!],
  serviceAccounts: [
    { namespace: 'shop', name: 'orders', annotations: {} },
    { namespace: 'shop', name: 'default', annotations: {} },
  ],
  associations: [{ id: 'a-1', namespace: 'shop', serviceAccount: 'orders', role: ROLE, createdAt: '2026-11-01T10:00:00Z' }],
  pods: [pod(POD_IDENTITY_ENV, POD_IDENTITY_FOLDER)],
});

/** A copy in which something is otherwise. */
export function changed(world: World, change: (draft: Draft<World>) => void): World {
  const draft = structuredClone(world) as Draft<World>;
  change(draft);
  return draft;
}

export type Draft<T> = T extends readonly (infer I)[] ? Draft<I>[] : T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;
