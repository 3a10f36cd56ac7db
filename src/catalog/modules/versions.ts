/**
 * Versions and Terraform's version constraints as sets of versions, so that two constraints can be
 * intersected. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */

export type Version = readonly [major: number, minor: number, patch: number];

/** `from` is in it, `to` is not; without `to` it has no end. */
export interface Interval {
  readonly from: Version;
  readonly to?: Version;
}

/** Disjoint, not touching, ascending; empty: no version at all. */
export type Range = readonly Interval[];

const VERSION = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/;
const TERM = /^(>=|<=|!=|~>|=|>|<)?\s*(\S+)$/;

const ZERO: Version = [0, 0, 0];

export const anyVersion: Range = [{ from: ZERO }];

/** `5.95` is 5.95.0. Prereleases are not understood: no constraint of a release admits one. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
}

export const printVersion = (version: Version): string => version.join('.');

/** Negative, zero or positive, as `sort` wants it. */
export const compareVersions = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** The versions that a constraint such as `>= 5.95, < 6.0.0` allows; nothing if it cannot be read. Empty allows all. */
export function parseConstraint(constraint: string): Range | undefined {
  if (constraint.trim() === '') return anyVersion;
  let range = anyVersion;
  for (const term of constraint.split(',')) {
    const allowed = parseTerm(term.trim());
    if (allowed === undefined) return;
    range = intersect(range, allowed);
  }
  return range;
}

function parseTerm(term: string): Range | undefined {
  const [, operator = '=', text = ''] = TERM.exec(term) ?? [];
  const version = parseVersion(text);
  if (version === undefined) return;
  const next: Version = [version[0], version[1], version[2] + 1];
  switch (operator) {
    case '>=':
      return [{ from: version }];
    case '>':
      return [{ from: next }];
    case '<':
      return between(ZERO, version);
    case '<=':
      return between(ZERO, next);
    case '!=':
      return [...between(ZERO, version), { from: next }];
    case '~>':
      return between(version, pessimisticEnd(version, text));
    default:
      return between(version, next);
  }
}

/** Only the last number given may grow; `~> 5`, which Terraform reads in two ways, is taken for `~> 5.0`. */
const pessimisticEnd = ([major, minor]: Version, text: string): Version =>
  text.split('.').length > 2 ? [major, minor + 1, 0] : [major + 1, 0, 0];

const between = (from: Version, to: Version): Range => (compareVersions(from, to) < 0 ? [{ from, to }] : []);

export function intersect(a: Range, b: Range): Range {
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const from = compareVersions(x.from, y.from) >= 0 ? x.from : y.from;
      const to = earlier(x.to, y.to);
      return to === undefined ? [{ from }] : between(from, to);
    }),
  );
}

const earlier = (a: Version | undefined, b: Version | undefined): Version | undefined =>
  a === undefined || (b !== undefined && compareVersions(b, a) < 0) ? b : a;

export const contains = (range: Range, version: Version): boolean =>
  range.some(({ from, to }) => compareVersions(from, version) <= 0 && (to === undefined || compareVersions(version, to) < 0));

/** Whether a constraint admits a version; what cannot be read admits nothing. */
export function allows(constraint: string, version: string): boolean {
  const [range, parsed] = [parseConstraint(constraint), parseVersion(version)];
  return range !== undefined && parsed !== undefined && contains(range, parsed);
}

/** The versions that satisfy all constraints at once; one that cannot be read leaves none. */
export const intersection = (constraints: readonly string[]): Range =>
  constraints.reduce<Range>((range, constraint) => intersect(range, parseConstraint(constraint) ?? []), anyVersion);

export const satisfiable = (constraints: readonly string[]): boolean => intersection(constraints).length > 0;

/** The constraint that allows a range without gaps: `>= 5.95.0, < 6.0.0`; of a range with gaps, its hull; of none, one that allows nothing. */
export function printRange(range: Range): string {
  const [first, last] = [range.at(0), range.at(-1)];
  if (first === undefined || last === undefined) return '< 0.0.0';
  const from = `>= ${printVersion(first.from)}`;
  return last.to === undefined ? from : `${from}, < ${printVersion(last.to)}`;
}
