/**
 * `node bench/doctor.mjs [--pods 5000] [--roles 500]`: the doctor on a cluster of that size, with the real kubectl and
 * the real AWS CLI asking an API server of fixtures and moto. Says how long it took, how much memory it held at most
 * and how often it asked. Reports, never judges.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { pods: { type: 'string', default: '5000' }, roles: { type: 'string', default: '500' } } });
const [pods, roles] = [Number(values.pods), Number(values.roles)];
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'create-irsa.js');
const ACCOUNT = '123456789012';
const arnOf = (i) => `arn:aws:iam::${ACCOUNT}:role/app-${i}`;

const port = await freePort();
const moto = `http://127.0.0.1:${port}`;
const motoServer = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
const folder = mkdtempSync(join(tmpdir(), 'create-irsa-bench-doctor-'));
const api = createServer(answer);
try {
  await until(() => fetch(`${moto}/moto-api/`));
  const made = await post('eks', '/clusters', JSON.stringify({ name: 'production', roleArn: arnOf('cluster'), resourcesVpcConfig: {} }));
  const issuer = JSON.parse(made).cluster.identity.oidc.issuer.replace('https://', '');
  await iam({
    Action: 'CreateOpenIDConnectProvider',
    Url: `https://${issuer}`,
    'ClientIDList.member.1': 'sts.amazonaws.com',
    'ThumbprintList.member.1': '9'.repeat(40),
  });
  for (let i = 0; i < roles; i++) {
    await iam({ Action: 'CreateRole', RoleName: `app-${i}`, AssumeRolePolicyDocument: JSON.stringify(trust(issuer, i)) });
    await iam({
      Action: 'PutRolePolicy',
      RoleName: `app-${i}`,
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }),
    });
  }
  await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));
  const cluster = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/production`;
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig(`http://127.0.0.1:${api.address().port}`, cluster)));
  const began = performance.now();
  const { code, err, peak } = await doctor();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${pods} pods, ${roles} ServiceAccounts with ${roles} roles: exit ${code} in ${seconds} s, at most ${Math.round(peak / 1024)} MB`,
  );
  console.log(
    err
      .trim()
      .split('\n')
      .filter((line) => /^Asked|looked at/.test(line))
      .join('\n'),
  );
} finally {
  motoServer.kill('SIGKILL');
  api.closeAllConnections();
  api.close();
  rmSync(folder, { recursive: true, force: true });
}

function doctor() {
  const env = {
    ...process.env,
    KUBECONFIG: join(folder, 'kubeconfig'),
    AWS_ENDPOINT_URL: moto,
    AWS_ACCESS_KEY_ID: 'moto',
    AWS_SECRET_ACCESS_KEY: 'moto',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
  // What the program itself holds at most, in kilobytes, as the system counts it.
  const report = `process.once('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS))`;
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  return new Promise((resolve) => {
    let err = '';
    const child = spawn(process.execPath, ['--import', preload, program, 'doctor', '--all'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('close', (code) => resolve({ code, err: err.replace(/\npeak \d+/, ''), peak: Number(/peak (\d+)/.exec(err)?.[1] ?? 0) }));
  });
}

/** Objects as large as those of a cluster: what fills them is not looked at. */
function answer({ url }, response) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [from, limit] = [Number(searchParams.get('continue') ?? 0), Number(searchParams.get('limit') ?? 500)];
  const lists = {
    '/api/v1/pods': [pods, pod],
    '/api/v1/serviceaccounts': [roles, account],
    '/api/v1/nodes': [50, (i) => ({ metadata: { name: `node-${i}`, labels: { 'kubernetes.io/os': 'linux' } } })],
    '/api/v1/namespaces/kube-system/pods': [0, pod],
  };
  const [count, make] = lists[pathname] ?? [];
  const items = make && Array.from({ length: Math.max(0, Math.min(limit, count - from)) }, (_, i) => make(from + i));
  const body = make ? { metadata: from + limit < count ? { continue: String(from + limit) } : {}, items } : { kind: 'Anything' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function account(i) {
  return { metadata: { namespace: `ns-${i % 50}`, name: `app-${i}`, annotations: { 'eks.amazonaws.com/role-arn': arnOf(i) } } };
}

function pod(i) {
  const env = {
    AWS_ROLE_ARN: arnOf(i % roles),
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    AWS_REGION: 'us-east-1',
  };
  return {
    metadata: {
      namespace: `ns-${(i % roles) % 50}`,
      name: `app-${i}`,
      creationTimestamp: '2026-11-20T10:00:00Z',
      annotations: { filler: 'x'.repeat(8_000) },
    },
    spec: {
      serviceAccountName: `app-${i % roles}`,
      nodeName: `node-${i % 50}`,
      containers: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          env: Object.entries(env).map(([name, value]) => ({ name, value })),
          volumeMounts: [{ name: 'aws-iam-token', mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount' }],
        },
      ],
    },
    status: { phase: 'Running' },
  };
}

function trust(issuer, i) {
  const StringEquals = { [`${issuer}:sub`]: `system:serviceaccount:ns-${i % 50}:app-${i}`, [`${issuer}:aud`]: 'sts.amazonaws.com' };
  const Principal = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals } }],
  };
}

function kubeconfig(server, name) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name, cluster: { server } }],
    contexts: [{ name: 'bench', context: { cluster: name, user: 'bench' } }],
    users: [{ name: 'bench', user: {} }],
  };
}

/** moto looks at nothing of a signature but whom it is for. */
async function post(service, path, body, type = 'application/json') {
  const authorization = `AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(moto + path, { method: 'POST', body, headers: { authorization, 'content-type': type } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

function iam(fields) {
  return post('iam', '/', new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(), 'application/x-www-form-urlencoded');
}

async function until(ask) {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (
      await ask().then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('moto_server did not answer');
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port: free } = socket.address();
      socket.close(() => resolve(free));
    });
  });
}
