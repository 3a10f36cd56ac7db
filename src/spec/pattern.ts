/** Patterns of paths: `*` and `?` within a name, `{a,b}` for either, `**` for any folders. Pure; `cli/glob.ts` looks at the disk. */
import { matchesWildcards } from '../iam/wildcards.ts';

/** Any number of folders, none of them hidden. */
export const ANY_FOLDERS = '**';

export const isPattern = (text: string): boolean => /[*?]/.test(text) || firstGroup(text) !== undefined;

/** More alternatives than anybody means. */
const MOST = 1_000;

/**
 * A pattern without braces for each way through them; none where there are more than a thousand. Braces
 * that do not close, or hold no comma, are letters.
 */
export function alternativesOf(pattern: string): string[] {
  let [done, open]: [string[], string[]] = [[], [pattern]];
  while (open.length > 0) {
    const groups = open.map((one) => ({ one, group: firstGroup(one) }));
    done = [...done, ...groups.flatMap(({ one, group }) => (group === undefined ? [one] : []))];
    open = groups.flatMap(({ one, group }) =>
      group === undefined ? [] : group.options.map((option) => one.slice(0, group.start) + option + one.slice(group.end)),
    );
    if (done.length + open.length > MOST) return [];
  }
  return done;
}

/** The first outermost `{…,…}`. */
function firstGroup(pattern: string): { readonly start: number; readonly end: number; readonly options: readonly string[] } | undefined {
  for (let start = pattern.indexOf('{'); start >= 0; start = pattern.indexOf('{', start + 1)) {
    const commas: number[] = [];
    let depth = 0;
    for (let i = start; i < pattern.length; i++) {
      if (pattern[i] === '{') depth++;
      else if (pattern[i] === ',' && depth === 1) commas.push(i);
      else if (pattern[i] === '}' && --depth === 0) {
        if (commas.length === 0) break;
        const edges = [start, ...commas, i];
        return { start, end: i + 1, options: edges.slice(1).map((edge, n) => pattern.slice((edges[n] ?? 0) + 1, edge)) };
      }
    }
  }
  return undefined;
}

/** The names of a path; `**` after `**` adds nothing. */
export const stepsOf = (pattern: string): string[] =>
  pattern
    .split('/')
    .filter((step, i, all) => (step !== '' || i === 0) && step !== '.' && !(step === ANY_FOLDERS && all[i - 1] === ANY_FOLDERS));

/** One name against one step. Hidden names are meant only where the step begins with a dot. */
export const matchesStep = (step: string, name: string): boolean =>
  step === name || ((step.startsWith('.') || !name.startsWith('.')) && matchesWildcards(step, name));

/** Whether a pattern stands for a path that need not be there. */
export const matchesPath = (pattern: string, path: string): boolean =>
  alternativesOf(pattern).some((one) => matchesSteps(stepsOf(one), stepsOf(path)));

function matchesSteps([step, ...steps]: readonly string[], [name, ...names]: readonly string[]): boolean {
  if (step === undefined) return name === undefined;
  if (step === ANY_FOLDERS)
    return (
      matchesSteps(steps, name === undefined ? [] : [name, ...names]) ||
      (name !== undefined && isShown(name) && matchesSteps([step, ...steps], names))
    );
  return name !== undefined && matchesStep(step, name) && matchesSteps(steps, names);
}

const isShown = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';

/** Whether a pattern stands for a path, or for a folder that it is in. */
export function matchesAbove(pattern: string, path: string): boolean {
  const names = path.split('/');
  return names.some((_, i) => matchesPath(pattern.replace(/\/+$/, ''), names.slice(0, i + 1).join('/')));
}
