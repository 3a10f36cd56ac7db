/** `create-irsa templates eject|check`: templates of the house, written out and held to what they print. */
import { error, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { isGiven } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer } from '../json-answer.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { DEEDS } from '../templates/deeds.ts';
import type { Told } from '../templates/told.ts';

export const run: Run = async (args, terminal) => {
  const [deed] = args.words;
  const { code, changes, problems } =
    deed === 'eject'
      ? await (await import('../templates/eject.ts')).eject(args, terminal)
      : deed === 'check'
        ? await (await import('../templates/check.ts')).check(args, terminal)
        : unknown(deed);
  terminal.tell(problemLines(problems, terminal.style));
  if (isGiven(args, 'json')) {
    printAnswer({ version: 1, changes: changes.map(({ path, kind }) => ({ path, kind })), problems: problems.map(problemJson) }, terminal);
  }
  return code;
};

const unknown = (deed: string | undefined): Told => ({ code: ExitCode.wrongInput, changes: [], problems: [notADeed(deed)] });

function notADeed(deed: string | undefined): Problem {
  const meant = deed === undefined ? undefined : didYouMean(deed, DEEDS);
  return error(
    'templates-what',
    [],
    deed === undefined ? 'What is to be done with templates is not said.' : `There is no \`create-irsa templates ${deed}\`.`,
    meant === undefined
      ? 'Say `create-irsa templates eject` or `create-irsa templates check`.'
      : `Did you mean \`create-irsa templates ${meant}\`?`,
  );
}
