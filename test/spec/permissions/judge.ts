import { parse } from 'yaml';
import { checkStatements } from '../../../src/spec/permissions/check-statements.ts';
import { rawStatement } from '../../../src/spec/permissions/raw-permissions.ts';
import { formatPath } from '../../../src/problem.ts';

/** What is said of a statement in YAML: `severity code path: message fix`. */
export const judge = (statement: string, accept: readonly string[] = []): string[] =>
  checkStatements([rawStatement(parse(statement) as Record<string, unknown>, [], accept)]).map(
    ({ problem: { severity, code, path, message, fix } }) => `${severity} ${code} ${formatPath(path)}: ${message} ${fix}`,
  );

/** The codes alone. */
export const codes = (statement: string): string[] => judge(statement).map((line) => line.split(' ')[1] ?? '');
