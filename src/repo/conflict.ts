import { error, type Problem } from '../problem.ts';
import type { Change } from './change-set.ts';

/** Why a file is not overwritten. */
export function conflictProblem({ path, foreign, otherSpec }: Change): Problem {
  const [what, fix] = foreign
    ? ['was not written by create-irsa', 'Move it away or rename it: it is never overwritten.']
    : otherSpec
      ? [
          'was written for another spec',
          'Give one of the two specs another terraform.directory; if the other one is gone, delete this file.',
        ]
      : ['was edited by hand', 'Move the edits to irsa.yaml, or overwrite them with --force.'];
  return { ...error('conflict', [], `${path} ${what}.`, fix), file: path };
}
