/**
 * What the actions of IAM are, which resources they take and which condition keys there are.
 * Loaded by those alone who judge statements; a service is parsed when it is first asked for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { matchesWildcards } from '../../iam/wildcards.ts';
import { globalKeys as globals, serviceTexts, updated } from './iam-actions.generated.ts';

/** When the list was made: what AWS has added since is not on it. */
export const listUpdated: string = updated;

export interface Action {
  readonly name: string;
  /** Patterns of ARNs without partition, `{}` for text without a slash; none: it knows no resource. */
  readonly resources: readonly string[];
}

export interface Service {
  readonly actions: readonly Action[];
  /** `*` stands for any text. */
  readonly conditionKeys: readonly string[];
}

interface ServiceText {
  readonly types: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, string>>;
  readonly keys: string;
}

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

const parsed = new Map<string, Service>();

/** The services' prefixes: `s3`, `ec2`, ... */
export const serviceNames: readonly string[] = Object.keys(serviceTexts);

export const globalKeys: readonly string[] = words(globals);

/** By its prefix, in any case; nothing if there is none. */
export function findService(prefix: string): Service | undefined {
  const key = prefix.toLowerCase();
  if (!Object.hasOwn(serviceTexts, key)) return undefined;
  const known = parsed.get(key) ?? parse(serviceTexts[key] ?? '');
  parsed.set(key, known);
  return known;
}

function parse(text: string): Service {
  const { types, actions, keys } = JSON.parse(text) as ServiceText;
  return {
    actions: Object.entries(actions).flatMap(([taken, names]) => {
      const resources = words(taken).map((type) => types[type] ?? '*');
      return words(names).map((name): Action => ({ name, resources }));
    }),
    conditionKeys: words(keys),
  };
}

/** The actions that a pattern such as `Get*` stands for; IAM reads names in any case. */
export const actionsLike = ({ actions }: Service, pattern: string): readonly Action[] => {
  const folded = pattern.toLowerCase();
  return actions.filter(({ name }) => matchesWildcards(folded, name.toLowerCase()));
};
