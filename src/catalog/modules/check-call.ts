/** Module calls checked before anything is written, not by `terraform plan` after. */
import { isText, partsOf } from '../../iam/text.ts';
import type { Value } from '../../iam/text.ts';
import type { Contract } from './contracts.ts';

/**
 * What is wrong with a call, one sentence each: inputs that the release does not know, required ones
 * that are missing, values that cannot be of the variable's type. Types are compared as far as they
 * are simple; `source`, `version` and `providers` are no inputs.
 */
export function checkModuleCall(contract: Contract, inputs: Readonly<Record<string, Value>>): readonly string[] {
  const release = `${contract.module} ${contract.version}`;
  const given = Object.entries(inputs).flatMap(([name, value]) => {
    const type = Object.hasOwn(contract.variables, name) ? (MEANT[name] ?? contract.variables[name]) : undefined;
    if (type === undefined) return [`${name} is no input of ${release}.`];
    return fits(value, type) ? [] : [`${name} of ${release} takes ${type}, not ${kindOf(value)}.`];
  });
  const missing = contract.required
    .filter((name) => !Object.hasOwn(inputs, name))
    .map((name) => `${name} is required by ${release}, and missing.`);
  return [...given, ...missing];
}

/** eks-pod-identity calls it a string, and asks whether it is true. */
const MEANT: Readonly<Record<string, string>> = { use_name_prefix: 'bool' };

function fits(value: Value, type: string): boolean {
  if (value === null || type === 'any' || isReference(value)) return true;
  const [, outer = type, inner] = /^(list|set|map|object|tuple)\((.*)\)$/s.exec(type) ?? [];
  switch (outer) {
    case 'string':
      return isText(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'list':
    case 'set':
    case 'tuple':
      return isList(value) && (outer === 'tuple' || value.every((item) => fits(item, inner ?? 'any')));
    default:
      return isMap(value) && (outer === 'object' || Object.values(value.map).every((item) => fits(item, inner ?? 'any')));
  }
}

/** One Terraform traversal alone may yield any type. */
const isReference = (value: Value): boolean => {
  if (!isText(value)) return false;
  const [part, ...rest] = partsOf(value);
  return typeof part === 'object' && 'ref' in part && rest.length === 0;
};

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isMap = (value: Value): value is { readonly map: Readonly<Record<string, Value>> } =>
  typeof value === 'object' && value !== null && !isList(value) && 'map' in value;

function kindOf(value: Value): string {
  if (isText(value)) return 'a string';
  if (isList(value)) return 'a list';
  return isMap(value) ? 'a map' : `a ${typeof value === 'boolean' ? 'bool' : 'number'}`;
}
