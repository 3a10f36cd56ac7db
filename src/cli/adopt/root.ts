/** The root module that is adopted, in the repository that it is part of. */
import { relative, resolve, sep } from 'node:path';
import type { Problem } from '../../problem.ts';
import { realFolder } from '../../repo/boundary.ts';
import { gitRoot } from '../../repo/git-root.ts';
import { survey } from '../../repo/survey/survey.ts';
import { instancesOf, type Instance } from '../../survey/gather/scopes.ts';
import type { Inventory } from '../../survey/inventory.ts';

export interface FoundRoot {
  readonly inventory: Inventory;
  readonly instances: readonly Instance[];
  /** As the inventory names it. */
  readonly root: string;
  /** From its folder to that of the repository: what places of the inventory are seen from. */
  readonly top: string;
  /** What could not be read in it, seen from here. */
  readonly problems: readonly Problem[];
}

/** Its modules may lie anywhere in the repository, so all of that is read. */
export async function surveyRoot(folder: string): Promise<FoundRoot> {
  const real = realFolder(folder);
  const top = gitRoot(real) ?? real;
  const root = relative(top, real).split(sep).join('/') || '.';
  const { inventory, material, problems } = await survey(top);
  const isHere = (file: string | undefined): boolean => file === undefined || root === '.' || file.startsWith(`${root}/`);
  return {
    inventory,
    instances: instancesOf(material),
    root,
    top,
    problems: problems.filter(({ file }) => isHere(file)).map((problem) => placed(problem, top)),
  };
}

const placed = (problem: Problem, top: string): Problem =>
  problem.file === undefined ? problem : { ...problem, file: relative('.', resolve(top, problem.file)) || '.' };
