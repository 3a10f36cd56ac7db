/** A Kubernetes API of fixtures, for the real kubectl: it reads objects, and nothing else. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Object {
  readonly kind: 'ServiceAccount' | 'DaemonSet';
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly status?: unknown;
}

const KINDS = {
  serviceaccounts: { kind: 'ServiceAccount', groupVersion: 'v1' },
  daemonsets: { kind: 'DaemonSet', groupVersion: 'apps/v1' },
} as const;

const resources = (groupVersion: string) => ({
  kind: 'APIResourceList',
  groupVersion,
  resources: Object.entries(KINDS)
    .filter(([, kind]) => kind.groupVersion === groupVersion)
    .map(([name, { kind }]) => ({ name, singularName: kind.toLowerCase(), namespaced: true, kind, verbs: ['get', 'list'] })),
});

/** What kubectl asks first. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */
const DISCOVERY: Readonly<Record<string, unknown>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [
      {
        name: 'apps',
        versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
        preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
      },
    ],
  },
  '/api/v1': resources('v1'),
  '/apis/apps/v1': resources('apps/v1'),
};

const missing = (message: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', message, code: 404 });

/** @returns a kubeconfig, in which the context is called `fixtures`, to be written to a file */
export async function withClusterApi<T>(objects: () => readonly Object[], use: (kubeconfig: string) => Promise<T>): Promise<T> {
  const answer = ({ url = '' }: IncomingMessage): unknown => {
    const path = url.split('?')[0] ?? '';
    const [, namespace, plural, name] = /\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    const kind = KINDS[plural as keyof typeof KINDS] as (typeof KINDS)[keyof typeof KINDS] | undefined;
    const found = objects().find((one) => one.kind === kind?.kind && one.metadata.name === name && one.metadata.namespace === namespace);
    return DISCOVERY[path] ?? (found && { apiVersion: kind?.groupVersion, ...found });
  };
  const server = createServer((request, response) => {
    const said = answer(request);
    response.writeHead(said === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(said ?? missing(`${request.url} not found`)));
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  try {
    return await use(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'another',
        contexts: [{ name: 'fixtures', context: { cluster: 'fixtures', user: 'nobody' } }],
        clusters: [{ name: 'fixtures', cluster: { server: `http://127.0.0.1:${port}` } }],
        users: [{ name: 'nobody', user: {} }],
      }),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
