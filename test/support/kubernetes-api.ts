/**
 * An API server that answers from fixtures, for the real kubectl: lists are paged by `limit` and `continue`, and what
 * is forbidden is refused as Kubernetes does it. https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KubernetesFixtures {
  /** Path of a list → its objects: `/api/v1/pods`; those of a namespace are found among them. */
  readonly lists: Readonly<Record<string, readonly KubernetesObject[]>>;
  /** Paths of single objects. */
  readonly objects?: Readonly<Record<string, object>>;
  /** Paths that whoever asks may not see. */
  readonly forbidden?: readonly string[];
}

export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

export interface KubernetesApi {
  readonly url: string;
  /** Paths that were asked for, with their queries. */
  readonly asked: string[];
  /** JSON is YAML. */
  readonly kubeconfig: string;
}

/**
 * @param fixtures of the moment
 * @param cluster its name in the kubeconfig: `aws eks update-kubeconfig` writes the ARN
 */
export async function withKubernetes<T>(
  fixtures: () => KubernetesFixtures,
  cluster: string,
  use: (api: KubernetesApi) => Promise<T>,
): Promise<T> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(fixtures(), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use({ url, asked, kubeconfig: kubeconfigOf(url, cluster) });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const kubeconfigOf = (server: string, cluster: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: cluster, cluster: { server } }],
    contexts: [{ name: 'test', context: { cluster, user: 'test' } }],
    users: [{ name: 'test', user: {} }],
  });

function answer(
  { lists, objects = {}, forbidden = [] }: KubernetesFixtures,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const send = (code: number, body: object) => response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const failed = (code: number, reason: string, message: string) =>
    send(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code });
  if (forbidden.includes(pathname)) return void failed(403, 'Forbidden', `User "test" cannot read ${pathname}`);
  if (Object.hasOwn(objects, pathname)) return void send(200, objects[pathname] as object);
  const [, root = '', namespace, resource = ''] =
    /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(pathname) ?? [];
  const all = lists[`${root}/${resource}`];
  if (all === undefined) return void failed(404, 'NotFound', `${pathname} not found`);
  const [, label = '', value] = /^([^=]+)=(.+)$/.exec(searchParams.get('labelSelector') ?? '') ?? [];
  const found = all.filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === namespace) && (value === undefined || metadata.labels?.[label] === value),
  );
  const from = Number(searchParams.get('continue') ?? '0');
  const limit = Number(searchParams.get('limit') ?? String(found.length));
  const next = from + limit < found.length ? { continue: String(from + limit) } : {};
  send(200, { kind: 'List', apiVersion: 'v1', metadata: next, items: found.slice(from, from + limit) });
}
