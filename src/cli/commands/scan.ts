/** `create-irsa scan [dir]`: what a repository holds. Nothing is changed. */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { error, type Problem } from '../../problem.ts';
import { survey } from '../../repo/survey/survey.ts';
import { isGiven } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { inventoryLines } from '../scan/report.ts';

export const run: Run = async (args, terminal) => {
  const [folder = '.'] = args.words;
  const json = isGiven(args, 'json');
  const refused = notAFolder(folder);
  if (refused !== undefined) {
    terminal.tell(problemLines([refused], terminal.style));
    if (json) printAnswer(refusal('scan', [refused]), terminal);
    return ExitCode.wrongInput;
  }
  terminal.progress(`Reading ${folder} …`);
  const { inventory, problems: found } = await survey(resolve(folder));
  const problems = found.map((problem) => seenFromHere(problem, folder));
  terminal.progress();
  terminal.tell(problemLines(problems, terminal.style));
  if (json) printAnswer({ version: 1, ...inventory, findings: [], problems: problems.map(problemJson) }, terminal);
  else terminal.tell(inventoryLines(inventory, terminal.style));
  return ExitCode.done;
};

/** Files are found relative to the scanned folder, and opened from where the command runs. */
const seenFromHere = (problem: Problem, folder: string): Problem =>
  problem.file === undefined ? problem : { ...problem, file: relative('.', resolve(folder, problem.file)) || '.' };

function notAFolder(folder: string): Problem | undefined {
  const fix = 'Name a folder that holds Terraform, Kubernetes manifests or eksctl files.';
  try {
    return statSync(folder).isDirectory() ? undefined : error('scan-folder', [], `${folder} is no folder.`, fix);
  } catch {
    return error('scan-folder', [], `There is no folder ${folder} that could be read.`, fix);
  }
}
