/**
 * `irsa/verify.sh` in worlds of which one thing is broken: moto stands for AWS, and a Kubernetes API of fixtures,
 * asked by the real kubectl, for the cluster. Moto has no associations of EKS Pod Identity, so those are recorded
 * answers of the AWS CLI, in test/emit/verify.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { withClusterApi } from '../support/cluster-api.ts';
import { createCluster, forgetAll, iam } from '../support/moto-calls.ts';
import { awsCli, environment, motoServer, withMoto } from '../support/terraform/moto.ts';
import { run, type Ran } from '../support/terraform/terraform.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).error === undefined;
const missing = Object.entries({
  bash: spawnSync('bash', ['--version']).error === undefined,
  kubectl: hasKubectl,
  aws: awsCli,
  moto_server: motoServer,
})
  .filter(([, found]) => found === undefined || found === false)
  .map(([name]) => name);

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/production-orders`;

const spec = `version: 1
outputs: [terraform, verify]
clusters:
  production: { region: us-east-1, accountId: '${ACCOUNT}', from: { data: true } }
apps:
  orders:
    namespace: shop
    grants:
      - s3: { bucket: my-bucket, access: read }
  reports:
    namespace: shop
    identity: pod-identity
    grants:
      - s3: { bucket: my-bucket, access: read }
`;

interface World {
  readonly cluster: string;
  readonly audience: string | undefined;
  readonly role: string;
  /** From the issuer and the ARN of its provider. */
  readonly trust: (issuer: string, provider: string) => unknown;
  readonly attached: boolean;
  readonly annotation: string | undefined;
  readonly account: boolean;
}

const statement = (provider: string, equals: Readonly<Record<string, unknown>>) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: provider },
  Condition: { StringEquals: equals },
});

const admits =
  (subject: unknown, audience = 'sts.amazonaws.com', more: Readonly<Record<string, unknown>> = {}): World['trust'] =>
  (issuer, provider) => [statement(provider, { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience, ...more })];

/** Of EKS Pod Identity. */
const associated =
  (actions: readonly string[], namespace: string): World['trust'] =>
  () => [
    {
      Effect: 'Allow',
      Action: actions,
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:RequestTag/kubernetes-namespace': namespace, 'aws:RequestTag/kubernetes-service-account': 'reports' },
      },
    },
  ];

const SUBJECT = 'system:serviceaccount:shop:orders';

const good: World = {
  cluster: 'production',
  audience: 'sts.amazonaws.com',
  role: 'production-orders',
  trust: admits(SUBJECT),
  attached: true,
  annotation: ROLE,
  account: true,
};

const OTHER = 'oidc.eks.us-east-1.amazonaws.com/id/GREEN';
const OTHER_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER}`;

async function build(endpoint: string, world: World): Promise<void> {
  await forgetAll(endpoint);
  const issuer = await createCluster(endpoint, world.cluster);
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  if (world.audience !== undefined)
    await iam(endpoint, 'CreateOpenIDConnectProvider', {
      Url: `https://${issuer}`,
      'ClientIDList.member.1': world.audience,
      'ThumbprintList.member.1': '0'.repeat(40),
    });
  const document = { Version: '2012-10-17', Statement: world.trust(issuer, provider) };
  for (const RoleName of [world.role, 'production-reports'])
    await iam(endpoint, 'CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(document) });
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-bucket/*' }] };
  await iam(endpoint, 'CreatePolicy', { PolicyName: 'production-orders', PolicyDocument: JSON.stringify(policy) });
  if (world.attached && world.role === good.role)
    await iam(endpoint, 'AttachRolePolicy', { RoleName: world.role, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/production-orders` });
}

const AGENT = {
  kind: 'DaemonSet' as const,
  metadata: { name: 'eks-pod-identity-agent', namespace: 'kube-system' },
  status: { desiredNumberScheduled: 2, numberReady: 2 },
};

const objects = ({ account, annotation }: World) => [
  AGENT,
  ...(account
    ? [
        {
          kind: 'ServiceAccount' as const,
          metadata: {
            name: 'orders',
            namespace: 'shop',
            ...(annotation === undefined ? {} : { annotations: { 'eks.amazonaws.com/role-arn': annotation } }),
          },
        },
      ]
    : []),
];

const LINKS = [
  `You speak for account ${ACCOUNT}`,
  'Cluster production is ACTIVE, and its issuer is',
  'IAM trusts tokens of production, for sts.amazonaws.com',
  'The EKS Pod Identity Agent is ready on every node',
  'Role production-orders is there',
  `It admits exactly ${SUBJECT}, for sts.amazonaws.com`,
  'Its policies are there: production-orders',
  'ServiceAccount shop/orders is there',
  `It names ${ROLE}`,
];

/** What is broken in each, by the link that the script names, with its cause: no world breaks another link. */
const worlds: readonly (readonly [change: Partial<World>, broken: Readonly<Record<number, string>>])[] = [
  [{ cluster: 'staging' }, { 1: `Account ${ACCOUNT} has no EKS cluster production in us-east-1.` }],
  [
    { audience: undefined, trust: admits('system:serviceaccount:shops:orders'), annotation: `${ROLE}s` },
    {
      2: `Account ${ACCOUNT} has no IAM OIDC provider for https://`,
      5: 'It admits system:serviceaccount:shops:orders;',
      8: `It names another role: ${ROLE}s`,
    },
  ],
  // Without a role nothing is said of its trust and its policies.
  [
    { role: 'production-order', account: false },
    { 4: `Account ${ACCOUNT} has no role production-orders`, 7: 'production has none of that name in shop' },
  ],
  [
    { audience: 'sigstore', trust: admits(SUBJECT, 'sigstore'), annotation: ROLE.replace('12', '99') },
    {
      2: 'The provider lists sigstore among its client IDs, and not sts.amazonaws.com',
      5: 'It asks for the audience sigstore',
      8: 'of another account',
    },
  ],
  [
    { attached: false, annotation: undefined, trust: admits([SUBJECT, 'system:serviceaccount:shop:admin']) },
    {
      5: 'It admits system:serviceaccount:shop:admin,',
      6: 'production-orders is not attached: the role has none',
      8: 'It has no annotation eks.amazonaws.com/role-arn',
    },
  ],
];

/** Trust policies that are wrong in ways of their own. */
const trusts: readonly (readonly [trust: World['trust'], cause: string])[] = [
  [
    (issuer, provider) => [statement(provider, { [`${issuer}:aud`]: 'sts.amazonaws.com' })],
    'A statement names no ServiceAccount exactly (no sub)',
  ],
  [
    (issuer, provider) => [{ ...statement(provider, {}), Condition: { StringLike: { [`${issuer}:sub`]: 'system:serviceaccount:*' } } }],
    'A statement names no ServiceAccount exactly (system:serviceaccount:*)',
  ],
  // The way to lock out both clusters of a pair.
  [
    admits(SUBJECT, 'sts.amazonaws.com', { [`${OTHER}:sub`]: SUBJECT }),
    `One statement asks for claims of several issuers at once (${OTHER}:sub)`,
  ],
  [
    () => [statement(OTHER_PROVIDER, { [`${OTHER}:sub`]: SUBJECT, [`${OTHER}:aud`]: 'sts.amazonaws.com' })],
    'No statement of its trust policy names arn:aws:iam::',
  ],
];

(missing.length === 0 ? describe : describe.skip)(
  `verify.sh${missing.length === 0 ? '' : ` (skipped: not found: ${missing.join(', ')})`}`,
  () => {
    const outcomes = new Map<unknown, Ran>();

    /** One moto, one API and one set of files for all worlds: starting them takes longer than asking them. */
    beforeAll(async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'irsa.yaml'), spec);
      await generateInto(folder);
      let now = good;
      await withMoto(
        (endpoint) =>
          withClusterApi(
            () => objects(now),
            async (kubeconfig) => {
              writeFileSync(join(folder, 'kubeconfig'), kubeconfig);
              // As somebody who has set no region: that of the cluster is said.
              const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...signedIn } = environment(endpoint, 'us-east-1');
              const env = { ...signedIn, KUBECONFIG: join(folder, 'kubeconfig'), HOME: folder };
              const verify = async (key: unknown, world: World, ...flags: readonly string[]): Promise<void> => {
                now = world;
                await build(endpoint, world);
                outcomes.set(
                  key,
                  await run('bash', [join(folder, 'irsa/verify.sh'), '--context', 'fixtures', ...flags], { cwd: folder, env }),
                );
              };
              await verify(good, good, 'orders');
              await verify('associated', { ...good, trust: associated(['sts:AssumeRole', 'sts:TagSession'], 'shop') }, '--all', 'reports');
              await verify('untagged', { ...good, trust: associated(['sts:AssumeRole'], 'shop') }, '--all', 'reports');
              await verify('elsewhere', { ...good, trust: associated(['sts:AssumeRole', 'sts:TagSession'], 'shops') }, '--all', 'reports');
              for (const [trust] of trusts) await verify(trust, { ...good, trust }, 'orders');
              for (const [change] of worlds) await verify(change, { ...good, ...change }, '--all', 'orders');
            },
          ),
        false,
      );
    });

    const outcome = (key: unknown): Ran => outcomes.get(key) ?? { code: -1, stdout: '', stderr: 'not run', ms: 0 };
    const ok = (stdout: string): string[] => stdout.split('\n').filter((line) => line.startsWith('  ok'));
    const failed = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('  FAIL  '));

    test('says that each link holds, where all do', () => {
      const { code, stdout, stderr } = outcome(good);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(ok(stdout).map((line, i) => line.includes(LINKS[i] ?? 'nothing'))).toEqual(LINKS.map(() => true));
      expect(stdout).toContain(`All ${LINKS.length} links hold.`);
    });

    test.each(trusts)('stops at a trust policy that is wrong, and says why and what to do (%#)', (trust, cause) => {
      const { code, stdout, stderr } = outcome(trust);
      expect({ code, held: ok(stdout).length }).toEqual({ code: 1, held: 5 });
      expect(stderr).toContain(cause);
      expect(stderr).toContain('        Fix: ');
      expect(stderr).toContain('Stopped at the first broken link; --all goes on.');
    });

    test.each(worlds)('with --all goes on, and breaks no other link than those that are broken (%#)', (change, broken) => {
      const { code, stderr } = outcome(change);
      expect(code).toBe(1);
      const found = failed(stderr).map((line) => LINKS.findIndex((link) => line.slice(8).startsWith(link.replace(/ is ACTIVE.*/, ''))));
      expect(found).toEqual(Object.keys(broken).map(Number));
      for (const cause of Object.values(broken)) expect(stderr).toContain(cause);
      expect(stderr).toContain('links are broken:\n');
    });

    test('reads trust in EKS Pod Identity: both actions, and the subject as session tags', () => {
      const link = 'It admits EKS Pod Identity, for shop/reports only';
      expect(ok(outcome('associated').stdout).some((line) => line.endsWith(link))).toBe(true);
      expect(failed(outcome('untagged').stderr)).toContain(`  FAIL  ${link}`);
      expect(outcome('untagged').stderr).toContain('It allows sts:AssumeRole, and EKS needs sts:AssumeRole and sts:TagSession.');
      expect(outcome('elsewhere').stderr).toContain('It admits pods of shops/reports.');
    });

    test('does not take an AWS that cannot answer for a broken association', () => {
      expect(outcome('associated').stderr).toMatch(/An association leads its pods to .*\n +Why: This could not be asked: /);
    });
  },
);
