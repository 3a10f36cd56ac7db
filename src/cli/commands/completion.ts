/** `create-irsa completion <shell>`: a script that completes commands, flags and their values. */
import { error } from '../../problem.ts';
import { completionScript } from '../completion/scripts.ts';
import { shells } from '../completion/model.ts';
import { isGiven } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async (args, terminal) => {
  const { words } = args;
  const json = isGiven(args, 'json');
  const shell = shells.find((name) => name === words[0]);
  if (shell !== undefined) {
    const script = completionScript[shell]();
    if (json) printAnswer({ version: 1, shell, script }, terminal);
    else terminal.print(script);
    return ExitCode.done;
  }
  const message = words[0] === undefined ? 'Which shell is meant is not said.' : `There is no completion for \`${words[0]}\`.`;
  const problems = [error('unknown-shell', [], message, `Write create-irsa completion ${shells.join(', or ')}.`)];
  terminal.tell(problemLines(problems, terminal.style));
  if (json) printAnswer(refusal('completion', problems), terminal);
  return ExitCode.wrongInput;
};
