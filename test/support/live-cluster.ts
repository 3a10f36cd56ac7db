/**
 * A cluster for the doctor to look at: IAM, STS and EKS by moto, the API server by fixtures, asked by the real AWS CLI
 * and the real kubectl. moto knows no associations of EKS Pod Identity: those are answered as AWS documents them.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import type { KubernetesApi, KubernetesFixtures } from './kubernetes-api.ts';
import { withKubernetes } from './kubernetes-api.ts';
import { program, type Ran } from './program.ts';
import { environment, withMoto, type Aws } from './terraform/moto.ts';
import { programAt } from './terraform/programs.ts';

const found = { moto_server: programAt('moto_server'), aws: programAt('aws'), kubectl: programAt('kubectl') };
const missing = Object.entries(found).flatMap(([name, path]) => (path === undefined ? [name] : []));

/** Skipped where a program is missing, and says which. */
export function onLiveCluster(name: string, tests: () => void): void {
  if (missing.length > 0) describe.skip(`${name} (skipped: not found: ${missing.join(', ')})`, tests);
  else describe(name, tests);
}

export interface LiveCluster {
  readonly aws: Aws;
  readonly api: KubernetesApi;
  readonly issuer: string;
  readonly account: string;
  /** In which the doctor runs. */
  readonly folder: string;
  readonly doctor: (...words: readonly string[]) => Promise<Ran>;
}

/** Answers of `aws`, where moto has none: words that a command line begins with → JSON. */
export type Recorded = Readonly<Record<string, object>>;

/** moto's own. */
export const ACCOUNT = '123456789012';
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/production`;

export async function withLiveCluster<T>(
  fixtures: KubernetesFixtures,
  recorded: Recorded,
  use: (cluster: LiveCluster) => Promise<T>,
): Promise<T> {
  return withMoto(async (endpoint) =>
    withKubernetes(fixtures, CLUSTER, async (api) => {
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
        const bin = withRecorded(folder, recorded);
        const run = (file: string, words: readonly string[]) =>
          ran(file, words, folder, { ...env, PATH: `${bin}${delimiter}${env['PATH'] ?? ''}` });
        const aws: Aws = async (words) => {
          const { code, stdout, stderr } = await run(found.aws ?? '', [...words, '--output', 'json']);
          if (code !== 0) throw new Error(`aws ${words.join(' ')}: ${stderr}`);
          return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
        };
        const issuer = await makeCluster(aws);
        return await use({
          aws,
          api,
          issuer,
          account: ACCOUNT,
          folder,
          doctor: (...words) => run(process.execPath, [program, 'doctor', ...words]),
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
  );
}

/** @returns its issuer, without https:// */
async function makeCluster(aws: Aws): Promise<string> {
  const role = `arn:aws:iam::${ACCOUNT}:role/cluster`;
  const made = await aws([
    'eks',
    'create-cluster',
    '--name',
    'production',
    '--role-arn',
    role,
    '--resources-vpc-config',
    'subnetIds=subnet-1,subnet-2',
  ]);
  const { cluster } = made as { cluster: { identity: { oidc: { issuer: string } } } };
  await aws([
    'eks',
    'create-nodegroup',
    '--cluster-name',
    'production',
    '--nodegroup-name',
    'main',
    '--node-role',
    `arn:aws:iam::${ACCOUNT}:role/nodes`,
    '--subnets',
    'subnet-1',
  ]);
  return cluster.identity.oidc.issuer.replace('https://', '');
}

/** Makes a role with a policy, and the provider of the issuer. */
export async function makeRole(aws: Aws, name: string, trust: object): Promise<void> {
  await aws(['iam', 'create-role', '--role-name', name, '--assume-role-policy-document', JSON.stringify(trust)]);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] };
  await aws(['iam', 'put-role-policy', '--role-name', name, '--policy-name', 'orders', '--policy-document', JSON.stringify(policy)]);
}

export const makeProvider = (aws: Aws, issuer: string): Promise<unknown> =>
  aws([
    'iam',
    'create-open-id-connect-provider',
    '--url',
    `https://${issuer}`,
    '--client-id-list',
    'sts.amazonaws.com',
    '--thumbprint-list',
    '9e99a48a9960b14926bb7f3b02e22da2b0ab7280',
  ]);

/** @returns a folder with an `aws` that knows these answers and hands on all else */
function withRecorded(folder: string, recorded: Recorded): string {
  const cases = Object.entries(recorded).map(([words, json]) => `'${words}'*) echo '${JSON.stringify(json)}' ;;`);
  const script = join(folder, 'aws');
  writeFileSync(script, ['#!/bin/sh', 'case "$*" in', ...cases, `*) exec '${found.aws}' "$@" ;;`, 'esac', ''].join('\n'));
  chmodSync(script, 0o755);
  return folder;
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
