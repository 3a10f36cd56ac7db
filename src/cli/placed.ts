/** Where files are, as the user named their folder: what scans, compares and writes sees them from its own. Pure. */
import { dirname, join } from 'node:path';
import type { Problem } from '../problem.ts';

export const placed = (problems: readonly Problem[], folder: string): Problem[] =>
  problems.map((problem) => (problem.file === undefined ? problem : { ...problem, file: join(folder, problem.file) }));

/** What the paths of a spec's files are relative to. */
export const folderFor = (file: string, out: string | undefined): string => out ?? dirname(file);
