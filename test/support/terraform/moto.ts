/**
 * Applies for real: the real AWS provider 5.x against moto (https://docs.getmoto.org), and reads the
 * roles back with the AWS CLI. For configurations without Kubernetes resources: moto has no API server.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { describe } from '@jest/globals';
import type { Plan, State, TrustPolicy } from './evaluate.ts';
import { resources } from './evaluate.ts';
import { withAssociations } from './associations.ts';
import { awsProviderMirror, programAt } from './programs.ts';
import { startRealAws } from './real-provider.ts';
import { cliConfigFile, scratch, type ModuleKind } from './services.ts';
import { ownEnvironment, run, runTerraform, terraform, type Ran } from './terraform.ts';
import { copyConfiguration, useLocalBackend } from './working-copy.ts';

export const motoServer = programAt('moto_server');
export const awsCli = programAt('aws');
const mirror = awsProviderMirror();

const MISSING = Object.entries({
  'terraform (PATH or CREATE_IRSA_TERRAFORM)': terraform,
  'moto_server (PATH)': motoServer,
  'the AWS CLI (PATH)': awsCli,
  'a mirror of the AWS provider 5.x (CREATE_IRSA_PROVIDERS or a usual place)': mirror,
}).flatMap(([name, found]) => (found === undefined ? [name] : []));

/** A block of tests that apply for real; skipped where something is missing, and says what. */
export function appliedForReal(name: string, tests: () => void): void {
  if (MISSING.length > 0) describe.skip(`${name} (skipped: not found: ${MISSING.join(', ')})`, tests);
  else describe(name, tests);
}

/** Runs the AWS CLI against moto: `aws(['eks', 'create-cluster', …])` → its JSON. */
export type Aws = (args: readonly string[]) => Promise<unknown>;

export interface RealOptions {
  readonly vars?: Readonly<Record<string, string>>;
  /** Default `doubles`. */
  readonly modules?: ModuleKind;
  readonly region?: string;
  /** Makes what the configuration expects to be there: clusters, buckets. */
  readonly prepare?: (aws: Aws) => Promise<unknown>;
  /** Looks at what was applied, before it is destroyed. */
  readonly inspect?: (aws: Aws, env: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Default true; what is left goes with moto. */
  readonly destroy?: boolean;
  /** Modules take any AWS provider, whatever they ask for. */
  readonly lifted?: boolean;
  /** EKS keeps Pod Identity associations, and nothing else: moto knows none. */
  readonly associations?: boolean;
}

/** A role as IAM gives it back. */
export interface RealRole {
  readonly RoleName: string;
  readonly Arn: string;
  readonly Path: string;
  readonly AssumeRolePolicyDocument: TrustPolicy;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  /** ARNs. */
  readonly attachedPolicies: readonly string[];
}

export interface RealResult {
  /** The step that failed, with its output; undefined if all passed. */
  readonly failure: string | undefined;
  /** What was applied. */
  readonly plan?: Plan;
  readonly state?: State;
  /** By their names in IAM. */
  readonly roles: Readonly<Record<string, RealRole>>;
  /** Whether a second plan found nothing to change. */
  readonly settled?: boolean;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
  });

/** For whoever asks moto as they would ask AWS; any credentials do. */
export const environment = (endpoint: string, region: string): Readonly<Record<string, string>> => ({
  PATH: `${dirname(awsCli ?? '')}${delimiter}${process.env['PATH'] ?? ''}`,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'moto',
  AWS_SECRET_ACCESS_KEY: 'moto',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PAGER: '',
  // A proxy of the machine's has no business with the loopback interface.
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
});

/** A moto of its own, for as long as `use` takes. @param managedPolicies those of AWS, which take it seconds to load */
export async function withMoto<T>(use: (endpoint: string) => Promise<T>, managedPolicies = true): Promise<T> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(motoServer ?? '', ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: String(managedPolicies) },
    stdio: 'ignore',
  });
  try {
    await answers(`${endpoint}/moto-api/`);
    return await use(endpoint);
  } finally {
    server.kill('SIGKILL');
  }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 1_200; attempt++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`moto_server did not answer at ${url}`);
}

/**
 * init, plan, apply of that plan, plan again, read the roles back, destroy.
 * @param dir the configuration; it is copied and stays untouched
 */
export async function applyForReal(dir: string, options: RealOptions = {}): Promise<RealResult> {
  const work = mkdtempSync(join(await scratch(''), 'applied-'));
  copyConfiguration(dir, work);
  useLocalBackend(work);
  return inMoto(work, options, ({ aws, env, reattach }) => applyIn(work, env, reattach, options, aws));
}

/** Where terraform and the AWS CLI are run. */
export interface InMoto {
  readonly aws: Aws;
  /** For both. */
  readonly env: Readonly<Record<string, string>>;
  /** For commands of terraform after init: the provider that runs already, if it does. */
  readonly reattach: Readonly<Record<string, string>>;
  readonly terraform: (args: readonly string[], more?: Readonly<Record<string, string>>) => Promise<Ran>;
}

/** One moto and one provider for as long as `use` takes. @param work where commands are run */
export async function inMoto<T>(
  work: string,
  options: Pick<RealOptions, 'modules' | 'region' | 'prepare' | 'lifted' | 'associations'>,
  use: (place: InMoto) => Promise<T>,
): Promise<T> {
  const { modules = 'doubles', region = 'us-east-1', prepare, lifted = false } = options;
  const config = await cliConfigFile(modules, { ...(mirror && { mirror: mirror.folder }), lifted });
  const within = (endpoint: string, run: (more: Readonly<Record<string, string>>) => Promise<T>): Promise<T> =>
    options.associations ? withAssociations(endpoint, (url) => run({ AWS_ENDPOINT_URL_EKS: url })) : run({});
  const inside = async (endpoint: string, more: Readonly<Record<string, string>>): Promise<T> => {
    const env = { ...environment(endpoint, region), ...more };
    const aws: Aws = async (args) => {
      const ran = await run(awsCli ?? '', [...args, '--output', 'json'], { cwd: work, env });
      if (ran.code !== 0) throw new Error(`aws ${args.join(' ')}: ${ran.stderr}`);
      return ran.stdout.trim() === '' ? undefined : (JSON.parse(ran.stdout) as unknown);
    };
    await prepare?.(aws);
    const provider = mirror && (await startRealAws(mirror, { ...ownEnvironment(), ...env }));
    try {
      const all = { ...env, TF_CLI_CONFIG_FILE: config };
      const reattach: Readonly<Record<string, string>> =
        provider === undefined ? {} : { TF_REATTACH_PROVIDERS: JSON.stringify(provider.reattach) };
      return await use({ aws, env: all, reattach, terraform: (args, more) => runTerraform(args, { cwd: work, env: { ...all, ...more } }) });
    } finally {
      provider?.close();
    }
  };
  return withMoto((endpoint) => within(endpoint, (more) => inside(endpoint, more)));
}

async function applyIn(
  work: string,
  env: Readonly<Record<string, string>>,
  reattach: Readonly<Record<string, string>>,
  { vars = {}, inspect, destroy = true }: RealOptions,
  aws: Aws,
): Promise<RealResult> {
  const given = Object.entries(vars).flatMap(([name, value]) => ['-var', `${name}=${value}`]);
  const failed = ({ code, stdout, stderr }: Ran, step: string) => (code === 0 ? undefined : `${step}: ${stdout}${stderr}`);
  // It chooses and locks the release as users' init does; the running provider is met after that.
  const init = await runTerraform(['init', '-input=false', '-no-color'], { cwd: work, env });
  const command = (args: readonly string[]) => runTerraform(args, { cwd: work, env: { ...env, ...reattach } });
  const failure =
    failed(init, 'init') ??
    failed(await command(['plan', '-input=false', '-no-color', '-out=applied.tfplan', ...given]), 'plan') ??
    failed(await command(['apply', '-input=false', '-no-color', 'applied.tfplan']), 'apply');
  if (failure !== undefined) return { failure, roles: {} };
  const plan = JSON.parse((await command(['show', '-json', 'applied.tfplan'])).stdout) as Plan;
  const state = JSON.parse((await command(['show', '-json'])).stdout) as State;
  const again = await command(['plan', '-input=false', '-no-color', '-detailed-exitcode', ...given]);
  const roles = await rolesOf(state, aws);
  await inspect?.(aws, env);
  const destroyed = destroy ? await command(['destroy', '-input=false', '-no-color', '-auto-approve', ...given]) : undefined;
  return {
    failure: destroyed && failed(destroyed, 'destroy'),
    plan,
    state,
    roles,
    settled: again.code === 0,
  };
}

async function rolesOf(state: State, aws: Aws): Promise<Readonly<Record<string, RealRole>>> {
  const names = resources(state).flatMap(({ type, mode, values }) =>
    type === 'aws_iam_role' && mode === 'managed' ? [String(values?.['name'])] : [],
  );
  // One question for all of them: the AWS CLI takes two seconds of a processor to start.
  const { RoleDetailList } = (await aws(['iam', 'get-account-authorization-details', '--filter', 'Role'])) as {
    RoleDetailList: (Omit<RealRole, 'attachedPolicies'> & { AttachedManagedPolicies: { PolicyArn: string }[] })[];
  };
  return Object.fromEntries(
    RoleDetailList.filter(({ RoleName }) => names.includes(RoleName)).map(({ AttachedManagedPolicies, ...role }) => [
      role.RoleName,
      { ...role, attachedPolicies: AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn).sort() },
    ]),
  );
}
