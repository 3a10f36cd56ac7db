/** What the repository around a root module holds, for whoever asks what to make in it. Loaded only then. */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { realFolder } from '../repo/boundary.ts';
import { gitRoot } from '../repo/git-root.ts';
import { survey } from '../repo/survey/survey.ts';
import type { Bounds } from '../repo/survey/walk.ts';
import { noSurroundings, surroundingsOf, type Surroundings } from '../survey/surroundings/surroundings.ts';

/** Somebody waits for the first question: in a larger repository, what lies next to the root counts. */
const BOUNDS: Bounds = { entries: 60_000, files: 1_000 };

/** @param directory of the root; there may be none yet, and it may be in no repository */
export async function surroundingsAt(directory: string): Promise<Surroundings> {
  const here = realFolder(resolve(directory));
  const top = gitRoot(here) ?? here;
  if (!existsSync(top)) return noSurroundings;
  const { inventory } = await survey(top, { bounds: BOUNDS, first: existsSync(here) ? here : top, ofOthers: true });
  return surroundingsOf(inventory, relative(top, here).split(sep).join('/') || '.');
}
