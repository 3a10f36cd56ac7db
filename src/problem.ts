/**
 * Expected trouble is a value, collected and reported all at once; only bugs are thrown.
 * Every folder may import this file; it imports nothing but the type of its codes.
 */
import type { ProblemCode } from './problem-codes.ts';

/** Where in the spec: `['apps', 'my-app', 'grants', 0, 's3', 'bucket']`. Empty: the file as a whole. */
export type Path = readonly (string | number)[];

export type Severity = 'error' | 'warning';

/** A change of a file of the user's own: it is shown as a patch, and never made. */
export interface FileEdit {
  /** As seen from the root module. */
  readonly file: string;
  /** `['module', 'eks']` */
  readonly block: readonly string[];
  /** What is set in it: `['required_providers', 'aws', 'version']`. */
  readonly path: readonly string[];
  /** In HCL, line by line. */
  readonly value: readonly string[];
  /** The block is not there yet, perhaps nor is the file: it goes to its end. */
  readonly adds?: true;
}

export interface Problem {
  /** Stable: scripts match on it. */
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly path: Path;
  /** One sentence: what was found, and what was expected. */
  readonly message: string;
  /** The next step, as an imperative sentence. */
  readonly fix: string;
  /** Changes of the user's own files that mend it. */
  readonly edits?: readonly FileEdit[];
  /** Filled in by whoever knows the text that the path points into. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A value, unless there is an error among the problems; warnings accompany either. */
export interface Outcome<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

export const error = (code: ProblemCode, path: Path, message: string, fix: string): Problem => ({
  code,
  severity: 'error',
  path,
  message,
  fix,
});

export const warning = (code: ProblemCode, path: Path, message: string, fix: string): Problem => ({
  ...error(code, path, message, fix),
  severity: 'warning',
});

export const hasErrors = (problems: readonly Problem[]): boolean => problems.some((p) => p.severity === 'error');

/** `apps.my-app.grants[0].s3.bucket` */
export const formatPath = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
