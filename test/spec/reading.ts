/** Shorthands for tests that read specs. */
import type { Problem } from '../../src/problem.ts';
import { wholeCatalog } from '../../src/spec/catalog.ts';
import type { SpecCatalog } from '../../src/spec/catalog.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import type { Spec } from '../../src/spec/spec.ts';

/** A spec with one cluster, and what the test is about. */
export const withCluster = (more = ''): string => `version: 1\nclusters:\n  production: { region: us-east-1 }\n${more}`;

/** A spec with one app that has these keys. */
export const withApp = (keys: string): string =>
  withCluster(`apps:\n  my-app: { namespace: production, managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess], ${keys} }\n`);

/** One line for each problem: place, code, message and fix, as a user reads them. */
export const problemsOf = (text: string, catalog: SpecCatalog = wholeCatalog): string[] =>
  parseSpec(text, 'irsa.yaml', catalog).problems.map(asLine);

const asLine = ({ line, column, code, message, fix, severity }: Problem): string =>
  `${line}:${column} ${severity === 'warning' ? 'warning ' : ''}${code}: ${message}${fix === undefined ? '' : ` ${fix}`}`;

/** The codes of the problems alone. */
export const codesOf = (text: string, catalog: SpecCatalog = wholeCatalog): string[] =>
  parseSpec(text, 'irsa.yaml', catalog).problems.map(({ code }) => code);

export function specOf(text: string, catalog: SpecCatalog = wholeCatalog): Spec {
  const { value, problems } = parseSpec(text, 'irsa.yaml', catalog);
  if (value === undefined) throw new Error(problems.map(asLine).join('\n'));
  return value.spec;
}
