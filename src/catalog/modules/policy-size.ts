/** What the policy is like that a module makes by itself of what it is called with: how long, and whether IAM can read it. */
import { domainOf } from '../../iam/partition.ts';
import { EMPTY_POLICY, type Spell } from '../../iam/policy-size.ts';
import { isText, render, type Value } from '../../iam/text.ts';
import type { Contract, PolicyPart } from './contracts.ts';

type Inputs = Readonly<Record<string, Value>>;

/** What a name stands for that only the module knows, such as a service's principal: none is longer. */
const UNKNOWN = 40;

/**
 * @returns characters as IAM counts them, a few too many rather than too few; 0 where the inputs ask for no policy,
 * or for one that the contract does not measure
 */
export function modulePolicySize({ policySizes = {} }: Contract, inputs: Inputs, spell: Spell): number {
  const parts = Object.keys(inputs).flatMap((flag) => policySizes[flag] ?? []);
  return parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + sizeOf(part, inputs, spell), EMPTY_POLICY);
}

/**
 * Whether one of its statements would have no resource, which is a green plan and an apply that IAM refuses: newer
 * releases leave such statements out. https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603
 */
export const hasEmptyStatement = ({ policySizes = {} }: Contract, inputs: Inputs): boolean =>
  Object.keys(inputs)
    .flatMap((flag) => (isGiven(inputs[flag]) ? (policySizes[flag] ?? []) : []))
    .some((part) => isAdded(part, inputs) && Object.keys(part.lists).some((name) => isEmptyList(inputs[name])));

const isEmptyList = (value: Value | undefined): boolean => Array.isArray(value) && value.length === 0;

const isAdded = ({ when }: PolicyPart, inputs: Inputs): boolean =>
  when === undefined || variables(when).every((name) => isGiven(inputs[name]));

function sizeOf(part: PolicyPart, inputs: Inputs, spell: Spell): number {
  if (!isAdded(part, inputs)) return 0;
  const { each, characters, values, lists } = part;
  const texts = (name: string): readonly string[] => textsOf(inputs[name], spell);
  const valueOf = (name: string): number => {
    const known = { partition: spell({ fact: 'partition' }), region: spell({ fact: 'region' }), account_id: spell({ fact: 'accountId' }) };
    const [, scope, rest = ''] = /^(local|var)\.(\w+)$/.exec(name) ?? [];
    if (scope === 'local' && rest === 'dns_suffix') return domainOf(known.region).length;
    if (scope === 'local' && rest in known) return known[rest as keyof typeof known].length;
    return scope === undefined ? UNKNOWN : Math.max(0, ...texts(rest).map(({ length }) => length));
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const fixed = characters + sum(Object.entries(values).map(([name, times]) => (name === 'statement.value' ? 0 : times * valueOf(name))));
  // Quotes and a comma, and one bracket more than commas.
  const listed = Object.entries(lists).flatMap(([name, places]) =>
    places.map((after) => 1 + sum(texts(name).map((text) => text.length + after.length + 3))),
  );
  if (each === undefined) return fixed + sum(listed);
  return sum(
    variables(each)
      .flatMap(texts)
      .map((item) => fixed + item.length * (values['statement.value'] ?? 0)),
  );
}

const variables = (expression: string): readonly string[] => [...expression.matchAll(/\bvar\.(\w+)/g)].map(([, name = '']) => name);

const isGiven = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== false && !isEmptyList(value);

const textsOf = (value: Value | undefined, spell: Spell): readonly string[] => {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => textsOf(item, spell));
  return value !== undefined && isText(value) ? [render(value, spell)] : [];
};
