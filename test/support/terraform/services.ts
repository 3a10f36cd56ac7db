/**
 * What terraform meets instead of registries and clouds: started on first use, shared by all
 * judgements of a test file, and closed after its last test.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { cliConfig, writeEmptyPackage, writeEmptyPackages } from './cli-config.ts';
import { contractModules } from './modules/doubles.ts';
import { withoutConstraints } from './modules/lifted.ts';
import { startRegistry, type Module, type Registry } from './modules/registry.ts';
import { repositoriesIn } from './modules/repositories.ts';
import { moduleRepositories } from './programs.ts';
import type { Setting } from './provider/knowledge.ts';
import { address, schemaRelease } from './provider/releases.ts';
import { serveProvider, type ProviderServer } from './provider/server.ts';

/**
 * What stands behind a module's address: `stubs` have the interface alone, `doubles` our own resources
 * too, `real` is the upstream source. Where one has nothing, the next poorer stands in.
 */
export type ModuleKind = 'stubs' | 'doubles' | 'real';

/** What this machine can judge with; `real` needs CREATE_IRSA_MODULES. */
export const moduleKinds: readonly Exclude<ModuleKind, 'stubs'>[] = moduleRepositories === undefined ? ['doubles'] : ['doubles', 'real'];

const closing: (() => void)[] = [];

/** Closes what lasts as long as the test file. */
export const untilTheEnd = (close: () => void): void => void closing.push(close);

afterAll(() => {
  for (const close of closing.splice(0).reverse()) close();
});

/** Runs once per key; later calls get the first one's promise. */
export function once<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** A folder that lasts as long as the test file. */
export const scratch = once(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'irsa-judge-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
});

const emptyPackages = once(async () => {
  const folder = join(await scratch(''), 'providers');
  writeEmptyPackages(folder);
  return folder;
});

/** The network module has sixty types of resources, which our reduced provider schemas leave out: its double stands in. */
const ALWAYS_DOUBLES: readonly string[] = ['terraform-aws-modules/vpc/aws'];

function modulesOf(kind: ModuleKind): ReadonlyMap<string, Module> {
  const own = contractModules({ doubles: kind !== 'stubs' });
  if (kind !== 'real') return own;
  if (moduleRepositories === undefined) throw new Error('CREATE_IRSA_MODULES names no folder of module repositories');
  const published = [...repositoriesIn(moduleRepositories)].filter(([address]) => !ALWAYS_DOUBLES.includes(address));
  return new Map([...own, ...published]);
}

const registry = once(async (key): Promise<Registry> => {
  const [kind, lifted] = JSON.parse(key) as [ModuleKind, boolean];
  const started = await startRegistry(lifted ? withoutConstraints(modulesOf(kind)) : modulesOf(kind));
  closing.push(started.close);
  return started;
});

const configFile = once(async (key) => {
  const [kind, mirror, lifted] = JSON.parse(key) as [ModuleKind, string | null, boolean];
  const file = join(mkdtempSync(join(await scratch(''), 'config-')), 'terraformrc');
  writeFileSync(file, cliConfig((await registry(JSON.stringify([kind, lifted]))).url, mirror ?? (await emptyPackages(''))));
  return file;
});

interface CliOptions {
  /** A folder of provider packages; default: empty ones of all releases on offer. */
  readonly mirror?: string;
  /** Modules ask for no release of the AWS provider. */
  readonly lifted?: boolean;
}

/** Path of a .terraformrc. */
export const cliConfigFile = (kind: ModuleKind, { mirror, lifted = false }: CliOptions = {}): Promise<string> =>
  configFile(JSON.stringify([kind, mirror ?? null, lifted]));

/** Puts releases on offer that a lock file asks for. */
export async function offer(versions: Readonly<Record<string, string>>): Promise<void> {
  const folder = await emptyPackages('');
  for (const [provider, version] of Object.entries(versions)) {
    if (schemaRelease(provider, version) !== undefined) writeEmptyPackage(folder, provider, version);
  }
}

let folders = 0;

const server = once(async (key): Promise<ProviderServer> => {
  const [provider, version, setting] = JSON.parse(key) as [string, string, Setting];
  const folder = mkdtempSync(join(tmpdir(), `irsa-${folders++}-`));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const started = await serveProvider(provider, version, setting, folder);
  closing.push(started.close);
  return started;
});

/** What TF_REATTACH_PROVIDERS says of the versions that init chose. */
export async function reattachedProviders(
  versions: Readonly<Record<string, string>>,
  setting: Setting,
): Promise<Readonly<Record<string, object>>> {
  const known = Object.entries(versions).filter(([provider, version]) => schemaRelease(provider, version) !== undefined);
  const servers = await Promise.all(
    known.map(
      async ([provider, version]) => [address(provider), (await server(JSON.stringify([provider, version, setting]))).reattach] as const,
    ),
  );
  return Object.fromEntries(servers);
}
