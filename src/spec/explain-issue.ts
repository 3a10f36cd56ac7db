/** What the schema found, as Problems in plain sentences. */
import type * as z from 'zod/mini';
import { findNoAddOn } from '../catalog/no-add-on.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { error, formatPath } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { didYouMean } from './did-you-mean.ts';
import type { YamlText } from './read-yaml.ts';
import { allOf, quoted } from './rules/rule.ts';
import { allowedKeys } from './schema/fields.ts';

type Issue = z.core.$ZodIssue;

/** A problem that may be about a key rather than its value. */
export interface Placed {
  readonly problem: Problem;
  readonly onKey: boolean;
  /** The path of the key that it was probably meant to be. */
  readonly meant?: Path;
}

/** Problems for issues; `value` is what was checked, `written` knows scalars as they stand in the file. */
export function explainIssues(issues: readonly Issue[], value: unknown, written: YamlText['written']): Placed[] {
  const found = issues.flatMap((issue) => explain(issue, [], value, written));
  // A key that is misspelt is missing, too: that is one mistake.
  const misspelt = new Set(found.flatMap(({ meant }) => (meant === undefined ? [] : [formatPath(meant)])));
  return found.filter(({ problem }) => problem.code !== 'missing-key' || !misspelt.has(formatPath(problem.path)));
}

function explain(issue: Issue, above: Path, value: unknown, written: YamlText['written']): Placed[] {
  const path = [...above, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, allowedKeys(issue.message)));
  if (issue.code === 'custom') {
    const { code, fix, onKey } = issue.params as { code: ProblemCode; fix: string; onKey: boolean };
    return [{ problem: error(code, path, issue.message, fix), onKey }];
  }
  const found = at(value, path);
  const source = written(path);
  if (issue.code === 'invalid_union') {
    // The alternative that is meant is the one of the right type: only its own issues help.
    const meant = meantBy(issue);
    if (meant) return meant.flatMap((inner) => explain(inner, path, value, written));
    const choices = issue.errors.flatMap((issues) => issues.flatMap(choicesOf));
    return [wrongValue(path, found, issue.message, hintFor(issue.errors.flat(), found, source, choices), source)];
  }
  return [wrongValue(path, found, issue.message, hintFor([issue], found, source, choicesOf(issue)), source)];
}

const meantBy = ({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined =>
  errors.find((issues) => !issues.some(isOfWrongType));

function isOfWrongType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return meantBy(issue) === undefined;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

const choicesOf = (issue: Issue): readonly string[] => (issue.code === 'invalid_value' ? issue.values.map(String) : []);

function wrongValue(path: Path, found: unknown, expected: string, fix: string | undefined, source?: string): Placed {
  if (found === undefined) {
    const key = String(path.at(-1) ?? 'spec');
    const place = path.length < 2 ? 'The spec' : formatPath(path.slice(0, -1));
    return { problem: error('missing-key', path, `${place} needs ${key}: ${expected}.`, `Add ${key}.`), onKey: false };
  }
  const place = path.length === 0 ? 'The spec' : formatPath(path);
  const message = `${place} should be ${expected}, but is ${describe(found, source)}.`;
  return { problem: error('wrong-value', path, message, fix ?? `Write ${expected}.`), onKey: false };
}

function describe(found: unknown, source: string | undefined): string {
  if (found === null) return 'empty';
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list';
  if (typeof found === 'object') return Object.keys(found).length === 0 ? 'an empty map' : 'a map';
  return typeof found === 'string' ? quoted(found) : (source ?? String(found));
}

const isYes = /^(y|yes|on|true)$/i;

/** The slips of YAML that people make: missing quotes, missing brackets, `yes`, and typing errors. */
function hintFor(issues: readonly Issue[], found: unknown, source: string | undefined, choices: readonly string[]): string | undefined {
  const expects = (type: string): boolean => issues.some((issue) => issue.code === 'invalid_type' && issue.expected === type);
  const scalar = typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean';
  if (expects('string') && scalar && typeof found !== 'string') return `Put it in quotes: "${source ?? String(found)}".`;
  if (choices.length > 0 && typeof found === 'string') {
    if (choices.includes(found)) return `Write ${found}, without quotes.`;
    if (choices.includes('true') && isYes.test(found)) return 'Write true.';
    const near = didYouMean(found, choices);
    return near === undefined ? undefined : `Did you mean ${near}?`;
  }
  if (expects('boolean') && typeof found === 'string') {
    if (isYes.test(found)) return 'Write true.';
    return /^(n|no|off|false)$/i.test(found) ? 'Write false.' : undefined;
  }
  if ((expects('int') || expects('number')) && typeof found === 'string' && /^\d+$/.test(found)) return `Write ${found}, without quotes.`;
  if (expects('array') && scalar) return `Write [${String(found)}].`;
  if ((expects('record') || expects('object')) && Array.isArray(found))
    return 'Write each name as a key followed by a colon, without a hyphen.';
  return undefined;
}

/** Keys that belong elsewhere, and what people mean by them. */
const elsewhere = new Map([
  ['Principal', 'Remove it: the role that the policy belongs to is the principal.'],
  ['NotPrincipal', 'Remove it: the role that the policy belongs to is the principal.'],
  ['<<', 'Write the keys out: merging is a habit of YAML 1.1.'],
]);

function unknownKey(path: Path, key: string, allowed: readonly string[]): Placed {
  const without = isAddOns(path) ? findNoAddOn(key) : undefined;
  if (without) return { problem: error(without.because, [...path, key], `${key} ${without.says}`, without.fix), onKey: true };
  const near = didYouMean(key, allowed);
  const fix = elsewhere.get(key) ?? (near === undefined ? 'Remove it, or write one of these.' : `Did you mean ${near}?`);
  return {
    problem: error(
      'unknown-key',
      [...path, key],
      `${quoted(key)} is not ${nounAt(path)}: there ${allowed.length === 1 ? 'is' : 'are'} ${allOf(allowed)}.`,
      fix,
    ),
    onKey: true,
    ...(near === undefined ? {} : { meant: [...path, near] }),
  };
}

const isAddOns = (path: Path): boolean => path.length === 1 && path[0] === 'addOns';

function nounAt(path: Path): string {
  if (path.length === 0) return 'a key of specs';
  if (isAddOns(path)) return 'an add-on of the catalog';
  if (path.at(-2) === 'grants') return 'a service that can be granted';
  return `a key of ${formatPath(path)}`;
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
