/**
 * `irsa/verify.sh` in worlds of which one thing is broken: moto stands for AWS, and a Kubernetes API of fixtures,
 * asked by the real kubectl, for the cluster. Moto has no associations of EKS Pod Identity, so those are recorded
 * answers of the AWS CLI, in test/emit/verify.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { withClusterApi } from '../support/cluster-api.ts';
import { createCluster, forgetAll, iam } from '../support/moto-calls.ts';
import { awsCli, environment, motoServer, withMoto } from '../support/terraform/moto.ts';
import { run } from '../support/terraform/terraform.ts';

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
  await iam(endpoint, 'CreateRole', { RoleName: world.role, AssumeRolePolicyDocument: JSON.stringify(document) });
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-bucket/*' }] };
  await iam(endpoint, 'CreatePolicy', { PolicyName: 'production-orders', PolicyDocument: JSON.stringify(policy) });
  if (world.attached && world.role === good.role)
    await iam(endpoint, 'AttachRolePolicy', { RoleName: world.role, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/production-orders` });
}

const objects = ({ account, annotation }: World) =>
  account
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
    : [];

const LINKS = [
  `You speak for account ${ACCOUNT}`,
  'Cluster production is ACTIVE, and its issuer is',
  'IAM trusts tokens of production, for sts.amazonaws.com',
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
      4: 'It admits system:serviceaccount:shops:orders;',
      7: `It names another role: ${ROLE}s`,
    },
  ],
  // Without a role nothing is said of its trust and its policies.
  [
    { role: 'production-order', account: false },
    { 3: `Account ${ACCOUNT} has no role production-orders`, 6: 'production has none of that name in shop' },
  ],
  [
    { audience: 'sigstore', trust: admits(SUBJECT, 'sigstore'), annotation: ROLE.replace('12', '99') },
    {
      2: 'The provider lists sigstore among its client IDs, and not sts.amazonaws.com',
      4: 'It asks for the audience sigstore',
      7: 'of another account',
    },
  ],
  [
    { attached: false, annotation: undefined, trust: admits([SUBJECT, 'system:serviceaccount:shop:admin']) },
    {
      4: 'It admits system:serviceaccount:shop:admin,',
      5: 'production-orders is not attached: the role has none',
      7: 'It has no annotation eks.amazonaws.com/role-arn',
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
    /** One moto, one API and one set of files for all worlds of `use`. */
    async function inWorlds(
      use: (verify: (world: World, ...flags: readonly string[]) => ReturnType<typeof run>) => Promise<void>,
    ): Promise<void> {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'irsa.yaml'), spec);
      await generateInto(folder);
      let now = good;
      await withMoto((endpoint) =>
        withClusterApi(
          () => objects(now),
          async (kubeconfig) => {
            writeFileSync(join(folder, 'kubeconfig'), kubeconfig);
            const env = { ...environment(endpoint, 'us-east-1'), KUBECONFIG: join(folder, 'kubeconfig'), HOME: folder };
            await use(async (world, ...flags) => {
              now = world;
              await build(endpoint, world);
              return run('bash', [join(folder, 'irsa/verify.sh'), '--context', 'fixtures', ...flags], { cwd: folder, env });
            });
          },
        ),
      );
    }

    const ok = (stdout: string): string[] => stdout.split('\n').filter((line) => line.startsWith('  ok'));

    test('says that each link holds where all do, and that a cluster is none of the spec', async () => {
      await inWorlds(async (verify) => {
        const { code, stdout, stderr } = await verify(good);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(ok(stdout).map((line, i) => line.includes(LINKS[i] ?? 'nothing'))).toEqual(LINKS.map(() => true));
        expect(stdout).toContain(`All ${LINKS.length} links hold.`);
        const unknown = await verify(good, '--cluster', 'staging');
        expect([unknown.code, unknown.stderr.split('\n')[0]]).toEqual([2, 'There is no cluster staging in irsa.yaml.']);
      });
    });

    test('stops at the first link that is broken, and says why and what to do', async () => {
      await inWorlds(async (verify) => {
        for (const [trust, cause] of trusts) {
          const { code, stdout, stderr } = await verify({ ...good, trust });
          expect({ cause, code, held: ok(stdout).length }).toEqual({ cause, code: 1, held: 4 });
          expect(stderr).toContain(cause);
          expect(stderr).toContain('        Fix: ');
          expect(stderr).toContain('Stopped at the first broken link; --all goes on.');
        }
      });
    });

    test('with --all goes on, and breaks no other link than those that are broken', async () => {
      await inWorlds(async (verify) => {
        for (const [change, broken] of worlds) {
          const { code, stderr } = await verify({ ...good, ...change }, '--all', 'orders');
          expect(code).toBe(1);
          const failed = stderr.split('\n').filter((line) => line.startsWith('  FAIL  '));
          const found = failed.map((line) => LINKS.findIndex((link) => line.slice(8).startsWith(link.replace(/ is ACTIVE.*/, ''))));
          expect(found).toEqual(Object.keys(broken).map(Number));
          for (const cause of Object.values(broken)) expect(stderr).toContain(cause);
          expect(stderr).toContain('links are broken:\n');
        }
      });
    });
  },
);
