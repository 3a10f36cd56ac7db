/** irsa.yaml → Spec. */
import * as z from 'zod/mini';
import { error, hasErrors } from '../problem.ts';
import type { Outcome, Path, Problem } from '../problem.ts';
import { wholeCatalog } from './catalog.ts';
import type { SpecCatalog } from './catalog.ts';
import type { Check } from './checks/check.ts';
import { literalProviders, primaryGroup, primarySaid, shareGroups } from './checks/clusters.ts';
import { installations } from './checks/installations.ts';
import { ownersFit } from './checks/owners.ts';
import { optionRules } from './checks/options.ts';
import { outputsNotYet } from './checks/outputs.ts';
import {
  appsThatMayNothing,
  noDefaultServiceAccount,
  oneSubjectEach,
  tagsTogether,
  wildcardStatements,
  workloadClusters,
} from './checks/workloads.ts';
import { explainIssues } from './explain-issue.ts';
import type { Placed } from './explain-issue.ts';
import { loose, withoutNulls } from './loose.ts';
import { readYaml } from './read-yaml.ts';
import type { Place, YamlText } from './read-yaml.ts';
import { resolveSpec } from './resolve-spec.ts';
import { specSchema } from './schema/spec-schema.ts';
import type { Spec } from './spec.ts';

export interface ParsedSpec {
  readonly spec: Spec;
  /** Where the value of a path stands, or the nearest key above it; line and column count from 1. */
  readonly locate: (path: Path) => Place | undefined;
}

const checks: readonly Check[] = [
  literalProviders,
  shareGroups,
  primaryGroup,
  primarySaid,
  workloadClusters,
  oneSubjectEach,
  noDefaultServiceAccount,
  tagsTogether,
  wildcardStatements,
  appsThatMayNothing,
  ownersFit,
  installations,
  outputsNotYet,
];

/**
 * Reads a spec. All its problems come back at once, in the order of the file and with their place;
 * never throws, whatever the text.
 */
export function parseSpec(text: string, file: string, catalog: SpecCatalog = wholeCatalog): Outcome<ParsedSpec> {
  const { yaml, problems } = readYaml(text, file);
  if (yaml === undefined) return { problems };
  if (yaml.value === null) {
    return {
      problems: [
        {
          ...error('empty-spec', [], 'The spec is empty.', 'Run create-irsa to be asked, or begin with version: 1.'),
          file,
          line: 1,
          column: 1,
        },
      ],
    };
  }
  const written = withoutNulls(yaml.value);
  const found = [...problems, ...judge(written, yaml, catalog).map(placedIn(yaml, file))].sort(byPlace);
  if (hasErrors(found)) return { problems: found };
  return { value: { spec: resolveSpec(loose(written), catalog), locate: (path) => yaml.locate(path) }, problems: found };
}

function judge(written: unknown, yaml: YamlText, catalog: SpecCatalog): Placed[] {
  const result = z.safeParse(specSchema(catalog) as z.ZodMiniType, written);
  const shape = result.success ? [] : explainIssues(result.error.issues, written, yaml.written);
  const faulty = shape.map(({ problem }) => problem.path);
  const isSound = (path: Path): boolean => !faulty.some((other) => path.every((step, i) => other[i] === step));
  const spec = loose(written);
  return [...shape, ...checks.flatMap((check) => check(spec, catalog)), ...optionRules(spec, catalog, isSound)];
}

const placedIn =
  (yaml: YamlText, file: string) =>
  ({ problem, onKey }: Placed): Problem => ({ ...problem, file, ...yaml.locate(problem.path, onKey ? 'key' : 'value') });

const byPlace = (a: Problem, b: Problem): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
