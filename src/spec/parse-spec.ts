/** irsa.yaml → Spec. */
import * as z from 'zod/mini';
import { hasErrors } from '../problem.ts';
import type { Outcome, Path, Problem } from '../problem.ts';
import { wholeCatalog } from './catalog.ts';
import type { SpecCatalog } from './catalog.ts';
import { addOnsKnowPodIdentity } from './checks/add-on-versions.ts';
import { assumableRoles } from './checks/assume-roles.ts';
import { besideAutoMode } from './checks/auto-mode.ts';
import type { Check } from './checks/check.ts';
import { callerOfModule, dependenciesOfUnits, rootOnly } from './checks/callers.ts';
import { literalProviders, primaryGroup, primarySaid, shareGroups } from './checks/clusters.ts';
import { ownContainer } from './checks/deployments.ts';
import { installations } from './checks/installations.ts';
import { broadManagedPolicies } from './checks/managed-policies.ts';
import { ownersFit } from './checks/owners.ts';
import { optionRules } from './checks/options.ts';
import { identitiesFit } from './checks/pod-identity.ts';
import { onePartition } from './checks/partitions.ts';
import { regionsKnown } from './checks/regions.ts';
import {
  appsThatMayNothing,
  modulePolicyGroups,
  noDefaultServiceAccount,
  oneSubjectEach,
  tagsTogether,
  workloadClusters,
} from './checks/workloads.ts';
import { explainIssues } from './explain-issue.ts';
import type { Placed } from './explain-issue.ts';
import { loose } from './loose.ts';
import { rawStatements, type RawStatement } from './permissions/raw-permissions.ts';
import { resolveSpec } from './resolve-spec.ts';
import { specSchema } from './schema/spec-schema.ts';
import type { Spec } from './spec.ts';
import { alone, readLayer } from './written-spec.ts';
import type { FilePlace, WrittenSpec } from './written-spec.ts';

export interface ParsedSpec {
  readonly spec: Spec;
  /** Where the value of a path stands, or the nearest key above it; line and column count from 1. */
  readonly locate: (path: Path, part?: 'key' | 'value') => FilePlace;
  /** What stands in `statements`, for `permissions/check-statements.ts`, which knows every action of IAM. */
  readonly rawStatements: readonly RawStatement[];
}

const checks: readonly Check[] = [
  literalProviders,
  regionsKnown,
  onePartition,
  shareGroups,
  primaryGroup,
  primarySaid,
  workloadClusters,
  modulePolicyGroups,
  oneSubjectEach,
  noDefaultServiceAccount,
  tagsTogether,
  broadManagedPolicies,
  appsThatMayNothing,
  assumableRoles,
  identitiesFit,
  addOnsKnowPodIdentity,
  ownersFit,
  ownContainer,
  installations,
  besideAutoMode,
  callerOfModule,
  dependenciesOfUnits,
  rootOnly,
];

/**
 * Reads a spec of one file. All its problems come back at once, in the order of the file and with their
 * place; never throws, whatever the text.
 */
export function parseSpec(text: string, file: string, catalog: SpecCatalog = wholeCatalog): Outcome<ParsedSpec> {
  const { value: layer, problems } = readLayer(text, file);
  return layer === undefined ? { problems } : parseWritten(alone(layer, problems), catalog);
}

/** The same for a spec that was read already, from however many files. */
export function parseWritten(written: WrittenSpec, catalog: SpecCatalog = wholeCatalog): Outcome<ParsedSpec> {
  const { value, locate, problems } = written;
  const found = inOrder([...problems, ...judge(written, catalog).map(({ problem, onKey }) => placed(problem, onKey, written))]);
  if (hasErrors(found)) return { problems: found };
  return { value: { spec: resolveSpec(loose(value), catalog), locate, rawStatements: rawStatements(loose(value)) }, problems: found };
}

function judge({ value, written }: WrittenSpec, catalog: SpecCatalog): Placed[] {
  const result = z.safeParse(specSchema(catalog) as z.ZodMiniType, value);
  const shape = result.success ? [] : explainIssues(result.error.issues, value, written);
  const faulty = shape.map(({ problem }) => problem.path);
  const isSound = (path: Path): boolean => !faulty.some((other) => path.every((step, i) => other[i] === step));
  const spec = loose(value);
  return [...shape, ...checks.flatMap((check) => check(spec, catalog)), ...optionRules(spec, catalog, isSound)];
}

const placed = (problem: Problem, onKey: boolean, { locate }: WrittenSpec): Problem => ({
  ...problem,
  ...locate(problem.path, onKey ? 'key' : 'value'),
});

/** By file, as they first come up, and within each by line. */
function inOrder(found: readonly Problem[]): Problem[] {
  const files = [...new Set(found.map(({ file }) => file))];
  const rank = new Map(files.map((file, i) => [file, i]));
  return [...found].sort(
    (a, b) => (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
