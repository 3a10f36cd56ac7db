/** Specs as they are now against the same specs at a commit. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { differences } from '../../access/difference.ts';
import { rolesOfPlan } from '../../access/of-plan.ts';
import type { RolePermissions } from '../../access/role-permissions.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { inCommit, openCommit, type Commit } from '../../repo/commit.ts';
import { isPattern } from '../../spec/pattern.ts';
import { planSpec, readSpec, sharedByRun, type Shared, type SpecText } from '../generation.ts';
import { globPaths, kindOf } from '../glob.ts';
import { expandWords } from '../spec-words.ts';
import type { Compared, ComparedSource } from './compared.ts';
import { specAt } from './spec-at.ts';

/** @param base a branch, a tag or a commit; absent: where this branch left the default one */
export async function compareSpecs(words: readonly string[], base: string | undefined): Promise<Outcome<Compared>> {
  const { value: commit, problems: ofGit } = openCommit(folderAt(resolve(words[0] ?? '.')), base);
  if (commit === undefined) return { problems: ofGit };
  const shared = sharedByRun();
  const problems: Problem[] = [];
  const sources: ComparedSource[] = [];
  for (const spec of specsOf(words, commit)) {
    if ('code' in spec) {
      problems.push(spec);
      continue;
    }
    const now = spec.now === undefined ? { value: [], problems: [] } : await rolesNow(spec.now, shared);
    const { value: then, problems: ofThen } = await specAt(commit, spec.file);
    problems.push(...now.problems, ...ofThen);
    if (now.value === undefined || hasErrors(ofThen)) continue;
    const before = then === undefined ? [] : rolesOfPlan(then.plan, then.spec);
    sources.push({ file: spec.file, roles: differences(before, now.value) });
  }
  return hasErrors(problems) ? { problems } : { value: { base: commit.called, sources }, problems };
}

async function rolesNow(source: SpecText, shared: Shared): Promise<Outcome<readonly RolePermissions[]>> {
  const { value: planned, problems } = await planSpec(source, {}, shared);
  const placed = problems.map((problem) => ({ file: source.file, ...problem }));
  return planned === undefined ? { problems: placed } : { value: rolesOfPlan(planned.plan, planned.spec), problems: placed };
}

interface NamedSpec {
  readonly file: string;
  /** Absent: it is gone. */
  readonly now?: SpecText;
}

/** Those that are there, and those that were: each once, in the order of the words. */
function specsOf(words: readonly string[], commit: Commit): readonly (NamedSpec | Problem)[] {
  const found = new Map<string, NamedSpec | Problem>();
  for (const word of words) {
    const before = wordsThen(word, commit);
    for (const { word: one, problem } of expandWords([word])) {
      const source = problem ?? readSpec(one);
      const file = 'code' in source ? undefined : source.file;
      if ('code' in source && before.length === 0) found.set(one, source);
      else if ('code' in source && source.code !== 'spec-not-found' && problem === undefined) found.set(one, source);
      else if (file !== undefined && !('code' in source)) found.set(resolve(file), { file, now: source });
    }
    for (const file of before) if (!found.has(resolve(file))) found.set(resolve(file), { file });
  }
  return [...found.values()];
}

/** Files of specs that a word stood for. */
function wordsThen(word: string, commit: Commit): readonly string[] {
  const isFile = (path: string): boolean => commit.kindOf(inCommit(commit, path)) === 'file';
  const specIn = (path: string): readonly string[] =>
    [join(path, 'irsa.yaml'), ...(/\.ya?ml$/.test(path) ? [path] : [])].filter(isFile).slice(0, 1);
  if (!isPattern(word) || existsSync(word)) return specIn(word);
  const here = inCommit(commit, '.');
  return globPaths(word, here === '' ? '' : `${here}/`, commit).flatMap(specIn);
}

/** A folder that is gone is looked for in one that is there. */
const folderAt = (path: string): string => (kindOf(path) === 'folder' || dirname(path) === path ? path : folderAt(dirname(path)));

export const isPlanFile = (word: string): boolean => word === '-' || word.endsWith('.json');

export const mixedWords = (): Problem =>
  error(
    'contradictory-words',
    [],
    'Specs and a plan are named together.',
    'Compare specs (`create-irsa diff irsa.yaml`), or one plan (`create-irsa diff plan.json`).',
  );
