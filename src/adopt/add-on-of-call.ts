/** Which add-on of the catalog a call of a role module is for, and with which options its inputs come out as they are. Pure. */
import type { AddOn, RoleLine } from '../catalog/add-on.ts';
import type { Option, Options, OptionValues } from '../catalog/option.ts';
import { addOns } from '../catalog/index.ts';
import { isText, partsOf, type Text, type Value } from '../iam/text.ts';
import { effective } from './module-defaults.ts';
import { isSame, withPartition } from './same.ts';

export interface FoundAddOn {
  readonly addOn: AddOn;
  /** As irsa.yaml says them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The flag's policy lacks what newer versions need. */
  readonly lacks: boolean;
}

export interface Call {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly line: RoleLine;
  readonly partition: string;
  /** How this root names the cluster. */
  readonly clusterNames: readonly Text[];
}

export const flagsOf = (inputs: Readonly<Record<string, Value>>): string[] =>
  Object.entries(inputs)
    .flatMap(([name, value]) => (/^attach_\w+_policy$/.test(name) && value !== false && value !== null ? [name] : []))
    .sort();

/** @returns the flags where no add-on comes out so; nothing where the call attaches no policy of the module's */
export function addOnOf(call: Call): FoundAddOn | readonly string[] | undefined {
  const flags = flagsOf(call.inputs);
  if (flags.length === 0) return undefined;
  for (const addOn of addOns.all()) {
    const found = matching(addOn, flags, call);
    if (found !== undefined) return found;
  }
  return flags;
}

function matching(addOn: AddOn, flags: readonly string[], call: Call): FoundAddOn | undefined {
  for (const choices of combinations(addOn.options)) {
    const written = { ...choices, ...listed(addOn, choices, call) };
    const permissions = permissionsOf(addOn, written, call);
    if (permissions === undefined || flagsOf(permissions.inputs ?? {}).join() !== flags.join()) continue;
    if (addOn.check?.(filled(addOn.options, written) as never) !== undefined) continue;
    if (!saysTheSame(permissions.inputs ?? {}, call)) continue;
    const said = Object.fromEntries(Object.entries(written).filter(([name, value]) => value !== addOn.options[name]?.default));
    return { addOn, options: said, lacks: (permissions.statements ?? []).length > 0 };
  }
  return undefined;
}

/** What bears on the policy, in both. */
function saysTheSame(ours: Readonly<Record<string, Value>>, { inputs, line, partition }: Call): boolean {
  const [own, theirs] = [effective(ours, line), effective(inputs, line)];
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)].filter((name) => !COMMON.has(name)));
  return [...names].every((name) => isSame(own[name] ?? null, theirs[name] ?? null, partition));
}

/** They are said by other keys of irsa.yaml, or compared once all is planned. */
const COMMON: ReadonlySet<string> = new Set([
  'role_name',
  'role_name_prefix',
  'role_path',
  'role_description',
  'role_permissions_boundary_arn',
  'role_policy_arns',
  'oidc_providers',
  'tags',
  'name',
  'path',
  'description',
  'permissions_boundary',
  'policies',
  'policy_name',
  'use_name_prefix',
  'create_role',
  'create',
  'create_policy',
  'force_detach_policies',
  'max_session_duration',
  'policy_name_prefix',
  'assume_role_condition_test',
  'trust_condition_test',
  'allow_self_assume_role',
  'policy_path',
  'policy_description',
  'region',
  'iam_policy_statements',
]);

const permissionsOf = (addOn: AddOn, written: Readonly<Record<string, unknown>>, { clusterNames, line }: Call) => {
  const options = filled(addOn.options, written);
  const lacking = Object.entries(addOn.options).some(([name, { required }]) => required && options[name] === undefined);
  if (lacking || addOn.ownModule?.(options as never) !== undefined) return undefined;
  return addOn.permissions(options as never, { clusterNames }, line);
};

const filled = (options: Options, written: Readonly<Record<string, unknown>>): OptionValues<Options> =>
  ({
    ...Object.fromEntries(Object.entries(options).flatMap(([name, { default: usual }]) => (usual === undefined ? [] : [[name, usual]]))),
    ...written,
  }) as OptionValues<Options>;

/** Every setting of switches and choices: few options are any. */
function combinations(options: Options): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(options).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (all, [name, option]) => {
      const values = option.kind === 'flag' ? [false, true] : option.kind === 'choice' ? (option.choices ?? []) : [];
      return values.length === 0 ? all : all.flatMap((some) => values.map((value) => ({ ...some, [name]: value })));
    },
    [{}],
  );
}

/** Options that hold lists, each from the input that it comes out in. */
function listed(addOn: AddOn, choices: Readonly<Record<string, unknown>>, call: Call): Readonly<Record<string, unknown>> {
  const lists = Object.entries(addOn.options).filter(([, { kind }]) => kind === 'resources' || kind === 'names' || kind === 'resource');
  const probes = Object.fromEntries(lists.map(([name, option]) => [name, probe(name, option)]));
  const inputs = addOn.permissions(filled(addOn.options, { ...choices, ...probes }) as never, call, call.line).inputs ?? {};
  const theirs = effective(call.inputs, call.line);
  return Object.fromEntries(
    lists.flatMap(([name, option]): [string, unknown][] => {
      const input = Object.entries(inputs).find(([, value]) => JSON.stringify(value).includes(probeName(name)))?.[0];
      const value = input === undefined ? undefined : theirs[input];
      if (input === undefined || value === undefined) return [];
      const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
      const comesTo = (one: unknown): Value | undefined => {
        const said = option.kind === 'resource' ? one : [one];
        const made = addOn.permissions(filled(addOn.options, { ...choices, ...probes, [name]: said }) as never, call, call.line).inputs?.[
          input
        ];
        return Array.isArray(made) ? (made as readonly Value[])[0] : made;
      };
      const values = items.map((item) =>
        optionValues(item, option, call.partition).find((one) => isSame(comesTo(one) ?? null, item, call.partition)),
      );
      const known = values.filter((one) => one !== undefined);
      if (known.length === 0 || known.length < values.length) return [];
      return [[name, option.kind === 'resource' ? known[0] : known]];
    }),
  );
}

const probeName = (name: string): string => `probe_${name}`;
const probe = (name: string, { kind }: Option): unknown => {
  const value = kind === 'names' ? probeName(name) : { ref: `local.${probeName(name)}` };
  return kind === 'resource' ? value : [value];
};

/** What the option might be told: the ARN, the name at its end, or a reference; names cannot be references. */
function optionValues(said: Value, { kind, check, checkRef }: Option, partition: string): unknown[] {
  if (!isText(said)) return [];
  const value = withPartition(said, partition);
  const parts = partsOf(value);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') {
    return 'ref' in only && kind !== 'names' && checkRef?.(only.ref) === undefined ? [{ ref: only.ref }] : [];
  }
  const last = parts.at(-1);
  if (typeof last !== 'string') return [];
  // Secrets Manager ends ARNs in six characters of its own choice.
  const ends = [...last.matchAll(/[:/]/g)].map(({ index }) => last.slice(index + 1).replace(/-\?{6}$/, ''));
  return [...(parts.length === 1 ? [last] : []), ...ends].filter((literal) => literal !== '' && check?.(literal) === undefined);
}
