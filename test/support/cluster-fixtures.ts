/** What the API server of a cluster holds, in the shapes of Kubernetes: the same world as in `worlds.ts`. */
import type { KubernetesFixtures, KubernetesObject } from './kubernetes-api.ts';
import { IRSA_ENV } from './worlds.ts';

export const serviceAccount = (
  namespace: string,
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  at = '2026-11-01T10:00:00Z',
) => ({
  metadata: {
    namespace,
    name,
    annotations,
    managedFields: [
      {
        manager: 'helm',
        operation: 'Update',
        time: at,
        fieldsV1: { 'f:metadata': { 'f:annotations': Object.fromEntries(Object.keys(annotations).map((key) => [`f:${key}`, {}])) } },
      },
    ],
  },
});

export const variables = (env: Readonly<Record<string, string>>) => Object.entries(env).map(([name, value]) => ({ name, value }));

export const pod = (namespace: string, name: string, account: string, more: Partial<PodParts> = {}) => ({
  metadata: { namespace, name, creationTimestamp: '2026-11-20T10:00:00Z', labels: more.labels ?? {}, annotations: more.annotations ?? {} },
  spec: {
    serviceAccountName: account,
    nodeName: more.node ?? 'ip-10-0-1-1.ec2.internal',
    containers: [
      {
        name: 'app',
        image: 'registry.example/orders:1.4.2',
        env: more.env ?? variables(IRSA_ENV),
        volumeMounts: [{ name: 'aws-iam-token', mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount', readOnly: true }],
        ...more.container,
      },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

interface PodParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly node: string;
  readonly env: readonly object[];
  readonly container: object;
}

const node: KubernetesObject & object = {
  metadata: {
    name: 'ip-10-0-1-1.ec2.internal',
    labels: { 'kubernetes.io/os': 'linux', 'eks.amazonaws.com/nodegroup': 'main', 'eks.amazonaws.com/compute-type': 'ec2' },
  },
};

export const WEBHOOK = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/pod-identity-webhook';
export const AGENT = '/apis/apps/v1/namespaces/kube-system/daemonsets/eks-pod-identity-agent';

/** @param role that the annotation names */
export const fixtures = (role: string): KubernetesFixtures => ({
  lists: {
    '/api/v1/serviceaccounts': [
      serviceAccount('shop', 'orders', { 'eks.amazonaws.com/role-arn': role }),
      serviceAccount('shop', 'default'),
    ],
    '/api/v1/pods': [
      pod('shop', 'orders-7d9f8c6b5-x2x4z', 'orders'),
      pod('kube-system', 'eks-pod-identity-agent-abcde', 'eks-pod-identity-agent', {
        labels: { 'app.kubernetes.io/name': 'eks-pod-identity-agent' },
        env: [],
      }),
    ],
    '/api/v1/nodes': [node],
  },
  objects: { [WEBHOOK]: { kind: 'MutatingWebhookConfiguration' }, [AGENT]: { kind: 'DaemonSet' } },
});
