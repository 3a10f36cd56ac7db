/** `create-irsa completion <shell>`: a script that completes commands, flags and their values. */
import { error } from '../../problem.ts';
import { completionScript } from '../completion/scripts.ts';
import { shells } from '../completion/model.ts';
import { ExitCode } from '../exit-code.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async ({ words }, { print, tell, style }) => {
  const shell = shells.find((name) => name === words[0]);
  if (shell !== undefined) {
    print(completionScript[shell]());
    return ExitCode.done;
  }
  const message = words[0] === undefined ? 'Which shell is meant is not said.' : `There is no completion for \`${words[0]}\`.`;
  tell(problemLines([error('unknown-shell', [], message, `Write create-irsa completion ${shells.join(', or ')}.`)], style));
  return ExitCode.wrongInput;
};
