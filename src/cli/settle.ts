/** What a run that was killed while it wrote left behind: seen to before anything else. */
import { warning, type Problem } from '../problem.ts';
import type { Boundary } from '../repo/boundary.ts';
import { interrupted, recover } from '../repo/write.ts';

/** Completes or undoes it; says so. */
export const settle = async (boundary: Boundary): Promise<readonly Problem[]> => (await recover(boundary)).problems;

/** Only looks, for runs that must not write: they can go on beside a run that was interrupted. */
export async function leftover(boundary: Boundary): Promise<readonly Problem[]> {
  const found = await interrupted(boundary);
  if (found === undefined) return [];
  return [found.code === 'interrupted' ? warning(found.code, found.path, found.message, found.fix) : found];
}
