/** What this machine has, found by looking. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/**
 * A program on the PATH.
 * @param variable names an environment variable that holds its path instead
 * @throws if the variable is set and holds none: what was asked for must not be skipped silently
 */
export function programAt(name: string, variable?: string): string | undefined {
  const given = variable === undefined ? '' : (process.env[variable] ?? '');
  if (given !== '') {
    if (!isProgram(given)) throw new Error(`${variable}: ${given} is no program`);
    return given;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

const foldersNamed = (variables: readonly string[]): string[] =>
  variables.map((name) => process.env[name] ?? '').filter((folder) => folder !== '');

/** A folder with git repositories of modules: CREATE_IRSA_MODULES. Asking for one that is not there fails where it is read. */
export const moduleRepositories: string | undefined = foldersNamed(['CREATE_IRSA_MODULES'])[0];

export interface ProviderMirror {
  /** For `filesystem_mirror` of the CLI configuration. */
  readonly folder: string;
  /** Releases of hashicorp/aws in it. */
  readonly awsVersions: readonly string[];
}

/** The usual places of provider packages. https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function mirrorPlaces(): string[] {
  const given = foldersNamed(['CREATE_IRSA_PROVIDERS', 'TF_PLUGIN_CACHE_DIR']);
  const opt = existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  return [
    ...given,
    join(homedir(), '.terraform.d/plugins'),
    join(homedir(), '.local/share/terraform/plugins'),
    '/usr/share/terraform/plugins',
    '/usr/local/share/terraform/plugins',
    ...opt,
  ];
}

/** A folder of real provider packages that holds the AWS provider 5.x. */
export function awsProviderMirror(): ProviderMirror | undefined {
  for (const folder of mirrorPlaces()) {
    const at = join(folder, 'registry.terraform.io/hashicorp/aws');
    const entries = existsSync(at) ? readdirSync(at) : [];
    const versions = entries.flatMap((entry) => /^(?:terraform-provider-aws_)?(5\.\d+\.\d+)(?:_.*\.zip)?$/.exec(entry)?.[1] ?? []);
    if (versions.length > 0) return { folder, awsVersions: [...new Set(versions)] };
  }
  return undefined;
}
