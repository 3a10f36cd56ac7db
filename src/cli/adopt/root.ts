/** The root module that is adopted, in the repository that it is part of. */
import { dirname, relative, resolve, sep } from 'node:path';
import type { Problem } from '../../problem.ts';
import { realFolder } from '../../repo/boundary.ts';
import { gitRoot } from '../../repo/git-root.ts';
import { survey } from '../../repo/survey/survey.ts';
import type { TerraformFolder } from '../../survey/gather/material.ts';
import { instancesOf, sourceOf, type Instance } from '../../survey/gather/scopes.ts';
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

/** As much of the repository is read as the root's own modules lie in: at first its folder alone. */
export async function surveyRoot(folder: string): Promise<FoundRoot> {
  const real = realFolder(folder);
  const highest = gitRoot(real) ?? real;
  let top = real;
  for (;;) {
    const { inventory, material, problems } = await survey(top);
    const above = highestModule(material.folders, top);
    if (above === top || !isBelow(above, highest)) {
      const root = relative(top, real).split(sep).join('/') || '.';
      const isHere = (file: string | undefined): boolean => file === undefined || root === '.' || file.startsWith(`${root}/`);
      return {
        inventory,
        instances: instancesOf(material),
        root,
        top,
        problems: problems.filter(({ file }) => isHere(file)).map((problem) => placed(problem, top)),
      };
    }
    top = above;
  }
}

/** The folder in which all modules lie that are called by a path, as far as they have been read. */
function highestModule(folders: readonly TerraformFolder[], top: string): string {
  return folders
    .flatMap(({ folder, blocks }) =>
      blocks.flatMap((block) => {
        const source = block.type === 'module' ? (sourceOf(block) ?? '') : '';
        return /^\.\.?(\/|$)/.test(source) ? [resolve(top, folder, source)] : [];
      }),
    )
    .reduce((highest, path) => {
      let common = highest;
      while (!isBelow(path, common)) common = dirname(common);
      return common;
    }, top);
}

const isBelow = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
};

const placed = (problem: Problem, top: string): Problem =>
  problem.file === undefined ? problem : { ...problem, file: relative('.', resolve(top, problem.file)) || '.' };
