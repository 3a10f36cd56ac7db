/** Grants of the catalog that allow nothing which a policy does not: what it is said in, where it can be. Pure. */
import { grants } from '../../../catalog/index.ts';
import type { Grant } from '../../../catalog/grant.ts';
import type { Option, OptionValue } from '../../../catalog/option.ts';
import { covers, coversAction, type PolicyStatement } from '../../../iam/policy-document.ts';
import type { Statement } from '../../../iam/statement.ts';
import { partsOf } from '../../../iam/text.ts';

type Values = Readonly<Record<string, OptionValue>>;

export interface FoundGrant {
  readonly service: string;
  readonly options: Values;
  readonly pairs: readonly Pair[];
}

/** One action on one resource, under conditions or not. */
export interface Pair {
  readonly action: string;
  readonly resource: string;
  readonly isBare: boolean;
}

/** The largest first; none that others have the permissions of. @param allowed statements without conditions */
export function grantsOf(allowed: readonly PolicyStatement[]): readonly FoundGrant[] {
  const arns = [...new Set(allowed.flatMap(({ resources = [] }) => resources))].filter((resource) => resource.startsWith('arn:'));
  const found = grants.all().flatMap((grant) => arns.flatMap((arn) => within(grant, arn, allowed)));
  const taken: FoundGrant[] = [];
  for (const one of found.sort((a, b) => b.pairs.length - a.pairs.length || sizeOf(a) - sizeOf(b)))
    if (one.pairs.some((pair) => !taken.some(({ pairs }) => pairs.some((other) => isWithin(pair, other))))) taken.push(one);
  return taken;
}

const sizeOf = ({ options }: FoundGrant): number => Object.keys(options).length;

const isWithin = (pair: Pair, other: Pair): boolean =>
  pair.action === other.action && (other.isBare || !pair.isBare) && covers(other.resource, pair.resource);

/** The ways to tell a grant about an ARN whose statements are all allowed already. */
function within(grant: Grant, arn: string, allowed: readonly PolicyStatement[]): FoundGrant[] {
  return ways(grant, arn).flatMap((options) => {
    if (grant.check?.(options as never) !== undefined) return [];
    const pairs = pairsOf(grant.statements(options as never));
    const isAllowed = ({ action, resource }: Pair): boolean =>
      allowed.some(
        ({ actions = [], resources = [] }) =>
          actions.some((pattern) => coversAction(pattern, action)) && resources.some((pattern) => covers(pattern, resource)),
      );
    return pairs?.every(isAllowed) ? [{ service: grant.service, options: withoutDefaults(grant, options), pairs }] : [];
  });
}

const withoutDefaults = ({ options }: Grant, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => options[name]?.default !== value));

/** @returns nothing where only an apply would know the resources */
export function pairsOf(statements: readonly Statement[]): readonly Pair[] | undefined {
  if (statements.some(({ resources = [] }) => resources.some((resource) => partsOf(resource).some((part) => typeof part !== 'string'))))
    return undefined;
  return statements.flatMap(({ actions = [], resources = [], conditions }) =>
    actions.flatMap((action) =>
      resources.map((resource) => ({ action, resource: partsOf(resource).join(''), isBare: conditions.length === 0 })),
    ),
  );
}

/** Of a grant that asks for one resource, and for nothing that an ARN would not tell. */
function ways({ options }: Grant, arn: string): readonly Values[] {
  const [main, ...others] = Object.entries(options).filter(([, { required, kind }]) => required && kind !== 'choice');
  if (main === undefined || others.length > 0 || (main[1].kind !== 'resource' && main[1].kind !== 'resources')) return [];
  const [name, option] = main;
  return beginnings(arn, option).flatMap(({ named, rest }) =>
    Object.entries(options).reduce<readonly Values[]>(
      (all, [other, about]) =>
        other === name ? all : all.flatMap((values) => settings(about, rest).map((value) => withOption(values, other, value))),
      [{ [name]: option.kind === 'resources' ? [named] : named }],
    ),
  );
}

const withOption = (values: Values, name: string, value: OptionValue | undefined): Values =>
  value === undefined ? values : { ...values, [name]: value };

function settings(option: Option, rest: string): readonly (OptionValue | undefined)[] {
  switch (option.kind) {
    case 'choice':
      return [...(option.required ? [] : [undefined]), ...(option.choices ?? [])];
    case 'flag':
      return [false, true];
    case 'text': {
      const said = rest.replace(/^[/:]/, '').replace(/\*$/, '');
      return [undefined, ...(said !== '' && option.check?.(said) === undefined ? [said] : [])];
    }
    default:
      return [undefined];
  }
}

/** An ARN that an option takes, and what of it comes after: a bucket and its objects, a table and its indexes. */
function beginnings(arn: string, { check }: Option): { readonly named: string; readonly rest: string }[] {
  const cuts = [arn.length, ...[...arn.matchAll(/[/:]/g)].map(({ index }) => index)].filter((at) => at > 'arn:'.length);
  return cuts.flatMap((at) => {
    const named = arn.slice(0, at);
    return named.includes('*') || named.includes('$') || check?.(named) !== undefined ? [] : [{ named, rest: arn.slice(at) }];
  });
}
