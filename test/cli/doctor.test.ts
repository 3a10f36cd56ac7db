/** `create-irsa doctor` on dumps, and on clusters whose programs answer what was recorded. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { clusterOfContext } from '../../src/cli/doctor/context.ts';
import type { World } from '../../src/doctor/world.ts';
import { runExample } from '../support/problem-examples/run-example.ts';
import { conditions } from '../support/faults/fault.ts';
import { ACCOUNT, changed, CLUSTER, healthyIrsa, IRSA_ENV, ISSUER, ROLE, SUBJECT, trustOf, type Draft } from '../support/worlds.ts';
import { pod, serviceAccount, variables } from '../support/cluster-fixtures.ts';

const doctor = (world: World, ...words: readonly string[]) =>
  runExample({ argv: ['doctor', ...words, '--from', 'dump.json'], files: { 'dump.json': JSON.stringify(world) }, programs: {} });

const broken = changed(healthyIrsa(), (world) => {
  conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:orders';
  world.nodes[0]!.hopLimit = 2;
  world.cluster.status = 'FAILED';
});
const found = (data: string) => (JSON.parse(data) as { findings: { code: string }[] }).findings.map(({ code }) => code);

describe('a dump', () => {
  test('of a healthy cluster exits 0, without asking anybody', async () => {
    const { code, lines } = await doctor(healthyIrsa(), '--all');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: '1 ServiceAccount looked at: nothing is wrong.' });
  });

  test('of a namespace without any role says so, and not that all is well', async () => {
    const { code, lines } = await doctor(healthyIrsa(), 'payments');
    expect({ code, lines }).toEqual({ code: 0, lines: [expect.stringContaining('nobody was looked at')] });
  });

  test('of a broken one exits 1, the worst first, with evidence, fix and command', async () => {
    const { code, lines } = await doctor(broken, 'shop:orders');
    expect({ code, heads: lines.filter((line) => /^\w/.test(line)) }).toEqual({
      code: 1,
      heads: [
        'error  shop:orders  [trust-other-namespace]',
        'warning  [cluster-not-active]',
        '1 ServiceAccount looked at: 1 error, 1 warning.',
      ],
    });
    const text = lines.join('\n');
    expect(text).toContain('"system:serviceaccount:prod:orders"');
    expect(text).toContain(`Let its :sub be ${SUBJECT}`);
    expect(text).toContain('$ aws iam get-role --role-name production-orders');
  });

  test('exits 0 where findings are not to stop anything', async () => {
    expect((await doctor(broken, '--all', '--exit-zero')).code).toBe(0);
  });

  test('is answered as the schema of `--json` says', async () => {
    const { data } = await doctor(broken, 'shop', '--json');
    const schema = JSON.parse((await runExample({ argv: ['schema', '--of', 'doctor'] })).data) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    validate(JSON.parse(data));
    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.parse(data)).toMatchObject({ version: 1, subjects: ['shop:orders'] });
  });

  test('and as SARIF, with the dump as its place', async () => {
    const { data } = await doctor(broken, '--all', '--sarif');
    expect(JSON.parse(data)).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: 'trust-other-namespace',
              level: 'error',
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'dump.json' } },
                  logicalLocations: [{ fullyQualifiedName: 'shop:orders' }],
                },
              ],
            },
            { ruleId: 'cluster-not-active', level: 'warning' },
          ],
        },
      ],
    });
  });

  test('is told with which SDK the image was built', async () => {
    const { data } = await doctor(healthyIrsa(), 'shop:orders', '--sdk', 'python=1.9.100', '--json');
    expect(found(data)).toEqual(['sdk-too-old']);
  });

  test('of another format is refused', async () => {
    const { code, lines } = await doctor({ ...healthyIrsa(), pods: [{}] } as unknown as World, '--all');
    expect({ code, line: lines[0] }).toEqual({ code: 2, line: expect.stringContaining('[dump-not-read]') });
  });
});

describe('a dump is written by somebody else, and its names get into commands', () => {
  const HOSTILE = ['a;rm -rf ~', '$(id)', '`id`', 'a b', "a'b", 'a|b', 'a\u001B[2J'];
  const places: readonly (readonly [string, (world: Draft<World>, text: string) => void])[] = [
    ['the cluster', (world, text) => (world.cluster.name = text)],
    ['its region', (world, text) => (world.cluster.region = text)],
    ['a role', (world, text) => (world.roles[0]!.arn = `${ROLE}${text}`)],
    ['a pod', (world, text) => (world.pods[0]!.name = text)],
    ['what owns a pod', (world, text) => (world.pods[0]!.owner = { kind: 'StatefulSet', name: text })],
    ['a namespace', (world, text) => (world.serviceAccounts[0]!.namespace = text)],
    ['a provider', (world, text) => (world.providers![0]!.arn += text)],
    ['an action', (world, text) => (world.simulations![0]!.action = text)],
  ];

  test.each(places.flatMap(([where, put]) => HOSTILE.map((text) => [where, text, put] as const)))(
    '%s as %j is refused',
    async (_, text, put) => {
      const { code, lines } = await doctor(
        changed(healthyIrsa(), (draft) => put(draft, text)),
        '--all',
      );
      expect({ code, line: lines[0] }).toEqual({ code: 2, line: expect.stringContaining('[dump-not-read]') });
    },
  );

  test.each(['(not an ARN: 17 characters, with spaces)', '(not shown)'])('a role that `collect` has kept as %j is read', async (arn) => {
    const world = changed(healthyIrsa(), (draft) => draft.roles.push({ arn, state: 'hidden' }));
    expect(await doctor(world, '--all')).toMatchObject({ code: 0 });
  });

  test('an audience that a shell would heed gets into none', async () => {
    const world = changed(healthyIrsa(), (draft) => (draft.serviceAccounts[0]!.annotations['eks.amazonaws.com/audience'] = '$(id)'));
    const { data } = await doctor(world, 'shop:orders', '--json');
    expect(found(data)).toEqual(['provider-audience']);
    const { findings } = JSON.parse(data) as { findings: { commands: string[] }[] };
    expect(findings.flatMap(({ commands }) => commands).join(' ')).not.toContain('$(id)');
  });
});

describe('a live cluster', () => {
  const answers = (cases: Readonly<Record<string, unknown>>) =>
    [
      '#!/bin/sh',
      'case "$*" in',
      ...Object.entries(cases).map(([words, json]) => `*'${words}'*) printf '%s' '${JSON.stringify(json)}' ;;`),
      '*) exit 1 ;;',
      'esac',
      '',
    ].join('\n');
  const kubectl = {
    'config view': { clusters: [{ name: CLUSTER }] },
    serviceaccounts: { items: [serviceAccount('shop', 'orders', { 'eks.amazonaws.com/role-arn': ROLE })] },
    'exec -n shop': { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/production-nodes/i-0abcdef1234567890` },
    'kube-system': { items: [] },
    pods: { items: [pod('shop', 'orders-7d9f8c6b5-x2x4z', 'orders', { env: variables(IRSA_ENV) })] },
    nodes: { items: [] },
    mutatingwebhookconfigurations: {},
  };
  const aws = {
    'describe-cluster': {
      cluster: { name: 'production', arn: CLUSTER, status: 'ACTIVE', identity: { oidc: { issuer: `https://${ISSUER}` } } },
    },
    'list-open-id-connect-providers': { OpenIDConnectProviderList: [{ Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` }] },
    'get-open-id-connect-provider': { ClientIDList: ['sts.amazonaws.com'] },
    'list-pod-identity-associations': { associations: [] },
    'get-account-summary': { SummaryMap: { Roles: 10, RolesQuota: 1000 } },
    'get-role': { Role: { Arn: ROLE, AssumeRolePolicyDocument: trustOf(ISSUER, SUBJECT) } },
    'list-attached-role-policies': { AttachedPolicies: [{ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/orders` }] },
    'list-role-policies': { PolicyNames: [] },
    // docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
    'simulate-principal-policy': {
      EvaluationResults: [
        {
          EvalActionName: 's3:GetObject',
          EvalResourceName: 'arn:aws:s3:::orders/*',
          EvalDecision: 'implicitDeny',
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
      ],
    },
  };
  const live = (words: readonly string[], more: Readonly<Record<string, unknown>> = {}, pods: readonly object[] = kubectl.pods.items) =>
    runExample({
      argv: ['doctor', ...words],
      programs: { kubectl: answers({ ...kubectl, pods: { items: pods } }), aws: answers({ ...aws, ...more }) },
    });

  test('is asked, and in order', async () => {
    const { code, data } = await live(['shop:orders', '--json']);
    expect({ code, codes: found(data) }).toEqual({ code: 0, codes: [] });
  });

  test('is asked whether the role may, and what keeps it from that', async () => {
    const { data } = await live(['shop:orders', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::orders/*', '--json']);
    expect(found(data)).toEqual(['action-denied-by-boundary']);
  });

  test('is asked who the pod is only with --exec', async () => {
    const { data } = await live(['shop/orders-7d9f8c6b5-x2x4z', '--exec', '--json']);
    expect(found(data)).toEqual(['node-role-used']);
  });

  test('is looked at in its containers of init, and restarted by what owns the pod', async () => {
    const made = pod('shop', 'orders-0', 'orders', { env: [] });
    const statefulSet = {
      ...made,
      metadata: { ...made.metadata, ownerReferences: [{ kind: 'StatefulSet', name: 'orders', controller: true }] },
      spec: {
        ...made.spec,
        initContainers: [
          { name: 'migrate', image: 'registry.example/migrate:1', env: variables({ AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }) },
        ],
      },
    };
    const { data } = await live(['shop:orders', '--json'], {}, [statefulSet]);
    const { findings } = JSON.parse(data) as { findings: { code: string; evidence: string[]; commands: string[] }[] };
    expect(findings).toMatchObject([
      { code: 'webhook-did-not-act', commands: ['kubectl -n shop rollout restart statefulset/orders'] },
      { code: 'static-keys', evidence: ['migrate: AWS_ACCESS_KEY_ID'] },
    ]);
    expect(data).not.toContain('AKIA');
  });

  test('whose role may not be seen is not said to lack it', async () => {
    const { code, data } = await live(['shop:orders', '--json'], { 'get-role': undefined });
    expect({ code, codes: found(data), answer: JSON.parse(data) as unknown }).toMatchObject({
      code: 0,
      codes: [],
      answer: { unseen: [{ what: 'role production-orders' }] },
    });
  });
});

describe('the cluster is told by the context', () => {
  test.each([
    ['that `aws eks update-kubeconfig` has written', { clusters: [{ name: CLUSTER }] }, { name: 'production', region: 'us-east-1' }],
    [
      'with an alias, by what signs in',
      {
        clusters: [{ name: 'prod', cluster: { server: 'https://ABC.gr7.eu-west-1.eks.amazonaws.com' } }],
        users: [
          {
            user: {
              exec: {
                args: ['--region', 'eu-west-1', 'eks', 'get-token', '--cluster-name', 'prod-1'],
                env: [{ name: 'AWS_PROFILE', value: 'ops' }],
              },
            },
          },
        ],
      },
      { name: 'prod-1', region: 'eu-west-1', profile: 'ops' },
    ],
    ['that eksctl has written', { clusters: [{ name: 'production.us-west-2.eksctl.io' }] }, { name: 'production', region: 'us-west-2' }],
    [
      'that uses aws-iam-authenticator',
      { clusters: [{ name: 'k' }], users: [{ user: { exec: { args: ['token', '-i', 'production'] } } }] },
      { name: 'production' },
    ],
    ['of something else', { clusters: [{ name: 'kind-kind', cluster: { server: 'https://127.0.0.1:6443' } }] }, {}],
    ['that is none', null, {}],
  ])('%s', (_, config, told) => expect(clusterOfContext(config)).toEqual(told));
});
