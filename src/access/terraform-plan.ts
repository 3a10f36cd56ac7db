/**
 * What `terraform show -json` prints of a plan: each resource as it is and as it will be, and what its arguments refer
 * to. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { list, map, type Json } from './json.ts';

export interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  /** Absent: there is none. */
  readonly before?: Json;
  readonly after?: Json;
  /** Arguments that are known after apply only. */
  readonly unknown: Json;
}

export interface TerraformChanges {
  readonly resources: readonly PlannedResource[];
  /** Addresses, without indices, of resources of a type that an argument refers to, by whatever detour. */
  readonly referred: (address: string, argument: string, type: string) => readonly string[];
  /** The configuration says something for this argument. */
  readonly says: (address: string, argument: string) => boolean;
}

/** @returns nothing if it is no plan */
export function readTerraformPlan(json: unknown): TerraformChanges | undefined {
  const { format_version, resource_changes, planned_values, configuration } = map(json);
  if (typeof format_version !== 'string' || planned_values === undefined) return undefined;
  const root = map(map(configuration)['root_module']);
  return {
    resources: list(resource_changes).flatMap(resourceOf),
    referred: (address, argument, type) => [...new Set(follow(root, address, argument, type))],
    says: (address, argument) => map(blockAt(root, address)['expressions'])[argument] !== undefined,
  };
}

function resourceOf(json: unknown): PlannedResource[] {
  const { address, mode, type, change } = map(json);
  const { before, after, after_unknown } = map(change);
  if (typeof address !== 'string' || typeof mode !== 'string' || typeof type !== 'string') return [];
  return [
    {
      address,
      mode,
      type,
      ...(before === null || before === undefined ? {} : { before: map(before) }),
      ...(after === null || after === undefined ? {} : { after: map(after) }),
      unknown: map(after_unknown),
    },
  ];
}

/** `module.a["x"].aws_iam_role.this[0]` → `module.a.aws_iam_role.this`: keys may hold dots and brackets. */
export const withoutIndices = (address: string): string => address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');

interface Place {
  /** Labels of module calls. */
  readonly path: readonly string[];
  readonly resource: string;
}

function placeOf(address: string): Place {
  const path: string[] = [];
  let rest = withoutIndices(address);
  for (let found = /^module\.([^.]+)\./.exec(rest); found !== null; found = /^module\.([^.]+)\./.exec(rest)) {
    path.push(found[1] ?? '');
    rest = rest.slice(found[0].length);
  }
  return { path, resource: rest };
}

const moduleAt = (root: Json, path: readonly string[]): Json =>
  path.reduce<Json>((module, label) => map(map(map(module['module_calls'])[label])['module']), root);

function blockAt(root: Json, address: string): Json {
  const { path, resource } = placeOf(address);
  return map(list(moduleAt(root, path)['resources']).find((one) => map(one)['address'] === resource));
}

/** Arguments that are blocks have expressions below them. */
function referencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  const { references, ...others } = map(expression);
  if (Array.isArray(references)) return references.filter((one): one is string => typeof one === 'string');
  return Object.values(others).flatMap((one) => (typeof one === 'object' ? referencesIn(one) : []));
}

/** As deep as modules are nested, and some. */
const DEEPEST = 12;

function follow(root: Json, address: string, argument: string, type: string): string[] {
  const block = blockAt(root, address);
  const { path } = placeOf(address);
  const ofEach = referencesIn(block['for_each_expression']);
  const search = (at: readonly string[], references: readonly string[], left: number): string[] =>
    left === 0
      ? []
      : references.flatMap((reference) => {
          const [head = '', name = '', output = ''] = withoutIndices(reference).split('.');
          if (reference.startsWith(`${type}.`)) {
            return [
              [
                ...at.map((label) => `module.${label}`),
                ...withoutIndices(reference)
                  .split('.')
                  .slice(0, type.split('.').length + 1),
              ].join('.'),
            ];
          }
          if (head === 'each') return search(at, ofEach, left - 1);
          if (head === 'var' && at.length > 0) {
            const call = map(map(moduleAt(root, at.slice(0, -1))['module_calls'])[at.at(-1) ?? '']);
            return search(at.slice(0, -1), referencesIn(map(call['expressions'])[name]), left - 1);
          }
          if (head === 'module' && output !== '') {
            const inner = [...at, name];
            return search(inner, referencesIn(map(map(moduleAt(root, inner)['outputs'])[output])['expression']), left - 1);
          }
          return [];
        });
  return search(path, referencesIn(map(block['expressions'])[argument]), DEEPEST);
}
