/** What the roles of a root module have in common: whoever adds one would do the same. */
import type { At } from '../found.ts';
import { ownAddress } from '../found.ts';
import type { Inventory, Role } from '../inventory.ts';
import { knownText, spellWritten, type Written } from '../written.ts';
import { seenFrom } from './seen-from.ts';

/** A value with those who have it. */
export interface Habit<T> {
  readonly value: T;
  /** The first of them. */
  readonly address: string;
  readonly at: At;
  /** How many more. */
  readonly more: number;
}

export interface Habits {
  readonly tags?: Habit<Readonly<Record<string, string>>>;
  readonly permissionsBoundary?: Habit<string>;
  /** A boundary that only Terraform knows: an expression, which no spec can say. */
  readonly boundaryExpression?: Habit<string>;
  readonly path?: Habit<string>;
  /** What names begin with, up to a hyphen. */
  readonly prefix?: Habit<string>;
}

/** Each resource has one of its own. */
const OWN_TAGS = /^(name|description)$/i;

/** @param root its folder; where it has no roles, those of the whole repository are its neighbours */
export function habitsOf({ roles }: Inventory, root: string): Habits {
  const inRoot = roles.filter((role) => role.root === root);
  const pods = inRoot.filter(isOfPods);
  const neighbours = [pods, inRoot, roles.filter(isOfPods)].find((some) => some.length > 0) ?? [];
  // One role of another kind, or of another root, has its own reasons.
  const least = neighbours === pods ? 1 : 2;
  const shared = <T>(valueOf: (role: Role) => T | undefined) => sharedBy(neighbours, valueOf, least, root);
  const tags = sharedTags(neighbours, root);
  const boundary = shared(({ permissionsBoundary }) => knownText(permissionsBoundary));
  const expression = shared(({ permissionsBoundary }) => expressionOf(permissionsBoundary));
  const path = shared((role) => knownText(role.path));
  const prefix = sharedPrefix(neighbours.filter(isOfPods), root);
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(boundary === undefined || boundary.value === '' ? {} : { permissionsBoundary: boundary }),
    ...(expression === undefined ? {} : { boundaryExpression: expression }),
    ...(path === undefined || path.value === '/' || path.value === '' ? {} : { path }),
    ...(prefix === undefined ? {} : { prefix }),
  };
}

const isOfPods = ({ takenBy }: Role): boolean => takenBy.includes('web-identity') || takenBy.includes('pod-identity');

const expressionOf = (written: Written | undefined): string | undefined =>
  written === undefined || typeof written === 'string' ? undefined : spellWritten(written);

/** What more than half of them have, and as many as `least`. */
function sharedBy<T>(roles: readonly Role[], valueOf: (role: Role) => T | undefined, least: number, root: string): Habit<T> | undefined {
  const holders = new Map<T, Role[]>();
  for (const role of roles) {
    const value = valueOf(role);
    if (value !== undefined) holders.set(value, [...(holders.get(value) ?? []), role]);
  }
  for (const [value, having] of holders) if (having.length >= least && having.length * 2 > roles.length) return habit(value, having, root);
  return undefined;
}

function habit<T>(value: T, [first, ...others]: readonly Role[], root: string): Habit<T> | undefined {
  if (first === undefined) return undefined;
  const address = first.root === root ? (first.address ?? first.id) : ownAddress(first.address ?? first.id);
  return { value, address, at: seenFrom(root)(first.at), more: others.length };
}

/** Key by key; a tag of one role alone is its own. */
function sharedTags(roles: readonly Role[], root: string): Habits['tags'] {
  const valueIn = (role: Role, key: string): string | undefined => knownText(role.tagValues?.find(({ name }) => name === key)?.value);
  const keys = new Set(roles.flatMap(({ tags }) => tags).filter((key) => !OWN_TAGS.test(key)));
  const tags: Record<string, string> = {};
  for (const key of keys) {
    const found = sharedBy(roles, (role) => valueIn(role, key), 2, root);
    // IAM takes keys that differ in case only for one.
    const isTwin = Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase());
    if (found !== undefined && !isTwin) tags[key] = found.value;
  }
  const having = roles.filter((role) => Object.entries(tags).every(([key, value]) => valueIn(role, key) === value));
  return Object.keys(tags).length === 0 ? undefined : habit(tags, having, root);
}

/** Of two names or more, as long as it ends where a word does. */
function sharedPrefix(roles: readonly Role[], root: string): Habits['prefix'] {
  const named = roles.flatMap((role) => {
    const name = knownText(role.name);
    return name === undefined ? [] : [{ role, name }];
  });
  const names = [...new Set(named.map(({ name }) => name))];
  if (names.length < 2 || names.length * 2 <= roles.length) return undefined;
  const common = names.reduce((a, b) => {
    let end = 0;
    while (end < a.length && a.charAt(end) === b.charAt(end)) end++;
    return a.slice(0, end);
  });
  const prefix = /^.*[-_]/.exec(common)?.[0];
  return prefix === undefined
    ? undefined
    : habit(
        prefix,
        named.map(({ role }) => role),
        root,
      );
}
