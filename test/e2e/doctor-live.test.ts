/** The doctor on a live cluster: moto for AWS, a local API server for Kubernetes, both asked by the real programs. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { AGENT, fixtures, pod, serviceAccount, variables, WEBHOOK } from '../support/cluster-fixtures.ts';
import { ACCOUNT, makeProvider, makeRole, onLiveCluster, trustRole, withLiveCluster, type Recorded } from '../support/live-cluster.ts';
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

const codes = (stdout: string) => (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);

onLiveCluster('the doctor on a live cluster', () => {
  test('names what is missing, is satisfied once it is there, and collects what it saw', async () => {
    await withLiveCluster(shop(running({ env: [] })), async (cluster) => {
      const { doctor, serve, record, api, folder, issuer } = cluster;
      const asked = async (...words: readonly string[]) => {
        const { code, stdout } = await doctor(...words, '--json');
        return { code, findings: codes(stdout) };
      };
      record(NO_ASSOCIATIONS);
      expect(await asked('shop')).toEqual({ code: 1, findings: ['provider-missing', 'role-missing', 'webhook-did-not-act'] });

      await makeProvider(cluster);
      await makeRole(cluster, 'production-orders', trustOf(issuer, 'system:serviceaccount:prod:orders'));
      await makeRole(cluster, 'nodes', NODES);
      serve(shop(running()));
      expect(await asked('shop/orders-7d9f8c6b5-x2x4z')).toEqual({ code: 1, findings: ['trust-other-namespace'] });

      await trustRole(cluster, 'production-orders', trustOf(issuer, SUBJECT));
      const healthy = await doctor('shop:orders');
      expect(healthy).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('nothing is wrong.') });
      expect(healthy.stderr).toMatch(/Asked: kubectl \d+ times, aws \d+ times; nothing was changed\./);

      api.asked.length = 0;
      expect((await doctor('collect', '--out', 'dump.json')).code).toBe(0);
      const paths = [...new Set(api.asked.map((path) => path.split('?')[0] ?? ''))].filter((path) => !/^\/(?:version|apis?)$/.test(path));
      expect(new Set(paths)).toEqual(
        new Set(['/api/v1/namespaces/kube-system/pods', '/api/v1/nodes', '/api/v1/pods', '/api/v1/serviceaccounts', WEBHOOK, AGENT]),
      );
      const dump = join(folder, 'dump.json');
      expect(statSync(dump).mode & 0o777).toBe(0o600);
      expect(await asked('--all', '--from', 'dump.json')).toEqual({ code: 0, findings: [] });
      const before = readFileSync(dump, 'utf8');
      expect((await doctor('collect', '--out', 'dump.json')).code).toBe(2);
      expect(readFileSync(dump, 'utf8')).toBe(before);
    });
  });

  test('says what it could not see; and looks at associations, as AWS documents them', async () => {
    const forbidden = { ...shop(running()), forbidden: [WEBHOOK, AGENT] };
    await withLiveCluster(forbidden, async (cluster) => {
      const { doctor, serve, record, issuer } = cluster;
      await makeProvider(cluster);
      await makeRole(cluster, 'production-orders', trustOf(issuer, SUBJECT));
      await makeRole(cluster, 'nodes', NODES);
      record(NO_ASSOCIATIONS);
      const { code, stdout } = await doctor('--all', '--json');
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

      // docs.aws.amazon.com/eks/latest/APIReference/API_DescribePodIdentityAssociation.html
      const association = {
        associationId: 'a-1',
        associationArn: 'arn:a-1',
        clusterName: 'production',
        namespace: 'shop',
        serviceAccount: 'orders',
      };
      record({
        'eks list-pod-identity-associations': { associations: [association] },
        'eks describe-pod-identity-association': {
          association: { ...association, roleArn: ROLE, createdAt: 1_761_991_200.123, modifiedAt: 1_761_991_200.123, tags: {} },
        },
      });
      const volumeMounts = [{ name: 'eks-pod-identity-token', mountPath: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount' }];
      const all = shop(running({ env: variables(POD_IDENTITY_ENV), container: { volumeMounts } }));
      serve({ ...all, objects: { [WEBHOOK]: {} }, lists: { ...all.lists, '/api/v1/serviceaccounts': [serviceAccount('shop', 'orders')] } });
      const byAssociation = await doctor('shop:orders', '--json');
      expect({ code: byAssociation.code, findings: codes(byAssociation.stdout) }).toEqual({
        code: 1,
        findings: ['trust-not-for-pod-identity', 'agent-missing'],
      });
    });
  });
});
