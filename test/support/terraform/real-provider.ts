/**
 * The real AWS provider, started once for many commands of terraform, which would each start it anew:
 * five seconds of a processor. https://developer.hashicorp.com/terraform/plugin/debugging
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { narrowProvider } from './narrow-provider.ts';
import type { ProviderMirror } from './programs.ts';
import { address } from './provider/releases.ts';
import { readSchema } from './provider/schema.ts';

/** One of TF_REATTACH_PROVIDERS. */
interface Entry {
  readonly Addr: { readonly Network: string; readonly String: string };
}

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
  { folder: mirror, awsVersions }: ProviderMirror,
  env: Readonly<Record<string, string>>,
): Promise<StartedProvider | undefined> {
  const program = awsVersions.flatMap((version) => programsIn(join(mirror, address('aws'), version)))[0];
  if (program === undefined) return undefined;
  const child = spawn(program, ['-debug'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const said = await new Promise<Entry>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = SAYS.exec(text)?.[1];
      if (found !== undefined) resolve((JSON.parse(found) as Readonly<Record<string, Entry>>)[address('aws')] as Entry);
    });
    child.once('error', reject).once('exit', () => reject(new Error(`${program} ended: ${text}`)));
  });
  const folder = mkdtempSync(join(tmpdir(), 'irsa-aws-'));
  const narrowed = await narrowProvider(said.Addr.String, join(folder, 'aws.sock'), types);
  return {
    reattach: { [address('aws')]: { ...said, Addr: { ...said.Addr, String: narrowed.socket } } },
    close: () => {
      narrowed.close();
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Those that our own provider knows: what is applied has no others. */
const { resources, data } = readSchema('aws@5.100.0');
const types = new Set(Object.keys({ ...resources, ...data }));

/** Packages lie in folders of their platform. */
const programsIn = (version: string): string[] =>
  existsSync(version)
    ? readdirSync(version).flatMap((platform) =>
        readdirSync(join(version, platform)).flatMap((file) =>
          file.startsWith('terraform-provider-aws') ? [join(version, platform, file)] : [],
        ),
      )
    : [];
