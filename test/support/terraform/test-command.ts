/**
 * Runs `terraform test` over a configuration: with the real AWS provider where this machine has it, so
 * that it is the provider itself that renders policies, else with ours. Nothing listens for either:
 * a test that asks AWS or a cluster fails.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockedVersions, writeEmptyPackage } from './cli-config.ts';
import { awsProviderMirror } from './programs.ts';
import { HOST, providers, releasesOf } from './provider/releases.ts';
import { cliConfigFile, once, reattachedProviders, scratch, untilTheEnd, type ModuleKind } from './services.ts';
import { startRealAws } from './real-provider.ts';
import { ownEnvironment, runTerraform } from './terraform.ts';
import { copyConfiguration, rewrite } from './working-copy.ts';

const real = awsProviderMirror();

/** `real` only where a mirror holds it, in release 5.x. */
export const awsProviders: readonly ('ours' | 'real')[] = real === undefined ? ['ours'] : ['ours', 'real'];

export interface TestRun {
  readonly passed: boolean;
  /** By name: pass, fail, error or skip. */
  readonly runs: Readonly<Record<string, string>>;
  /** What assertions say that do not hold. */
  readonly failures: readonly string[];
  /** All else that is not well. */
  readonly errors: readonly string[];
}

export interface TestOptions {
  readonly modules?: ModuleKind;
  readonly aws?: 'ours' | 'real';
  readonly vars?: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly type: string;
  readonly test_run?: { readonly run: string; readonly progress?: string; readonly status?: string };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
}

/** @param dir it is copied and stays untouched */
export async function terraformTest(dir: string, { modules = 'doubles', aws = 'ours', vars = {} }: TestOptions = {}): Promise<TestRun> {
  const work = mkdtempSync(join(await scratch(''), 'tested-'));
  copyConfiguration(dir, work);
  const env = { TF_CLI_CONFIG_FILE: await cliConfigFile(modules, aws === 'real' ? { mirror: await mirrorWithRealAws() } : {}) };
  const init = await runTerraform(['init', '-backend=false', '-input=false', '-no-color'], { cwd: work, env });
  if (init.code !== 0) return { passed: false, runs: {}, failures: [], errors: [init.stdout + init.stderr] };
  const { aws: awsVersion = '', ...others } = lockedVersions(rewrite(join(work, '.terraform.lock.hcl')));
  const ours = aws === 'real' ? others : { ...others, aws: awsVersion };
  const reattach = {
    ...(await reattachedProviders(ours, { region: 'us-east-1', account: '999999999999' })),
    ...(aws === 'real' ? (await realAws(''))?.reattach : {}),
  };
  const given = Object.entries(vars).flatMap(([name, value]) => [
    '-var',
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]);
  const ran = await runTerraform(['test', '-json', '-no-color', ...given], {
    cwd: work,
    env: { ...env, TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
  });
  return { passed: ran.code === 0, ...report(ran.stdout) };
}

function report(stdout: string): Omit<TestRun, 'passed'> {
  const messages = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Message] : []));
  const diagnostics = messages.flatMap(({ diagnostic }) => (diagnostic?.severity === 'error' ? [diagnostic] : []));
  const failed = (summary: string) => summary === 'Test assertion failed';
  return {
    runs: Object.fromEntries(messages.flatMap(({ test_run: run }) => (run?.status ? [[run.run, run.status]] : []))),
    failures: diagnostics.filter(({ summary }) => failed(summary)).map(({ detail }) => detail),
    errors: diagnostics.filter(({ summary }) => !failed(summary)).map(({ summary, detail }) => `${summary}: ${detail}`),
  };
}

const realAws = once(async () => {
  const started = real && (await startRealAws(real, ownEnvironment()));
  if (started) untilTheEnd(started.close);
  return started;
});

/** The real AWS provider, and empty packages of the others. */
async function mirrorWithRealAws(): Promise<string> {
  if (real === undefined) throw new Error('no mirror of the AWS provider is at hand');
  const folder = join(await scratch(''), 'providers-real-aws');
  if (existsSync(folder)) return folder;
  const aws = join(HOST, 'hashicorp/aws');
  // Terraform follows links to packages, and none above them.
  for (const entry of readdirSync(join(real.folder, aws), { withFileTypes: true })) {
    const packages = entry.isDirectory()
      ? readdirSync(join(real.folder, aws, entry.name)).map((name) => join(entry.name, name))
      : [entry.name];
    for (const at of packages) {
      mkdirSync(dirname(join(folder, aws, at)), { recursive: true });
      symlinkSync(join(real.folder, aws, at), join(folder, aws, at));
    }
  }
  for (const provider of providers.filter((name) => name !== 'aws')) {
    for (const version of releasesOf(provider)) writeEmptyPackage(folder, provider, version);
  }
  return folder;
}
