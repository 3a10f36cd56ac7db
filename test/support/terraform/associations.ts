/**
 * What moto lacks of EKS: Pod Identity associations. As EKS does, it refuses a role that does not admit
 * pods.eks.amazonaws.com, and a second association of one ServiceAccount, so that whatever is applied in the
 * wrong order fails. https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { iam } from '../moto-calls.ts';

interface Association {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly associationId: string;
  readonly [key: string]: unknown;
}

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const PATH = /^\/clusters\/([^/]+)\/pod-identity-associations(?:\/([^/?]+))?/;

/** @param moto its endpoint, which is asked for roles */
export async function withAssociations<T>(moto: string, use: (url: string) => Promise<T>): Promise<T> {
  const there = new Map<string, Association>();
  const server = createServer((request, response) => {
    void answer(request, there, moto)
      .catch((trouble: unknown): Refusal => ({ status: 500, type: 'ServerException', message: String(trouble) }))
      .then((said) => send(response, said));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

function send(response: ServerResponse, said: object): void {
  const refusal = 'type' in said ? (said as Refusal) : undefined;
  response.writeHead(refusal?.status ?? 200, {
    'content-type': 'application/json',
    ...(refusal && { 'x-amzn-errortype': refusal.type }),
  });
  response.end(JSON.stringify(refusal === undefined ? said : { message: refusal.message }));
}

async function answer(request: IncomingMessage, there: Map<string, Association>, moto: string): Promise<object> {
  const [, cluster, id] = PATH.exec(request.url ?? '') ?? [];
  if (cluster === undefined) return { status: 404, type: 'ResourceNotFoundException', message: `no such path: ${request.url}` };
  const body = await bodyOf(request);
  if (id === undefined) return request.method === 'POST' ? create(cluster, body, there, moto) : { associations: [...there.values()] };
  const known = there.get(id);
  if (known === undefined) return { status: 404, type: 'ResourceNotFoundException', message: `no association ${id}` };
  if (request.method === 'DELETE') there.delete(id);
  if (request.method === 'POST') there.set(id, { ...known, ...body });
  return { association: there.get(id) ?? known };
}

async function create(
  clusterName: string,
  body: Readonly<Record<string, unknown>>,
  there: Map<string, Association>,
  moto: string,
): Promise<object> {
  const [namespace, serviceAccount, roleArn] = ['namespace', 'serviceAccount', 'roleArn'].map((key) => String(body[key])) as [
    string,
    string,
    string,
  ];
  const isTaken = [...there.values()].some(
    (one) => one.clusterName === clusterName && one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  if (isTaken) return { status: 409, type: 'ResourceInUseException', message: 'Association already exists' };
  const trust = decodeURIComponent(await iam(moto, 'GetRole', { RoleName: roleArn.replace(/.*\//, '') }));
  if (!trust.includes('pods.eks.amazonaws.com') || !trust.includes('sts:TagSession'))
    return { status: 400, type: 'InvalidParameterException', message: 'Trust policy of the role provided is invalid' };
  const associationId = `a-${there.size + 1}${namespace}${serviceAccount}`;
  const association = {
    ...body,
    clusterName,
    namespace,
    serviceAccount,
    roleArn,
    associationId,
    associationArn: `arn:aws:eks:us-east-1:123456789012:podidentityassociation/${clusterName}/${associationId}`,
    createdAt: 0,
    modifiedAt: 0,
  };
  there.set(associationId, association);
  return { association };
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
