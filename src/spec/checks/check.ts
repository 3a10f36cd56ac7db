import type { ProblemCode } from '../../problem-codes.ts';
import { error, warning } from '../../problem.ts';
import type { Path } from '../../problem.ts';
import type { SpecCatalog } from '../catalog.ts';
import type { Placed } from '../explain-issue.ts';
import type { Loose } from '../loose.ts';

/** Looks at several places of a spec at once. */
export type Check = (spec: Loose, catalog: SpecCatalog) => readonly Placed[];

export const wrong = (code: ProblemCode, path: Path, message: string, fix: string): Placed => ({
  problem: error(code, path, message, fix),
  onKey: false,
});

export const doubtful = (code: ProblemCode, path: Path, message: string, fix: string): Placed => ({
  problem: warning(code, path, message, fix),
  onKey: false,
});
