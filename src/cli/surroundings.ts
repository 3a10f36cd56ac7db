/** What the repository around a root module holds, for whoever asks what to make in it. Loaded only then. */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { RepoFacts } from '../plan/repo-facts.ts';
import { realFolder } from '../repo/boundary.ts';
import { gitRoot } from '../repo/git-root.ts';
import { survey } from '../repo/survey/survey.ts';
import type { Bounds } from '../repo/survey/walk.ts';
import { noSurroundings, surroundingsOf, type Surroundings } from '../survey/surroundings/surroundings.ts';

/** Somebody waits for the first question: in a larger repository, what lies next to the root counts. */
const BOUNDS: Bounds = { entries: 60_000, files: 1_000 };

/**
 * @param directory of the root; there may be none yet, and it may be in no repository
 * @param facts of a stack of cdktf there are none: it can name nothing that is around it
 */
export async function surroundingsAt(directory: string, { isStack }: RepoFacts): Promise<Surroundings> {
  if (isStack === true) return noSurroundings;
  const here = realFolder(resolve(directory));
  const top = gitRoot(here) ?? here;
  if (!existsSync(top)) return noSurroundings;
  const { inventory } = await survey(top, { bounds: BOUNDS, first: existsSync(here) ? here : top, ofOthers: true });
  return surroundingsOf(inventory, relative(top, here).split(sep).join('/') || '.');
}
