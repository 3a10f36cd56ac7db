/** The terraform binary: found by looking, run without what would reach out or differ between machines. */
import { spawn } from 'node:child_process';
import { programAt } from './programs.ts';

export const terraform: string | undefined = programAt('terraform', 'CREATE_IRSA_TERRAFORM');

/** Variables of the caller's that could change what terraform does. */
const FOREIGN = /^(TF_|AWS_|KUBE)/;

export const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined || FOREIGN.test(name) ? [] : [[name, value]])),
  );

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** @throws if there is no such program */
export function run(program: string, args: readonly string[], { cwd, env = {}, timeoutMs = 300_000 }: RunOptions): Promise<Ran> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...ownEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const out: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    child.stdout.on('data', (chunk: Buffer) => out.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => out.stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [Buffer.concat(out.stdout).toString(), Buffer.concat(out.stderr).toString()];
      resolve({
        code: code ?? 1,
        stdout,
        stderr: signal ? `${stderr}ended by ${signal}\n` : stderr,
        ms: Math.round(performance.now() - started),
      });
    });
  });
}

/** @throws if there is no terraform: ask `terraform` first */
export function runTerraform(args: readonly string[], options: RunOptions): Promise<Ran> {
  if (terraform === undefined) throw new Error('there is no terraform on the PATH');
  // GOGC: a plan of many modules spends half its time collecting garbage of a process that is about to end.
  const own = { TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', GOGC: '800' };
  return run(terraform, args, { ...options, env: { ...own, ...options.env } });
}
