/** Files that the spec no longer makes: which of them go, and what is said of those that stay. Pure. */
import { join } from 'node:path';
import { APP_FOLDER } from '../plan/terraform/stacks.ts';
import type { Change, ChangeSet } from '../repo/change-set.ts';
import type { Generation } from './generation.ts';
import { count } from './report-changes.ts';

/** Nothing goes unasked; what was edited by hand goes only where that was said of all edits. */
export type Removal = 'none' | 'untouched' | 'all';

export const removalOf = (given: (flag: string) => boolean): Removal =>
  given('force') ? 'all' : given('remove-orphans') ? 'untouched' : 'none';

export const orphansIn = (changes: ChangeSet): Change[] => changes.filter(({ kind }) => kind === 'orphan');

export const toRemove = (changes: ChangeSet, removal: Removal): Change[] =>
  orphansIn(changes).filter(({ edited }) => removal === 'all' || (removal === 'untouched' && edited !== true));

/** Who is misled by a file that stays; the first that fits. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(^|/)${APP_FOLDER}/`), 'the app of cdktf is still built with IT'],
  [/\.tftest\.hcl$/, '`terraform test` still runs IT'],
  [/\.(tf|tf\.json|tfvars)$/, 'Terraform still reads IT'],
  [/\.hcl$/, 'Terragrunt still reads IT'],
  [/\.(ya?ml|sh)$/, 'whoever still uses IT gets what the spec said before'],
  [/(?:)/, 'whoever still reads IT learns what the spec said before'],
];

const readerOf = (path: string): string => READERS.find(([pattern]) => pattern.test(path))?.[1] ?? '';

/** Lines on the orphans that stay: a sentence for each kind of file, and how they go. */
export function orphanLines(generations: readonly Generation[], removal: Removal): string[] {
  const left = generations.flatMap(({ folder, changes }) => {
    const gone = new Set(toRemove(changes, removal));
    return orphansIn(changes)
      .filter((change) => !gone.has(change))
      .map(({ path, edited, movedTo }) => ({
        path: join(folder, path),
        edited: edited === true,
        movedTo: movedTo === undefined ? undefined : join(folder, movedTo),
      }));
  });
  const moved = left.filter(({ movedTo }) => movedTo !== undefined);
  const readers = [...new Set(left.filter(({ movedTo }) => movedTo === undefined).map(({ path }) => readerOf(path)))];
  const untouched = left.filter(({ edited }) => !edited).length;
  const edited = left.filter((orphan) => orphan.edited).map(({ path }) => path);
  return [
    ...readers.map((reader) => {
      const paths = left.filter(({ path, movedTo }) => movedTo === undefined && readerOf(path) === reader).map(({ path }) => path);
      return `${names(paths)}: no longer in the spec, but ${reader.replace('IT', it(paths.length))}.`;
    }),
    ...(moved.length === 0
      ? []
      : [
          `${names(moved.map(({ path, movedTo }) => `${path} is now ${movedTo}`))}: point whoever uses ${it(moved.length)} to the new ${moved.length === 1 ? 'place' : 'places'}.`,
        ]),
    ...(untouched === 0 ? [] : [`--remove-orphans removes ${it(untouched)}.`]),
    ...(edited.length === 0
      ? []
      : [
          `${names(edited)}: edited by hand, so only you remove ${it(edited.length)}, when you have what you need of ${it(edited.length)}.`,
        ]),
  ];
}

const it = (many: number): string => (many === 1 ? 'it' : 'them');

const names = (all: readonly string[]): string =>
  all.length <= 10 ? all.join(', ') : `${all.slice(0, 10).join(', ')} and ${count(all.length - 10, 'more file')}`;
