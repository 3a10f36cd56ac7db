/**
 * Modules made from contracts (src/catalog/modules/contracts): the variables, outputs and constraints
 * of a release. A stub has nothing inside, enough for terraform to judge every call of it. A double
 * has resources too: ../doubles/<module>@<major>/<submodule>/main.tf, written by us, in which
 * `local.outputs` holds the outputs; those that it leaves out are null. A file beside it that is named
 * after an input is for the releases that have this input. Those of iam's roles have in
 * `local.added_actions` what the release's policies allow more than the first of 5.x: flag → actions.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Module } from './registry.ts';

const run = promisify(execFile);
const CONTRACTS = fileURLToPath(new URL('../../../../src/catalog/modules/contracts/', import.meta.url));
const DOUBLES = fileURLToPath(new URL('../doubles/', import.meta.url));

const ADDED = JSON.parse(readFileSync(join(CONTRACTS, '../added-actions.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>
>;
const ROLES_OF_5 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';
const ROLES_OF_6 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts';

interface Contract {
  /** `owner/name/provider`, with `//path` of a submodule. */
  readonly module: string;
  readonly version: string;
  readonly requiredVersion?: string;
  readonly requiredProviders?: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, { readonly type: string; readonly default?: unknown; readonly nullable?: boolean }>>;
  readonly outputs: readonly string[];
}

const contracts: readonly Contract[] = readdirSync(CONTRACTS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(CONTRACTS, file), 'utf8')) as Contract);

/** The folder of our own resources for a release, if we wrote some. */
export function doubleFolder({ module, version }: Pick<Contract, 'module' | 'version'>): string | undefined {
  const [address = '', submodule = ''] = module.split('//');
  const folder = join(DOUBLES, `${address.split('/')[1]}@${version.split('.')[0]}`, submodule);
  return existsSync(join(folder, 'main.tf')) ? folder : undefined;
}

/** 6.0 begins with all that 5.x has got. What conditions are asked of is left out. */
function addedActions({ module, version }: Contract): Readonly<Record<string, readonly string[]>> | undefined {
  if (module !== ROLES_OF_5 && module !== ROLES_OF_6) return undefined;
  const releases = [ROLES_OF_5, ROLES_OF_6].flatMap((of) =>
    Object.entries(ADDED[of] ?? {}).flatMap(([flag, byRelease]) =>
      Object.entries(byRelease).map(([since, actions]) => ({ flag, since, actions: actions.filter((action) => !action.includes(' if ')) })),
    ),
  );
  const had = releases.filter(({ since, actions }) => actions.length > 0 && since.localeCompare(version, 'en', { numeric: true }) <= 0);
  return Object.fromEntries(had.map(({ flag }) => [flag, had.filter((one) => one.flag === flag).flatMap(({ actions }) => actions)]));
}

function interfaceOf(contract: Contract, isDouble: boolean): object {
  const { requiredVersion, requiredProviders = {}, variables, outputs } = contract;
  const added = isDouble ? addedActions(contract) : undefined;
  const required = Object.entries(requiredProviders).map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]);
  return {
    ...(added === undefined ? {} : { locals: [{ added_actions: added }] }),
    terraform: [{ ...(requiredVersion ? { required_version: requiredVersion } : {}), required_providers: [Object.fromEntries(required)] }],
    variable: Object.fromEntries(
      Object.entries(variables).map(([name, { type, nullable, ...more }]) => [
        name,
        [{ type, ...('default' in more ? { default: escaped(more.default) } : {}), ...(nullable === false ? { nullable } : {}) }],
      ]),
    ),
    output: Object.fromEntries(
      outputs.map((name) => [name, [{ value: isDouble ? `\${try(local.outputs.${name}, null)}` : `stub-${name}` }]]),
    ),
  };
}

/** Defaults are literals: `${` in them is no expression. */
function escaped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll('${', () => '$${')) as unknown;
}

const ALWAYS = /^(?:main|node|policies)\.tf$/;

const isOf = ({ variables }: Contract, file: string): boolean =>
  ALWAYS.test(file) || (file.endsWith('.tf') && file.slice(0, -'.tf'.length) in variables);

async function archive(releases: readonly Contract[], withDoubles: boolean): Promise<Buffer> {
  const root = mkdtempSync(join(tmpdir(), 'irsa-module-'));
  try {
    for (const contract of releases) {
      const folder = join(root, contract.module.split('//')[1] ?? '');
      const double = withDoubles ? doubleFolder(contract) : undefined;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'interface.tf.json'), JSON.stringify(interfaceOf(contract, double !== undefined), null, 1));
      for (const file of double === undefined ? [] : readdirSync(double)) {
        if (isOf(contract, file)) cpSync(join(double ?? '', file), join(folder, file));
      }
    }
    const { stdout } = await run('tar', ['-C', root, '-cz', '.'], { encoding: 'buffer', maxBuffer: 1 << 26 });
    return stdout;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** @returns registry address (`owner/name/provider`) → its releases: those that have a contract */
export function contractModules(options: { readonly doubles: boolean }): ReadonlyMap<string, Module> {
  const addresses = new Set(contracts.map(({ module }) => module.split('//')[0] ?? module));
  return new Map(
    [...addresses].map((address) => {
      const own = contracts.filter(({ module }) => module.split('//')[0] === address);
      return [
        address,
        {
          versions: async () => [...new Set(own.map(({ version }) => version))],
          archive: (version) =>
            archive(
              own.filter((contract) => contract.version === version),
              options.doubles,
            ),
        },
      ];
    }),
  );
}
