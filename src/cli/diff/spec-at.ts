/** A spec as it was at a commit, with the files that it names and the root module that it was for, planned by this version. */
import { dirname, join, posix, resolve } from 'node:path';
import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { inCommit, type Commit } from '../../repo/commit.ts';
import { scanRoot, type RootFiles } from '../../repo/scan/scan-root.ts';
import { located } from '../../spec/locate.ts';
import { alternativesOf } from '../../spec/pattern.ts';
import type { Spec } from '../../spec/spec.ts';
import { globPaths } from '../glob.ts';
import { parseSource, specReader, type SpecTree } from '../spec-files.ts';

export interface SpecAt {
  readonly spec: Spec;
  readonly plan: Plan;
}

/**
 * @param file of the spec, as the user names it
 * @returns nothing, and no problem, where there was no such file
 */
export async function specAt(commit: Commit, file: string): Promise<Outcome<SpecAt>> {
  const path = inCommit(commit, file);
  const text = commit.kindOf(path) === 'file' ? commit.read(path) : undefined;
  if (text === undefined) return { problems: [] };
  const { value: parsed, problems } = parseSource(text, file, specReader(treeOf(commit)));
  if (parsed === undefined) return { problems: ofThen(problems, commit) };
  const { spec } = parsed;
  const directory = posix.join(posix.dirname(path), spec.terraform.directory);
  const { facts } = await scanRoot(resolve(dirname(file), spec.terraform.directory), { files: filesIn(commit, directory) });
  const { value: plan, problems: ofPlan } = makePlan(spec, facts);
  if (plan === undefined) return { problems: ofThen(located(ofPlan, parsed), commit) };
  return { value: { spec, plan }, problems: [] };
}

/** Warnings of what was are nobody's any more. */
const ofThen = (problems: readonly Problem[], { id }: Commit): readonly Problem[] =>
  problems
    .filter((problem) => hasErrors([problem]))
    .map((problem) => ({ ...problem, ...(problem.file === undefined ? {} : { file: `${id.slice(0, 10)}:${problem.file}` }) }));

const treeOf = (commit: Commit): SpecTree => {
  const seenFrom = (file: string, named: string): string => posix.join(posix.dirname(inCommit(commit, file)), named);
  return {
    find: (from, named) => {
      const target = seenFrom(from, named);
      return target.startsWith('../') ? { problems: [leadsOut(named)] } : { value: target, problems: [] };
    },
    text: (target) => (commit.kindOf(target) === 'file' ? commit.read(target) : undefined),
    matching: (from, pattern) => {
      const folder = seenFrom(from, '.');
      const at = folder === '.' ? '' : `${folder}/`;
      if (alternativesOf(pattern).some((one) => posix.join(at, one).startsWith('../'))) return { problems: [leadsOut(pattern)] };
      return { value: globPaths(pattern, at, commit).filter((one) => commit.kindOf(at + one) === 'file'), problems: [] };
    },
  };
};

const leadsOut = (named: string): Problem =>
  error('path-refused', [], `${JSON.stringify(named)} is not written: it leads out of the Git repository.`, 'Name a file inside.');

function filesIn(commit: Commit, directory: string): RootFiles {
  return {
    names: () => commit.entriesOf(directory).map(({ name }) => name),
    read: (name) => {
      const text = commit.read(join(directory, name).replaceAll('\\', '/'));
      if (text === undefined) throw Object.assign(new Error(`${name} was not there`), { code: 'ENOENT', path: name });
      return text;
    },
  };
}
