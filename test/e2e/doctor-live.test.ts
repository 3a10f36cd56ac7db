/** The doctor on a live cluster: moto for AWS, a local API server for Kubernetes, both asked by the real programs. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { AGENT, fixtures, pod, serviceAccount, variables, WEBHOOK } from '../support/cluster-fixtures.ts';
import {
  ACCOUNT,
  makeProvider,
  makeRole,
  onLiveCluster,
  withLiveCluster,
  type LiveCluster,
  type Recorded,
} from '../support/live-cluster.ts';
import type { KubernetesFixtures } from '../support/kubernetes-api.ts';
import { IRSA_ENV, POD_IDENTITY_ENV, SUBJECT } from '../support/worlds.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/production-orders`;
const NODES = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const trustOf = (issuer: string, subject: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
    },
  ],
});

/** As docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html has it: moto knows none. */
const NO_ASSOCIATIONS: Recorded = { 'eks list-pod-identity-associations': { associations: [] } };

const env = { ...IRSA_ENV, AWS_ROLE_ARN: ROLE };
const running = (more: Parameters<typeof pod>[3] = {}) => pod('shop', 'orders-7d9f8c6b5-x2x4z', 'orders', { env: variables(env), ...more });
const AGENT_POD = pod('kube-system', 'eks-pod-identity-agent-abcde', 'eks-pod-identity-agent', {
  labels: { 'app.kubernetes.io/name': 'eks-pod-identity-agent' },
  env: [],
});
const shop = (...pods: readonly ReturnType<typeof pod>[]): KubernetesFixtures => {
  const all = fixtures(ROLE);
  return { ...all, lists: { ...all.lists, '/api/v1/pods': [...pods, AGENT_POD] } };
};

const prepared = async ({ aws, issuer }: LiveCluster, subject = SUBJECT) => {
  await makeProvider(aws, issuer);
  await makeRole(aws, 'production-orders', trustOf(issuer, subject));
  await makeRole(aws, 'nodes', NODES);
};

const codes = (stdout: string) => (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);

onLiveCluster('the doctor on a live cluster', () => {
  test('finds nothing where all is in order, and says how often it asked', async () => {
    await withLiveCluster(shop(running()), NO_ASSOCIATIONS, async (cluster) => {
      await prepared(cluster);
      const { code, stdout, stderr } = await cluster.doctor('shop:orders', '--json');
      expect({ code, findings: codes(stdout), stderr }).toEqual({
        code: 0,
        findings: [],
        stderr: expect.stringContaining('nothing is wrong.'),
      });
      expect(stderr).toMatch(/Asked: kubectl \d+ times, aws \d+ times; nothing was changed\./);
    });
  });

  test('names the trust policy that admits another namespace', async () => {
    await withLiveCluster(shop(running()), NO_ASSOCIATIONS, async (cluster) => {
      await prepared(cluster, 'system:serviceaccount:prod:orders');
      const { code, stdout } = await cluster.doctor('shop/orders-7d9f8c6b5-x2x4z', '--json');
      expect({ code, findings: codes(stdout) }).toEqual({ code: 1, findings: ['trust-other-namespace'] });
    });
  });

  test('names the provider that is not there, the role that is not there, the pod without a role', async () => {
    await withLiveCluster(shop(running({ env: [] })), NO_ASSOCIATIONS, async (cluster) => {
      const first = await cluster.doctor('shop', '--json');
      expect({ code: first.code, findings: codes(first.stdout) }).toEqual({
        code: 1,
        findings: ['provider-missing', 'role-missing', 'webhook-did-not-act'],
      });
    });
  });

  test('says what it could not see, and rules nothing out there', async () => {
    const forbidden = { ...shop(running()), forbidden: [WEBHOOK, AGENT] };
    await withLiveCluster(forbidden, NO_ASSOCIATIONS, async (cluster) => {
      await prepared(cluster);
      const { code, stdout } = await cluster.doctor('--all', '--json');
      expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({
        code: 0,
        answer: {
          findings: [],
          unseen: [
            { what: 'the webhook that gives pods their role', why: 'It may not be seen by whoever asked.' },
            { what: 'the agent of EKS Pod Identity', why: 'It may not be seen by whoever asked.' },
          ],
        },
      });
    });
  });

  test('diagnoses EKS Pod Identity: associations as AWS documents them, all else live', async () => {
    // docs.aws.amazon.com/eks/latest/APIReference/API_DescribePodIdentityAssociation.html
    const association = {
      associationId: 'a-1',
      associationArn: 'arn:a-1',
      clusterName: 'production',
      namespace: 'shop',
      serviceAccount: 'orders',
    };
    const recorded: Recorded = {
      'eks list-pod-identity-associations': { associations: [association] },
      'eks describe-pod-identity-association': {
        association: { ...association, roleArn: ROLE, createdAt: 1_761_991_200.123, modifiedAt: 1_761_991_200.123, tags: {} },
      },
    };
    const all = shop(running({ env: variables(POD_IDENTITY_ENV) }));
    const withoutAgent = {
      ...all,
      objects: { [WEBHOOK]: {} },
      lists: { ...all.lists, '/api/v1/serviceaccounts': [serviceAccount('shop', 'orders')] },
    };
    await withLiveCluster(withoutAgent, recorded, async (cluster) => {
      await prepared(cluster);
      const { code, stdout } = await cluster.doctor('shop:orders', '--json');
      expect({ code, findings: codes(stdout) }).toEqual({ code: 1, findings: ['trust-not-for-pod-identity', 'agent-missing'] });
    });
  });

  test('collects a dump that is diagnosed elsewhere, without any program', async () => {
    await withLiveCluster(shop(running()), NO_ASSOCIATIONS, async (cluster) => {
      await prepared(cluster, 'system:serviceaccount:shop:Orders');
      const { code } = await cluster.doctor('collect', 'shop', '--out', 'dump.json');
      expect(code).toBe(0);
      const dump = join(cluster.folder, 'dump.json');
      expect(statSync(dump).mode & 0o777).toBe(0o600);
      const from = await cluster.doctor('shop:orders', '--from', 'dump.json', '--json');
      expect({ code: from.code, findings: codes(from.stdout) }).toEqual({ code: 1, findings: ['trust-case'] });
      const again = await cluster.doctor('collect', '--out', 'dump.json');
      expect({ code: again.code, kept: existsSync(dump) && readFileSync(dump, 'utf8').includes('production-orders') }).toEqual({
        code: 2,
        kept: true,
      });
    });
  });

  test('asks by a list of reads only', async () => {
    await withLiveCluster(shop(running()), NO_ASSOCIATIONS, async (cluster) => {
      await prepared(cluster);
      await cluster.doctor('--all');
      const paths = [...new Set(cluster.api.asked.map((path) => path.split('?')[0]))].filter((path) => path !== '/api' && path !== '/apis');
      expect([...paths].sort((a, b) => a!.localeCompare(b!))).toEqual(
        ['/api/v1/namespaces/kube-system/pods', '/api/v1/nodes', '/api/v1/pods', '/api/v1/serviceaccounts', WEBHOOK, AGENT].sort(),
      );
    });
  });
});
