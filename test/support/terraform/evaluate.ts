/** Reads what matters out of `terraform show -json`. https://developer.hashicorp.com/terraform/internals/json-format */

export interface ResourceValues {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly provider_name: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface ModuleValues {
  readonly resources?: readonly ResourceValues[];
  readonly child_modules?: readonly ModuleValues[];
}

interface RootValues {
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown; readonly sensitive?: boolean }>>;
  readonly root_module?: ModuleValues;
}

export interface ConfiguredModule {
  readonly resources?: readonly { readonly address: string; readonly provider_config_key: string }[];
  readonly module_calls?: Readonly<Record<string, { readonly module: ConfiguredModule }>>;
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly before: unknown; readonly after: unknown };
}

export interface Plan {
  readonly planned_values: RootValues;
  readonly prior_state?: State;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, unknown>>;
  readonly configuration: { readonly root_module: ConfiguredModule };
}

export interface State {
  readonly values?: RootValues;
}

const resourcesIn = (module: ModuleValues | undefined): readonly ResourceValues[] => [
  ...(module?.resources ?? []),
  ...(module?.child_modules ?? []).flatMap(resourcesIn),
];

/** Resources of a plan (as they will be) or a state, data sources too, those of child modules included. */
export function resources(from: Plan | State | undefined): readonly ResourceValues[] {
  if (!from) return [];
  if (!('planned_values' in from)) return resourcesIn('values' in from ? from.values?.root_module : undefined);
  const read = resourcesIn(from.prior_state?.values?.root_module).filter(({ mode }) => mode === 'data');
  return [...resourcesIn(from.planned_values.root_module), ...read];
}

/** The parts of a trust policy that the provider always renders. */
export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface TrustPolicy {
  readonly Version: string;
  readonly Statement: readonly TrustStatement[];
}

/** Address of each role → its trust policy; a role whose policy is known after apply only is left out. */
export function trustPolicies(from: Plan | State | undefined): Readonly<Record<string, TrustPolicy>> {
  const roles = resources(from).filter(({ type, mode }) => type === 'aws_iam_role' && mode === 'managed');
  return Object.fromEntries(
    roles.flatMap(({ address, values }) => {
      const policy = values?.['assume_role_policy'];
      return typeof policy === 'string' ? [[address, JSON.parse(policy) as TrustPolicy]] : [];
    }),
  );
}

const configKeys = (module: ConfiguredModule, prefix = ''): readonly (readonly [string, string])[] => [
  ...(module.resources ?? []).map((resource) => [prefix + resource.address, resource.provider_config_key] as const),
  ...Object.entries(module.module_calls ?? {}).flatMap(([name, call]) => configKeys(call.module, `${prefix}module.${name}.`)),
];

/** `module.a["x"].aws_iam_role.this[0]` → `module.a.aws_iam_role.this` */
const withoutKeys = (address: string): string => address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');

/** Address of each resource and data source → its provider's configuration: `aws`, `aws.use1`. */
export function providersOf(plan: Plan): Readonly<Record<string, string>> {
  const keys = new Map(configKeys(plan.configuration.root_module));
  const addresses = [...(plan.resource_changes ?? []), ...resources(plan)].map(({ address }) => address);
  return Object.fromEntries(
    addresses.flatMap((address) => (keys.has(withoutKeys(address)) ? [[address, keys.get(withoutKeys(address)) as string]] : [])),
  );
}

/** Address → actions joined by `,` (`create`, `delete,create`), of everything that a plan changes. */
export function changes(plan: Plan): Readonly<Record<string, string>> {
  const changing = (plan.resource_changes ?? []).filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op');
  return Object.fromEntries(changing.map(({ address, change }) => [address, change.actions.join()]));
}
