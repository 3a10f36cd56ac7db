/** No secret, token or key gets into a dump, a report or an error: some are planted everywhere. */
import { describe, expect, test } from '@jest/globals';
import { keptTrouble, keptVariable, looksSecret, swept } from '../../src/doctor/redact.ts';
import { clusterOf, roleOf } from '../../src/cli/doctor/seen/aws.ts';
import { nodeFactsOf, podOf, serviceAccountOf } from '../../src/cli/doctor/seen/kubernetes.ts';
import { runExample } from '../support/problem-examples/run-example.ts';
import { ISSUER, ROLE, SUBJECT, trustOf } from '../support/worlds.ts';

/** The keys are those of AWS's own documentation. */
const SECRETS = [
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1',
  `IQoJb3JpZ2luX2VjEXAMPLE1${'aB3dE5fG7hI9'.repeat(20)}`,
  'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.c2lnbmF0dXJl',
  '-----BEGIN RSA PRIVATE KEY-----MIIEpAIBAAKCAQEA',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
];
/** Nobody can tell it from a name: it must not be where there is no name. */
const PASSWORD = 'hunter2 correct horse';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** Every place of a text in a JSON. */
const leaves = (value: Json, path: Path = []): readonly Path[] => {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner as Json, [...path, Array.isArray(value) ? Number(key) : key]));
};

/** The JSON with the secret there. */
function planted(value: Json, [step, ...rest]: Path, secret: string): Json {
  if (step === undefined) return secret;
  const copy = (Array.isArray(value) ? [...(value as Json[])] : { ...(value as Record<string, Json>) }) as Record<string | number, Json>;
  copy[step] = planted(copy[step] as Json, rest, secret);
  return copy as unknown as Json;
}

const POD: Json = {
  metadata: {
    name: 'orders-7d9f8c6b5-x2x4z',
    namespace: 'shop',
    uid: 'u-1',
    creationTimestamp: '2026-11-20T10:00:00Z',
    labels: { app: 'orders', 'eks.amazonaws.com/pod-identity': 'enabled', 'eks.amazonaws.com/skip-pod-identity-webhook': 'true' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{}}',
      'vault.hashicorp.com/agent-inject-secret-db': 'x',
      'eks.amazonaws.com/skip-containers': 'proxy',
      'eks.amazonaws.com/role-arn': ROLE,
      'eks.amazonaws.com/audience': 'sts.amazonaws.com',
      'iam.amazonaws.com/role': 'orders',
    },
    managedFields: [{ manager: 'helm', time: '2026-11-20T10:00:00Z' }],
    ownerReferences: [{ kind: 'ReplicaSet', name: 'orders-7d9f8c6b5', uid: 'x', controller: true }],
  },
  spec: {
    nodeName: 'ip-10-0-1-1.ec2.internal',
    serviceAccountName: 'orders',
    imagePullSecrets: [{ name: 'pull' }],
    initContainers: [
      {
        name: 'migrate',
        image: 'registry.example/migrate:1.4.2',
        args: ['--password', 'x'],
        env: [
          { name: 'AWS_SESSION_TOKEN', value: 'x' },
          { name: 'PGPASSWORD', value: 'x' },
        ],
      },
    ],
    containers: [
      {
        name: 'app',
        image: 'registry.example/orders:1.4.2',
        command: ['run', '--password=x'],
        args: ['--token', 'x'],
        workingDir: '/srv',
        env: [
          { name: 'DATABASE_URL', value: 'postgres://orders:x@db' },
          { name: 'AWS_ACCESS_KEY_ID', value: 'x' },
          { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'aws', key: 'secret' } } },
          { name: 'AWS_ROLE_ARN', value: ROLE },
          { name: 'AWS_REGION', value: 'us-east-1' },
          { name: 'AWS_PROFILE', value: 'x' },
          { name: 'HTTP_PROXY', value: 'http://user:x@proxy:3128' },
          { name: 'NO_PROXY', value: '10.0.0.0/8,169.254.170.23' },
          { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' },
          { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'http://169.254.170.23/v1/credentials' },
          { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN', value: 'x' },
          { name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' },
        ],
        envFrom: [{ secretRef: { name: 'orders' } }],
        volumeMounts: [{ name: 'aws', mountPath: '/root/.aws', subPath: 'x' }],
        ports: [{ name: 'http', hostPort: 80, protocol: 'TCP' }],
        livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: 'Bearer x' }] } },
      },
    ],
    volumes: [{ name: 'aws', secret: { secretName: 'aws' } }],
  },
  status: { phase: 'Running', message: 'x', containerStatuses: [{ state: { waiting: { message: 'x' } } }] },
};

const ACCOUNT: Json = {
  metadata: {
    name: 'orders',
    namespace: 'shop',
    annotations: {
      'eks.amazonaws.com/role-arn': ROLE,
      'eks.amazon.com/role-arn': ROLE,
      'kubectl.kubernetes.io/last-applied-configuration': 'x',
    },
    managedFields: [
      {
        manager: 'x',
        time: '2026-11-01T10:00:00Z',
        fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:eks.amazonaws.com/role-arn': {} } } },
      },
    ],
  },
  secrets: [{ name: 'orders-token-abcde' }],
};

const NODE: Json = {
  metadata: {
    name: 'ip-10-0-1-1.ec2.internal',
    labels: { 'kubernetes.io/os': 'linux', 'eks.amazonaws.com/nodegroup': 'main' },
    annotations: { a: 'x' },
  },
  spec: { providerID: 'aws:///us-east-1a/i-0abcdef1234567890' },
  status: { nodeInfo: { operatingSystem: 'linux' } },
};

const TRUST = trustOf(ISSUER, SUBJECT);
const ROLE_ANSWER: Json = {
  Role: {
    RoleName: 'production-orders',
    RoleId: 'AROAIOSFODNN7EXAMPLE',
    Arn: ROLE,
    Description: 'x',
    Tags: [{ Key: 'token', Value: 'x' }],
    AssumeRolePolicyDocument: {
      ...TRUST,
      Statement: [
        ...TRUST.Statement.map((statement) => ({ ...statement, Sid: 'Orders' })),
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        },
      ],
    } as unknown as Json,
    PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary' },
  },
};
const CLUSTER: Json = {
  cluster: {
    name: 'production',
    arn: 'arn:aws:eks:us-east-1:111122223333:cluster/production',
    status: 'ACTIVE',
    endpoint: 'https://x.eks.amazonaws.com',
    certificateAuthority: { data: 'x' },
    identity: { oidc: { issuer: `https://${ISSUER}` } },
    tags: { token: 'x' },
  },
};

/** Of what is kept: as a dump has it. */
const kept = (value: unknown): string => JSON.stringify(swept(value) ?? null);

const READ: readonly (readonly [what: string, raw: Json, read: (raw: unknown) => unknown])[] = [
  ['a pod', POD, podOf],
  ['a ServiceAccount', ACCOUNT, serviceAccountOf],
  ['a node', NODE, nodeFactsOf],
  ['a role', ROLE_ANSWER, (raw) => roleOf(ROLE, raw)],
  ['a cluster', CLUSTER, clusterOf],
];

describe('a secret in the place of any text', () => {
  test.each(READ)('of %s is not kept', (_, raw, read) => {
    const places = leaves(raw);
    expect(places.length).toBeGreaterThan(4);
    for (const path of places)
      for (const secret of SECRETS) {
        const text = kept(read(planted(raw, path, secret)));
        expect({ path, held: text.includes(secret) || text.includes(secret.slice(0, 24)) }).toEqual({ path, held: false });
      }
  });

  test.each(READ)('inside a text of %s neither', (_, raw, read) => {
    for (const path of leaves(raw))
      for (const secret of SECRETS) expect(kept(read(planted(raw, path, `x ${secret} y`)))).not.toContain(secret.slice(0, 24));
  });

  test.each(READ.slice(0, 3))('and a password in any text of %s', (_, raw, read) => {
    for (const path of leaves(raw)) expect(kept(read(planted(raw, path, PASSWORD)))).not.toContain('hunter2');
  });

  test('and what two accounts agreed on in secret', () => {
    const path = leaves(ROLE_ANSWER).find((one) => one.includes('sts:ExternalId')) ?? [];
    expect(kept(roleOf(ROLE, planted(ROLE_ANSWER, path, 'agreed')))).not.toContain('agreed');
  });
});

describe('what is kept', () => {
  test('of variables are those that say something of credentials, with values of known shapes', () => {
    expect(keptVariable('AWS_ROLE_ARN', ROLE)).toBe(ROLE);
    expect(keptVariable('AWS_REGION', 'us-east-1')).toBe('us-east-1');
    expect(keptVariable('AWS_SECRET_ACCESS_KEY', 'x')).toBe('(set)');
    expect(keptVariable('AWS_ACCESS_KEY_ID', undefined)).toBe('(set)');
    expect(keptVariable('NO_PROXY', '10.0.0.0/8,169.254.170.23,internal.example')).toBe('169.254.170.23');
    expect(keptVariable('DATABASE_URL', 'postgres://x')).toBeUndefined();
  });

  test('of a pod is what the doctor looks at', () => {
    const pod = podOf(POD);
    expect(pod.containers[0]?.env).toMatchObject({ AWS_ROLE_ARN: ROLE, AWS_ACCESS_KEY_ID: '(set)', HTTP_PROXY: '(set)' });
    expect(pod.containers[0]?.mounts).toEqual(['…/.aws']);
    expect(Object.keys(pod.annotations)).toEqual([
      'eks.amazonaws.com/skip-containers',
      'eks.amazonaws.com/role-arn',
      'eks.amazonaws.com/audience',
      'iam.amazonaws.com/role',
    ]);
    expect(serviceAccountOf(ACCOUNT)).toMatchObject({
      annotations: { 'eks.amazonaws.com/role-arn': ROLE },
      annotatedAt: '2026-11-01T10:00:00Z',
    });
  });

  test.each([
    'arn:aws:iam::111122223333:role/Team1/ProductionOrdersServiceRoleForPayments/WithALongName',
    'arn:aws:iam::111122223333:role/eksctl-production-addon-iamserviceaccount-Role1-1A2B3C4D5E6F7',
    ISSUER,
    'orders-7d9f8c6b5-x2x4z',
  ])('%s is no secret', (text) => expect(looksSecret(text)).toBe(false));
});

describe('what a program says when it fails', () => {
  test('is told in our words', () => {
    for (const secret of [...SECRETS, PASSWORD])
      for (const words of [secret, `An error occurred (AccessDenied): ${secret}`, `Unable to connect: ${secret}`])
        expect(keptTrouble(words)).not.toContain(secret);
  });

  test.each([
    ['kubectl', { kubectl: `#!/bin/sh\necho 'error: ${SECRETS[4]} ${SECRETS[0]} hunter2' >&2\nexit 1\n` }],
    [
      'the AWS CLI',
      {
        kubectl: `#!/bin/sh\necho '{"clusters":[{"name":"arn:aws:eks:us-east-1:111122223333:cluster/production"}]}'\n`,
        aws: `#!/bin/sh\necho 'An error occurred: ${SECRETS[4]} ${SECRETS[0]} hunter2' >&2\nexit 254\n`,
      },
    ],
  ])('%s', async (_, programs) => {
    const { code, lines, data } = await runExample({ argv: ['doctor', '--all', '--json'], programs });
    expect(code).toBe(2);
    for (const secret of [SECRETS[4], SECRETS[0], 'hunter2']) expect(lines.join('\n') + data).not.toContain(secret);
  });
});
