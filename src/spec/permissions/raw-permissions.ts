/** What workloads are allowed in IAM's own words, as written and with its place, for those who judge it. */
import type { Path } from '../../problem.ts';
import { entries, items, loose, string, type Loose } from '../loose.ts';
import { permissionsOf } from './permissions-of.ts';

export interface At<T> {
  readonly value: T;
  readonly path: Path;
}

export interface RawStatement {
  readonly path: Path;
  readonly allows: boolean;
  readonly actions: readonly At<string>[];
  readonly notActions: readonly At<string>[];
  readonly resources: readonly At<string | { readonly ref: string }>[];
  readonly notResources: readonly At<string | { readonly ref: string }>[];
  /** The keys of its conditions. */
  readonly conditionKeys: readonly At<string>[];
  /** Codes of what its workload takes upon itself. */
  readonly accept: readonly string[];
}

/** The statements of a sound spec. */
export const rawStatements = (spec: Loose): readonly RawStatement[] =>
  permissionsOf(spec).flatMap(({ path, said, accept }) =>
    items(said['statements']).map((statement, i) => rawStatement(loose(statement), [...path, 'statements', i], accept)),
  );

export function rawStatement(written: Loose, path: Path, accept: readonly string[]): RawStatement {
  const listed = (key: string): readonly At<unknown>[] => {
    const value = written[key];
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((item, i) => ({ value: item, path: [...path, key, i] })) : [{ value, path: [...path, key] }];
  };
  const actions = (key: string) => listed(key).flatMap(({ value, path }) => (typeof value === 'string' ? [{ value, path }] : []));
  const resources = (key: string) =>
    listed(key).map(({ value, path }) => ({ value: string(value) ?? { ref: string(loose(value)['ref']) ?? '' }, path }));
  return {
    path,
    allows: written['Effect'] === 'Allow',
    actions: actions('Action'),
    notActions: actions('NotAction'),
    resources: resources('Resource'),
    notResources: resources('NotResource'),
    conditionKeys: entries(written['Condition']).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => ({ value: key, path: [...path, 'Condition', operator, key] })),
    ),
    accept,
  };
}
