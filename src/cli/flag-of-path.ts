/** Problems of a spec that was made of flags: told by flag, since there is no file to point into. */
import { formatPath, type Path, type Problem } from '../problem.ts';
import { answerFlags } from './flags.ts';

const patterns = answerFlags
  .flatMap(({ flags }) => flags)
  .flatMap(({ name, path }) => (path === undefined ? [] : [{ name, steps: path.split('.') }]))
  .sort((a, b) => named(b.steps) - named(a.steps) || b.steps.length - a.steps.length);

function named(steps: readonly string[]): number {
  return steps.filter((step) => step !== '*').length;
}

/** The flag that answers a path, or the nearest above it. */
export const flagOf = (path: Path): string | undefined =>
  path[0] === 'apps' && path.length > 2 && !OF_APP.includes(String(path[2])) ? 'set' : nearest(path);

/** What of an app has a flag of its own. */
const OF_APP: readonly string[] = ['namespace', 'serviceAccount', 'grants', 'managedPolicies', 'statements'];

const nearest = (path: Path): string | undefined =>
  patterns.find(({ steps }) => steps.length <= path.length && steps.every((step, i) => step === '*' || step === path[i]))?.name;

export function toldByFlag(problem: Problem): Problem {
  const { file: _file, line: _line, column: _column, ...rest } = problem;
  const flag = flagOf(problem.path);
  return flag === undefined ? rest : { ...rest, file: `--${flag} (${formatPath(problem.path)})` };
}
