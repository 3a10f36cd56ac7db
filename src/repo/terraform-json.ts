/** What `terraform show -json` prints of a plan or a state. https://developer.hashicorp.com/terraform/internals/json-format */

export interface StateResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Without what is known after apply only. */
  readonly values: Readonly<Record<string, unknown>>;
}

interface ModuleValues {
  readonly resources?: readonly (Omit<StateResource, 'values'> & Partial<Pick<StateResource, 'values'>>)[];
  readonly child_modules?: readonly ModuleValues[];
}

interface Shown {
  readonly format_version?: unknown;
  readonly planned_values?: { readonly root_module?: ModuleValues };
  readonly values?: { readonly root_module?: ModuleValues };
}

/** @returns resources as they will be, or as they are; nothing if it is neither a plan nor a state */
export function resourcesIn(json: unknown): readonly StateResource[] | undefined {
  const shown = (typeof json === 'object' && json !== null ? json : {}) as Shown;
  if (typeof shown.format_version !== 'string') return undefined;
  return below(shown.planned_values?.root_module ?? shown.values?.root_module ?? {});
}

const below = ({ resources = [], child_modules = [] }: ModuleValues): readonly StateResource[] => [
  ...resources.map(({ values = {}, ...resource }) => ({ ...resource, values })),
  ...child_modules.flatMap(below),
];
