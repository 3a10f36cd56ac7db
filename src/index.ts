/**
 * The public API: spec in, files out, without a disk.
 *
 *     const { value: parsed } = parseSpec(text, 'irsa.yaml');
 *     const { value: plan } = makePlan(parsed.spec, emptyFacts);
 *     for (const { path, content } of emit(plan)) …
 */
export { emit, type EmitOptions } from './emit/emit.ts';
export type { FileSet, OutFile } from './emit/file-set.ts';
export { makePlan } from './plan/make-plan.ts';
export type { NextStep, Plan, PlannedRole, PlannedWorkload } from './plan/plan.ts';
export { emptyFacts, type RepoFacts } from './plan/repo-facts.ts';
export type { Outcome, Path, Problem, Severity } from './problem.ts';
export { jsonSchema } from './spec/json-schema.ts';
export { parseSpec, type ParsedSpec } from './spec/parse-spec.ts';
export type { Spec } from './spec/spec.ts';
