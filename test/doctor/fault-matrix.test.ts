/**
 * Healthy worlds give no finding. Broken ones differ from them in one thing, and the doctor names that, first and alone:
 * for every link of the chain, and for every row of the guide's troubleshooting table.
 */
import { describe, expect, test } from '@jest/globals';
import { chain, diagnose } from '../../src/doctor/chain.ts';
import { subjectsOf, wantedBy, type Wanted } from '../../src/doctor/subjects.ts';
import type { World } from '../../src/doctor/world.ts';
import { irsaFaults } from '../support/faults/irsa.ts';
import { podIdentityFaults } from '../support/faults/pod-identity.ts';
import { OTHER, role, account, pod, env, conditions, withoutEnv, whole, type Change } from '../support/faults/fault.ts';
import {
  changed,
  healthyIrsa,
  healthyPodIdentity,
  ACCOUNT,
  CLUSTER,
  ISSUER,
  NODE_ROLE,
  POLICY,
  ROLE,
  SUBJECT,
  trustOf,
  type Draft,
} from '../support/worlds.ts';

const found = (world: World, word = 'shop:orders'): readonly string[] => {
  const { value: wanted } = wantedBy(word === '--all' ? undefined : word);
  const { value: subjects = [] } = subjectsOf(world, wanted as Wanted);
  return diagnose(world, subjects).map(({ code }) => code);
};

describe('a healthy world gives no finding', () => {
  test.each(['shop:orders', 'shop/orders-7d9f8c6b5-x2x4z', 'shop', '--all'])('by IRSA, asked about %s', (word) => {
    expect(found(healthyIrsa(), word)).toEqual([]);
  });

  test.each(['shop:orders', 'shop/orders-7d9f8c6b5-x2x4z', 'shop', '--all'])('by EKS Pod Identity, asked about %s', (word) => {
    expect(found(healthyPodIdentity(), word)).toEqual([]);
  });

  test.each<readonly [string, Change]>([
    [
      'in Auto Mode, whose nodes have the agent built in',
      (world) => {
        world.cluster.autoMode = true;
        world.nodes[0]!.kind = 'auto';
        world.agent = { there: false, readyOn: [] };
      },
    ],
    [
      'in Auto Mode, with a pod that waits for a node',
      (world) => {
        world.cluster.autoMode = true;
        delete pod(world).node;
        world.agent = { there: false, readyOn: [] };
      },
    ],
    [
      'with a proxy that knows the way',
      (world) => Object.assign(env(world), { HTTP_PROXY: '(set)', NO_PROXY: '10.0.0.0/8,169.254.170.23' }),
    ],
    ['on a hybrid node', (world) => (world.nodes[0]!.kind = 'hybrid')],
    [
      'with a pod that has ended before the association',
      (world) => {
        world.pods.push({ ...pod(world), name: 'migrate-x', phase: 'Succeeded', containers: [] });
      },
    ],
  ])('by EKS Pod Identity, %s', (_, change) => expect(found(changed(healthyPodIdentity(), change))).toEqual([]));

  test.each<readonly [string, Change]>([
    ['of a private cluster with endpoints', (world) => (world.cluster.publicEndpoint = false)],
    ['with a role of policies of its own only', (world) => Object.assign(role(world), { attached: [], inline: ['orders'] })],
    ['whose template takes the role from a ConfigMap, which is not looked into', (world) => (env(world)['AWS_ROLE_ARN'] = '(set)')],
    [
      'whose template mounts a token of its own',
      (world) => {
        env(world)['AWS_WEB_IDENTITY_TOKEN_FILE'] = '(set)';
        pod(world).containers[0]!.mounts = [];
      },
    ],
    [
      'whose trust policy has a statement for each of two clusters',
      (world) => {
        (role(world).trust as ReturnType<typeof trustOf>).Statement.push(trustOf(OTHER, SUBJECT).Statement[0]!);
      },
    ],
    [
      'of whose providers, webhook and account nothing was seen',
      (world) => {
        for (const key of ['providers', 'webhook', 'agent', 'associations', 'endpoints', 'summary', 'callers', 'simulations'] as const)
          delete world[key];
      },
    ],
  ])('by IRSA, %s', (_, change) => expect(found(changed(healthyIrsa(), change))).toEqual([]));
});

test('of a pod that has ended, whose node and agent are gone, nothing is found either', () => {
  const world = changed(healthyPodIdentity(), (draft) => {
    Object.assign(pod(draft), { name: 'report-x2x4z', phase: 'Failed' });
    draft.nodes = [];
    draft.agent = { there: true, readyOn: [] };
  });
  expect(found(world, 'shop/report-x2x4z')).toEqual([]);
});

describe('by IRSA, the doctor names it alone if', () => {
  test.each(whole(irsaFaults))('%s', (_, change, code, word) => expect(found(changed(healthyIrsa(), change), word)).toEqual([code]));
});

describe('by EKS Pod Identity, the doctor names it alone if', () => {
  test.each(whole(podIdentityFaults))('%s', (_, change, code, word) =>
    expect(found(changed(healthyPodIdentity(), change), word)).toEqual([code]),
  );
});

describe('every row of the guide’s troubleshooting table', () => {
  test.each(
    whole([
      [
        'Missing IAM permissions: check role policy allows action',
        (world) => (world.simulations![0]!.decision = 'implicitDeny'),
        'action-denied',
      ],
      [
        'Trust policy mismatch: verify OIDC provider ARN matches cluster',
        (world) => (role(world).trust = trustOf(OTHER, SUBJECT)),
        'trust-other-cluster',
      ],
      [
        'Wrong namespace/SA in trust: check condition',
        (world) => (conditions(world)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:orders'),
        'trust-other-namespace',
      ],
      [
        'Pod can’t assume role, ServiceAccount not annotated: add annotation',
        (world) => {
          account(world).annotations = {};
          withoutEnv(world);
        },
        'annotation-missing',
      ],
      [
        'Using node credentials, pod not using ServiceAccount: set in pod spec',
        (world) => {
          pod(world).serviceAccount = 'default';
          withoutEnv(world);
        },
        'pod-runs-as-default',
        'shop/orders-7d9f8c6b5-x2x4z',
      ],
      ['OIDC provider not found, IRSA not enabled: set in EKS module', (world) => (world.providers = []), 'provider-missing'],
    ]),
  )('%s', (_, change, code, word) => expect(found(changed(healthyIrsa(), change), word)).toEqual([code]));
});

test('every cause of every link is in the matrix', () => {
  const matrix = new Set([...irsaFaults, ...podIdentityFaults].map(([, , code]) => code));
  const causes = chain.flatMap((link) => Object.keys(link.causes));
  const elsewhere = ['sa-default', 'role-in-other-account'];
  expect(causes.filter((code) => !matrix.has(code) && !elsewhere.includes(code))).toEqual([]);
});

describe('what is told beside', () => {
  test('a ServiceAccount `default` with a role', () => {
    const world = changed(healthyIrsa(), (draft) => {
      account(draft).name = 'default';
      draft.serviceAccounts.pop();
      pod(draft).serviceAccount = 'default';
      role(draft).trust = trustOf(ISSUER, 'system:serviceaccount:shop:default');
    });
    expect(found(world, 'shop:default')).toEqual(['sa-default']);
  });

  test('a role of another account, which nothing further is said of', () => {
    const elsewhere = ROLE.replace(ACCOUNT, '444455556666');
    const world = changed(healthyIrsa(), (draft) => {
      account(draft).annotations['eks.amazonaws.com/role-arn'] = elsewhere;
      env(draft)['AWS_ROLE_ARN'] = elsewhere;
      draft.callers = [];
      draft.roles[0] = { arn: elsewhere, state: 'hidden' };
    });
    expect(found(world)).toEqual(['role-in-other-account']);
  });

  test('two things that are wrong on their own: both, in the order of the chain', () => {
    const world = changed(healthyIrsa(), (draft) => {
      env(draft)['AWS_ACCESS_KEY_ID'] = '(set)';
      conditions(draft)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:orders';
    });
    expect(found(world)).toEqual(['trust-other-namespace', 'static-keys']);
  });

  test('what is about the cluster is told once', () => {
    const world = changed(healthyIrsa(), (draft) => {
      draft.providers = [];
      draft.serviceAccounts.push({ ...account(draft), name: 'payments' });
    });
    expect(found(world, '--all')).toEqual(['provider-missing', 'service-account-unused']);
  });

  test('a pod that takes port 80 of the node from the agent', () => {
    const world = changed(healthyPodIdentity(), (draft) => {
      draft.agent = { there: true, readyOn: [] };
      draft.pods.push({
        ...pod(draft),
        namespace: 'ingress',
        name: 'haproxy-1',
        serviceAccount: 'haproxy',
        containers: [{ name: 'haproxy', image: 'haproxy:3', env: {}, mounts: [], hostPorts: [80] }],
      });
    });
    const [finding] = diagnose(world, [{ namespace: 'shop', name: 'orders' }]);
    expect(finding).toMatchObject({
      code: 'agent-not-ready',
      evidence: expect.arrayContaining([expect.stringContaining('ingress/haproxy-1')]),
    });
  });

  test('which condition of the trust policy refuses, as evidence', () => {
    const world = changed(healthyIrsa(), (draft) => (conditions(draft)[`${ISSUER}:sub`] = 'system:serviceaccount:prod:orders'));
    const [finding] = diagnose(world, [{ namespace: 'shop', name: 'orders' }]);
    expect(finding?.evidence[0]).toContain('wants');
    expect(finding?.evidence[0]).toContain('"system:serviceaccount:prod:orders"');
    expect(finding?.commands[1]).toBe(`create-irsa explain shop:orders ${ROLE} --live --cluster ${CLUSTER}`);
  });
});

test('worlds are what they are said to be', () => {
  expect(healthyIrsa().roles.map(({ arn }) => arn)).toEqual([ROLE, NODE_ROLE]);
  expect(role(healthyIrsa() as Draft<World>).attached).toEqual([POLICY]);
});
