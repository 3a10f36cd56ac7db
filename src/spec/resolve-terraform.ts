import { loose, string } from './loose.ts';
import type { Loose } from './loose.ts';
import { defaultWorkspace } from './rules/naming.ts';
import type { ModuleChoice, TerraformSpec } from './spec.ts';

export function resolveTerraform(written: Loose): TerraformSpec {
  const engine = written['engine'] ?? 'terraform';
  const { name, version } = loose(engine);
  return {
    modules: Object.fromEntries(Object.entries(loose(written['modules'])).map(([module, choice]) => [module, resolveModule(choice)])),
    pin: (written['pin'] ?? 'exact') as TerraformSpec['pin'],
    engine: {
      name: (typeof engine === 'string' ? engine : name) as 'terraform' | 'opentofu',
      ...(typeof version === 'string' ? { version } : {}),
    },
    layout: (written['layout'] ?? 'root') as TerraformSpec['layout'],
    caller: resolveCaller(written['caller']),
    ...(written['cloud'] === undefined ? {} : { cloud: resolveCloud(loose(written['cloud'])) }),
    format: (written['format'] ?? 'hcl') as TerraformSpec['format'],
    cdktf: (written['cdktf'] ?? 'cdktf') as TerraformSpec['cdktf'],
    serviceAccounts: (written['serviceAccounts'] ?? 'terraform') as TerraformSpec['serviceAccounts'],
    directory: string(written['directory']) ?? '.',
    kubernetesAuth: (written['kubernetesAuth'] ?? 'exec') as TerraformSpec['kubernetesAuth'],
  };
}

function resolveCaller(written: unknown): TerraformSpec['caller'] {
  const { name = written ?? 'module', root } = loose(written);
  return { name: name as TerraformSpec['caller']['name'], ...(typeof root === 'string' ? { root } : {}) };
}

function resolveCloud({ organization, workspace, project, hostname }: Loose): NonNullable<TerraformSpec['cloud']> {
  return {
    organization: String(organization),
    workspace: string(workspace) ?? defaultWorkspace,
    ...(typeof project === 'string' ? { project } : {}),
    ...(typeof hostname === 'string' ? { hostname } : {}),
  };
}

function resolveModule(written: unknown): ModuleChoice {
  if (typeof written === 'number') return { line: written };
  const { line, version, source, from } = loose(written);
  return {
    line: typeof line === 'number' ? line : Number(String(version).split('.')[0]),
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof from === 'number' ? { from } : {}),
  };
}
