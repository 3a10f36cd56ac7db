/** What can keep a set from being written, as Problems. */
import type { ProblemCode } from '../../problem-codes.ts';
import { error, type Problem } from '../../problem.ts';
import { inWords, placeOf } from '../in-words.ts';
import { isErrno } from '../errno.ts';
import type { Writer } from './journal.ts';

/** A set is given up for a reason that is no error of the disk. */
export class GivenUp extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

export const changedMeanwhile = (path: string): GivenUp =>
  new GivenUp({
    ...error('changed-meanwhile', [], `${path} was changed by somebody else while create-irsa was at work.`, 'Look at it and run again.'),
    file: path,
  });

export const busy = (writer?: Writer): GivenUp =>
  new GivenUp(
    error(
      'busy',
      [],
      `Another create-irsa${writer ? ` (process ${writer.pid} on ${writer.host})` : ''} is writing here.`,
      'Wait until it has ended and run again; if it was killed, a minute is enough.',
    ),
  );

export const noJournal = (file: string): GivenUp =>
  new GivenUp({
    ...error(
      'journal-refused',
      [],
      `${file} is no regular file, and so no journal of create-irsa.`,
      'Look at it, and delete it if you do not know it.',
    ),
    file,
  });

const NOT_WRITABLE = ['not-writable', 'Make the folder writable, or write somewhere else with --out DIR.'] as const;
const KNOWN: Readonly<Record<string, readonly [code: ProblemCode, fix: string]>> = {
  ENOSPC: ['disk-full', 'Make room and run again.'],
  EDQUOT: ['disk-full', 'Make room and run again.'],
  EROFS: ['not-writable', 'Write somewhere else with --out DIR.'],
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EMFILE: ['too-many-files', 'Close some programs, or raise the limit (`ulimit -n`), and run again.'],
  ENFILE: ['too-many-files', 'Close some programs and run again.'],
};

/**
 * What stopped a set, and how it stands now. Anything but `GivenUp` and errors of the file system is a bug and is thrown on.
 *
 * @param outcome one sentence: `Nothing was changed.`
 */
export function troubleOf(cause: unknown, outcome: string): Problem {
  if (cause instanceof GivenUp) return { ...cause.problem, message: `${cause.problem.message} ${outcome}` };
  if (!isErrno(cause)) throw cause;
  const { code = '', path } = cause;
  const [id, fix] = KNOWN[code] ?? ['write-failed', 'Look after the disk and run again.'];
  const { file, what } = path === undefined ? { what: 'The files could not be written' } : placeOf(path);
  return { ...error(id, [], `${what}: ${inWords(code)}. ${outcome}`, fix), ...(file === undefined ? {} : { file }) };
}
