/** Faults of a workload that comes by its role by IRSA, along the chain. */
import { ACCOUNT, ISSUER, ROLE, SUBJECT, trustOf } from '../worlds.ts';
import { OTHER, role, account, pod, env, conditions, withoutEnv, type Fault } from './fault.ts';

export const irsaFaults: readonly Fault[] = [
  // The cluster and its provider.
  ['the cluster has no issuer', (world) => delete world.cluster.issuer, 'cluster-without-issuer'],
  ['the cluster has failed', (world) => (world.cluster.status = 'FAILED'), 'cluster-not-active'],
  ['there is no IAM OIDC provider', (world) => (world.providers = []), 'provider-missing'],
  ['only another cluster has a provider', (world) => (world.providers = [{ ...world.providers![0]!, url: OTHER }]), 'provider-missing'],
  [
    'the provider is that of the dual-stack host',
    (world) => (world.providers![0]!.url = ISSUER.replace('oidc.eks.us-east-1.amazonaws.com', 'oidc-eks.us-east-1.api.aws')),
    'provider-dual-stack',
  ],
  ['the provider’s URL ends in a slash', (world) => (world.providers![0]!.url = `${ISSUER}/`), 'provider-url-differs'],
  ['the provider does not know the audience', (world) => (world.providers![0]!.audiences = ['vault']), 'provider-audience'],
  // The ServiceAccount.
  ['the ServiceAccount is not there', (world) => world.serviceAccounts.shift(), 'service-account-missing'],
  ['it is not annotated', (world) => (account(world).annotations = {}), 'annotation-missing'],
  ['the annotation is misspelt', (world) => (account(world).annotations = { 'eks.amazon.com/role-arn': ROLE }), 'annotation-misspelt'],
  ['it is that of kiam', (world) => (account(world).annotations = { 'iam.amazonaws.com/role': ROLE }), 'annotation-misspelt'],
  [
    'the ARN is cut short',
    (world) => (account(world).annotations['eks.amazonaws.com/role-arn'] = 'production-orders'),
    'role-arn-malformed',
  ],
  [
    'the ARN is of another partition',
    (world) => (account(world).annotations['eks.amazonaws.com/role-arn'] = ROLE.replace('arn:aws:', 'arn:aws-cn:')),
    'role-in-other-partition',
  ],
  // The role and its trust.
  ['the role is not there', (world) => (world.roles[0] = { arn: ROLE, state: 'absent' }), 'role-missing'],
  [
    'the role is one for EC2',
    (world) =>
      (role(world).trust = { Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] }),
    'trust-not-for-irsa',
  ],
  ['it trusts another cluster', (world) => (role(world).trust = trustOf(OTHER, SUBJECT)), 'trust-other-cluster'],
  [
    // https://github.com/aws/amazon-eks-pod-identity-webhook/issues/30
    'it trusts a provider that is misspelt',
    (world) => (role(world).trust = trustOf(ISSUER.replace('oidc.eks.us-east-1', 'oidc.us-east-1.eks'), SUBJECT)),
    'trust-other-cluster',
  ],
  [
    'it trusts another namespace',
    (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:orders'),
    'trust-other-namespace',
  ],
  ['it trusts another name', (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:shop:payments'), 'trust-other-name'],
  [
    'it trusts somebody else',
    (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:payments'),
    'trust-other-subject',
  ],
  [
    'it names the ServiceAccount in another case',
    (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:shop:Orders'),
    'trust-case',
  ],
  [
    'it has a wildcard under StringEquals',
    (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:shop:*'),
    'trust-wildcard-literal',
  ],
  ['it wants another audience', (world) => (conditions(world)[`${ISSUER}:aud`] = 'sts.amazonaws.com.cn'), 'trust-audience'],
  [
    // https://github.com/external-secrets/kubernetes-external-secrets/issues/287
    'it has the subject under :aud',
    (world) => Object.assign(conditions(world), { [`${ISSUER}:aud`]: SUBJECT }),
    'trust-audience',
  ],
  [
    'it names the issuer with https://',
    (world) =>
      (role(world).trust = JSON.parse(JSON.stringify(role(world).trust).replaceAll(`"${ISSUER}:`, `"https://${ISSUER}:`)) as never),
    'trust-https-key',
  ],
  [
    // As the guide's own blue/green example has it.
    'it has the keys of two issuers in one statement',
    (world) => Object.assign(conditions(world), { [`${OTHER}:sub`]: SUBJECT }),
    'trust-two-issuers',
  ],
  [
    'it allows sts:AssumeRole where a token needs another action',
    (world) => ((role(world).trust as ReturnType<typeof trustOf>).Statement[0]!.Action = 'sts:AssumeRole'),
    'trust-without-action',
  ],
  [
    'a Deny of it holds',
    (world) =>
      (role(world).trust as ReturnType<typeof trustOf>).Statement.push({
        Effect: 'Deny',
        Principal: { Federated: '*' },
        Action: 'sts:*',
        Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } },
      } as never),
    'trust-denied',
  ],
  [
    'a further condition of it does not hold',
    (world) =>
      Object.assign((role(world).trust as ReturnType<typeof trustOf>).Statement[0]!.Condition, {
        StringEquals: { ...conditions(world), 'aws:RequestTag/team': 'shop' },
      }),
    'trust-condition',
  ],
  ['it asks for no audience', (world) => delete conditions(world)[`${ISSUER}:aud`], 'trust-no-aud'],
  ['it asks for no subject', (world) => delete conditions(world)[`${ISSUER}:sub`], 'trust-no-sub'],
  [
    'it admits the whole namespace',
    (world) =>
      ((role(world).trust as ReturnType<typeof trustOf>).Statement[0]!.Condition = {
        StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:*', [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      } as never),
    'trust-wildcard-sub',
  ],
  // The pod.
  [
    'the pod runs as default',
    (world) => {
      pod(world).serviceAccount = 'default';
      withoutEnv(world);
    },
    'pod-runs-as-default',
    'shop/orders-7d9f8c6b5-x2x4z',
  ],
  [
    'so do all that should run as the ServiceAccount',
    (world) => {
      pod(world).serviceAccount = 'default';
      withoutEnv(world);
    },
    'pods-run-as-default',
  ],
  ['there are no pods', (world) => (world.pods = []), 'service-account-unused'],
  [
    'the pod is older than the annotation',
    (world) => {
      account(world).annotatedAt = '2026-11-25T10:00:00Z';
      withoutEnv(world);
    },
    'pod-before-annotation',
  ],
  [
    'it has the role of before',
    (world) => {
      account(world).annotatedAt = '2026-11-25T10:00:00Z';
      env(world)['AWS_ROLE_ARN'] = `${ROLE}-old`;
    },
    'pod-with-other-role',
  ],
  ['its template names another role', (world) => (env(world)['AWS_ROLE_ARN'] = `${ROLE}-old`), 'variables-by-hand'],
  [
    // The webhook sets both variables or, where it finds one of them, none.
    'its template sets the role, and the webhook adds no token',
    (world) => delete env(world)['AWS_WEB_IDENTITY_TOKEN_FILE'],
    'variables-by-hand',
  ],
  [
    'its template sets the variables, and a label keeps the volume away',
    (world) => {
      pod(world).labels['eks.amazonaws.com/skip-pod-identity-webhook'] = 'true';
      pod(world).containers[0]!.mounts = [];
    },
    'token-not-mounted',
  ],
  [
    'a sidecar came into it after the webhook',
    (world) => pod(world).containers.push({ name: 'vault-agent', image: 'hashicorp/vault:1.21', env: {}, mounts: [] }),
    'container-not-given',
  ],
  [
    'keys are in the environment of a container of init',
    (world) =>
      pod(world).containers.push({
        ...structuredClone(pod(world).containers[0]!),
        name: 'migrate',
        init: true,
        env: { ...env(world), AWS_ACCESS_KEY_ID: '(set)' },
      }),
    'static-keys',
  ],
  [
    'the pod of a Job has failed, asked about by its name: its template has keys',
    (world) => {
      Object.assign(pod(world), { name: 'report-x2x4z', phase: 'Failed', owner: { kind: 'Job', name: 'report' } });
      env(world)['AWS_ACCESS_KEY_ID'] = '(set)';
      world.callers = [];
    },
    'static-keys',
    'shop/report-x2x4z',
  ],
  ['the webhook did not act', withoutEnv, 'webhook-did-not-act'],
  [
    'there is no webhook',
    (world) => {
      world.webhook = { there: false };
      withoutEnv(world);
    },
    'webhook-missing',
  ],
  [
    'a label keeps the webhook away',
    (world) => {
      pod(world).labels['eks.amazonaws.com/skip-pod-identity-webhook'] = 'true';
      withoutEnv(world);
    },
    'webhook-skipped',
  ],
  [
    'an annotation skips the container',
    (world) => {
      pod(world).annotations['eks.amazonaws.com/skip-containers'] = 'app';
      withoutEnv(world);
    },
    'containers-skipped',
  ],
  [
    'an annotation skips a container beside it',
    (world) => {
      pod(world).annotations['eks.amazonaws.com/skip-containers'] = 'proxy';
      pod(world).containers.push({ name: 'proxy', image: 'registry.example/proxy:1', env: {}, mounts: [] });
    },
    'container-skipped',
  ],
  ['the SDK is too old', (world) => (pod(world).containers[0]!.image = 'amazon/aws-cli:1.15.0'), 'sdk-too-old'],
  [
    'keys are in the environment',
    (world) => Object.assign(env(world), { AWS_ACCESS_KEY_ID: '(set)', AWS_SECRET_ACCESS_KEY: '(set)' }),
    'static-keys',
  ],
  ['a profile is named', (world) => (env(world)['AWS_PROFILE'] = '(set)'), 'profile-set'],
  ['~/.aws is mounted', (world) => pod(world).containers[0]!.mounts.push('/root/.aws'), 'credentials-mounted'],
  // The network.
  [
    'no region is told',
    (world) => {
      delete env(world)['AWS_REGION'];
      delete env(world)['AWS_DEFAULT_REGION'];
    },
    'region-missing',
  ],
  [
    'a private cluster asks the global STS',
    (world) => {
      world.cluster.publicEndpoint = false;
      env(world)['AWS_STS_REGIONAL_ENDPOINTS'] = 'legacy';
    },
    'sts-global',
  ],
  [
    'a private cluster has no endpoint for STS',
    (world) => {
      world.cluster.publicEndpoint = false;
      world.endpoints = ['s3'];
    },
    'sts-endpoint-missing',
  ],
  // Who the pod is, and what it may.
  [
    'the program takes the role of the node',
    (world) => (world.callers![0]!.arn = `arn:aws:sts::${ACCOUNT}:assumed-role/production-nodes/i-0abcdef1234567890`),
    'node-role-used',
  ],
  [
    'the program takes another role',
    (world) => (world.callers![0]!.arn = `arn:aws:sts::${ACCOUNT}:assumed-role/kiam-orders/session`),
    'other-identity',
  ],
  ['pods reach the metadata of the node', (world) => (world.nodes[0]!.hopLimit = 2), 'imds-hop-limit'],
  ['the role has no policy', (world) => (role(world).attached = []), 'role-without-permissions'],
  ['no policy allows the action', (world) => (world.simulations![0]!.decision = 'implicitDeny'), 'action-denied'],
  ['a policy denies it', (world) => (world.simulations![0]!.decision = 'explicitDeny'), 'action-denied-explicitly'],
  [
    'the boundary does not allow it',
    (world) => Object.assign(world.simulations![0]!, { decision: 'implicitDeny', allowedByBoundary: false }),
    'action-denied-by-boundary',
  ],
  [
    'the organization does not allow it',
    (world) => Object.assign(world.simulations![0]!, { decision: 'implicitDeny', allowedByOrganization: false }),
    'action-denied-by-organization',
  ],
  ['the account has all the roles it may', (world) => (world.summary!['Roles'] = 1000), 'quota-reached'],
  ['and almost', (world) => (world.summary!['Roles'] = 950), 'quota-near'],
  ['the trust policy is almost too large', (world) => (world.summary!['AssumeRolePolicySizeQuota'] = 400), 'trust-near-quota'],
];
