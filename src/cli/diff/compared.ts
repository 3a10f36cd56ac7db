/** What was compared with what, and what came of it. */
import type { DiffSeverity, RoleDifference } from '../../access/change.ts';
import { failClasses, worst, type FailClass } from '../../access/severity.ts';

/** Roles of one spec, or of one plan. */
export interface ComparedSource {
  /** The spec's file, or the plan's. */
  readonly file: string;
  readonly roles: readonly RoleDifference[];
}

export interface Compared {
  /** What stood before: a commit, or what the plan says of it. */
  readonly base: string;
  readonly sources: readonly ComparedSource[];
}

export const changedRoles = ({ roles }: ComparedSource): readonly RoleDifference[] => roles.filter(({ status }) => status !== 'unchanged');

export const severityOf = ({ gained, lost }: RoleDifference): DiffSeverity => worst([...gained, ...lost].map(({ severity }) => severity));

/** Of the classes that were asked for, those that something belongs to. */
export function failing({ sources }: Compared, asked: readonly FailClass[]): readonly FailClass[] {
  const broken = new Set<string>(
    sources.flatMap(({ roles }) => roles.flatMap(({ gained, lost }) => [...gained, ...lost])).flatMap(({ rules }) => rules),
  );
  return asked.filter((name) => failClasses[name].some((rule) => broken.has(rule)));
}
