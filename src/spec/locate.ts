import type { Problem } from '../problem.ts';
import type { ParsedSpec } from './parse-spec.ts';

/** Gives problems of later stages the place in the spec that their path points to. */
export const located = (problems: readonly Problem[], parsed: ParsedSpec): Problem[] =>
  problems.map((problem) =>
    problem.line === undefined && problem.file === undefined ? { ...problem, ...parsed.locate(problem.path) } : problem,
  );
