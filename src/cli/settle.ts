/** What a run that was killed while it wrote left behind: seen to before anything else. */
import { warning, type Problem } from '../problem.ts';
import type { Boundary } from '../repo/boundary.ts';
import { hasJournal } from '../repo/journal-file.ts';

/** Completes or undoes it; says so. */
export async function settle(boundary: Boundary): Promise<readonly Problem[]> {
  if (!hasJournal(boundary.base)) return [];
  const { recover } = await import('../repo/write.ts');
  return (await recover(boundary)).problems;
}

/** Only looks, for runs that must not write: they can go on beside a run that was interrupted. */
export async function leftover(boundary: Boundary): Promise<readonly Problem[]> {
  if (!hasJournal(boundary.base)) return [];
  const { interrupted } = await import('../repo/write.ts');
  const found = await interrupted(boundary);
  if (found === undefined) return [];
  return [found.code === 'interrupted' ? warning(found.code, found.path, found.message, found.fix) : found];
}
