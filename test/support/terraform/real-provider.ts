/**
 * The real AWS provider, started once for many commands of terraform, which would each start it anew:
 * five seconds of a processor. https://developer.hashicorp.com/terraform/plugin/debugging
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderMirror } from './programs.ts';
import { address } from './provider/releases.ts';

export interface StartedProvider {
  /** Its entry in TF_REATTACH_PROVIDERS, by its address. */
  readonly reattach: Readonly<Record<string, object>>;
  readonly close: () => void;
}

const SAYS = /TF_REATTACH_PROVIDERS='(\{.*\})'/;

/**
 * @param env all that it may know: credentials, endpoints
 * @returns nothing where the mirror holds packed providers only, which terraform unpacks itself
 */
export async function startRealAws(
  { folder, awsVersions }: ProviderMirror,
  env: Readonly<Record<string, string>>,
): Promise<StartedProvider | undefined> {
  const program = awsVersions.flatMap((version) => programsIn(join(folder, address('aws'), version)))[0];
  if (program === undefined) return undefined;
  const child = spawn(program, ['-debug'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const reattach = await new Promise<Readonly<Record<string, object>>>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = SAYS.exec(said)?.[1];
      if (found !== undefined) resolve(JSON.parse(found));
    });
    child.once('error', reject).once('exit', () => reject(new Error(`${program} ended: ${said}`)));
  });
  return { reattach, close: () => void child.kill('SIGKILL') };
}

/** Packages lie in folders of their platform. */
const programsIn = (version: string): string[] =>
  existsSync(version)
    ? readdirSync(version).flatMap((platform) =>
        readdirSync(join(version, platform)).flatMap((file) =>
          file.startsWith('terraform-provider-aws') ? [join(version, platform, file)] : [],
        ),
      )
    : [];
