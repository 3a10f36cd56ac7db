/**
 * A cluster for the doctor to look at: IAM, STS and EKS by moto, the API server by fixtures, asked by the real AWS CLI
 * and the real kubectl. moto knows no associations of EKS Pod Identity: those are answered as AWS documents them.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { withKubernetes, type KubernetesApi, type KubernetesFixtures } from './kubernetes-api.ts';
import { program, type Ran } from './program.ts';
import { environment, withMoto } from './terraform/moto.ts';
import { programAt } from './terraform/programs.ts';

const found = { moto_server: programAt('moto_server'), aws: programAt('aws'), kubectl: programAt('kubectl') };
const missing = Object.entries(found).flatMap(([name, path]) => (path === undefined ? [name] : []));

/** Skipped where a program is missing, and says which. */
export function onLiveCluster(name: string, tests: () => void): void {
  if (missing.length > 0) describe.skip(`${name} (skipped: not found: ${missing.join(', ')})`, tests);
  else describe(name, tests);
}

export interface LiveCluster {
  readonly api: KubernetesApi;
  /** Without https:// */
  readonly issuer: string;
  /** In which the doctor runs. */
  readonly folder: string;
  readonly doctor: (...words: readonly string[]) => Promise<Ran>;
  /** What the API server answers from now on. */
  readonly serve: (fixtures: KubernetesFixtures) => void;
  /** What `aws` answers from now on, where moto has no answer: words that a command line begins with → JSON. */
  readonly record: (recorded: Recorded) => void;
  readonly iam: (fields: Readonly<Record<string, string>>) => Promise<void>;
}

export type Recorded = Readonly<Record<string, object>>;

/** moto's own. */
export const ACCOUNT = '123456789012';
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/production`;

export async function withLiveCluster<T>(first: KubernetesFixtures, use: (cluster: LiveCluster) => Promise<T>): Promise<T> {
  let fixtures = first;
  return withMoto((endpoint) =>
    withKubernetes(
      () => fixtures,
      CLUSTER,
      async (api) => {
        const folder = mkdtempSync(join(tmpdir(), 'create-irsa-live-'));
        try {
          const kubeconfig = join(folder, 'kubeconfig');
          writeFileSync(kubeconfig, api.kubeconfig);
          const env: Readonly<Record<string, string>> = {
            ...environment(endpoint, 'us-east-1'),
            KUBECONFIG: kubeconfig,
            HOME: folder,
            NO_COLOR: '1',
          };
          const path = { PATH: `${folder}${delimiter}${env['PATH'] ?? ''}` };
          const issuer = await makeCluster(endpoint);
          return await use({
            api,
            issuer,
            folder,
            doctor: (...words) => ran(process.execPath, [program, 'doctor', ...words], folder, { ...env, ...path }),
            serve: (next) => void (fixtures = next),
            record: (recorded) => record(folder, recorded),
            iam: async (fields) => {
              const body = new URLSearchParams({ Version: '2010-05-08', ...fields }).toString();
              await post(endpoint, 'iam', '/', body, 'application/x-www-form-urlencoded');
            },
          });
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
  );
}

/** moto looks at nothing of a signature but whom it is for. */
async function post(endpoint: string, service: string, path: string, body: string, type = 'application/json'): Promise<unknown> {
  const authorization = `AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(endpoint + path, { method: 'POST', body, headers: { authorization, 'content-type': type } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return type === 'application/json' ? (JSON.parse(text) as unknown) : text;
}

/** @returns its issuer, without https:// */
async function makeCluster(endpoint: string): Promise<string> {
  const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const made = await post(
    endpoint,
    'eks',
    '/clusters',
    JSON.stringify({ name: 'production', roleArn: role('cluster'), resourcesVpcConfig: {} }),
  );
  await post(
    endpoint,
    'eks',
    '/clusters/production/node-groups',
    JSON.stringify({ nodegroupName: 'main', nodeRole: role('nodes'), subnets: [] }),
  );
  return (made as { cluster: { identity: { oidc: { issuer: string } } } }).cluster.identity.oidc.issuer.replace('https://', '');
}

export async function makeRole({ iam }: LiveCluster, name: string, trust: object): Promise<void> {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] };
  await iam({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam({ Action: 'PutRolePolicy', RoleName: name, PolicyName: 'orders', PolicyDocument: JSON.stringify(policy) });
}

export const trustRole = ({ iam }: LiveCluster, name: string, trust: object): Promise<void> =>
  iam({ Action: 'UpdateAssumeRolePolicy', RoleName: name, PolicyDocument: JSON.stringify(trust) });

export const makeProvider = ({ iam, issuer }: LiveCluster): Promise<void> =>
  iam({
    Action: 'CreateOpenIDConnectProvider',
    Url: `https://${issuer}`,
    'ClientIDList.member.1': 'sts.amazonaws.com',
    'ThumbprintList.member.1': '9e99a48a9960b14926bb7f3b02e22da2b0ab7280',
  });

/** An `aws` that knows these answers and hands on all else. */
function record(folder: string, recorded: Recorded): void {
  const cases = Object.entries(recorded).map(([words, json]) => `'${words}'*) echo '${JSON.stringify(json)}' ;;`);
  const script = join(folder, 'aws');
  writeFileSync(script, ['#!/bin/sh', 'case "$*" in', ...cases, `*) exec '${found.aws}' "$@" ;;`, 'esac', ''].join('\n'));
  chmodSync(script, 0o755);
}

/** Not the blocking way: the API server answers from this process. */
const ran = (file: string, words: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    const child = spawn(file, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
