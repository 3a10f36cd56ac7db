/** `create-irsa scan [dir]`: what a repository holds, and what is wrong with it. Nothing is changed. */
import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { error, hasErrors, type Problem } from '../../problem.ts';
import { realFolder } from '../../repo/boundary.ts';
import { gitRoot } from '../../repo/git-root.ts';
import { survey } from '../../repo/survey/survey.ts';
import { isGiven } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { findingJson, findingLines, hasAlarms, summary } from '../report-findings.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { judge } from '../scan/judge.ts';
import { inventoryLines } from '../scan/report.ts';
import { sarifOf } from '../scan/sarif.ts';

export const run: Run = async (args, terminal) => {
  const [folder = '.'] = args.words;
  const json = isGiven(args, 'json');
  const refused = isGiven(args, 'json') && isGiven(args, 'sarif') ? twoAnswers : notAFolder(folder);
  if (refused !== undefined) {
    terminal.tell(problemLines([refused], terminal.style));
    if (json) printAnswer(refusal('scan', [refused]), terminal);
    return ExitCode.wrongInput;
  }
  terminal.progress(`Reading ${folder} …`);
  const { inventory, problems: ofFiles, marked } = await survey(resolve(folder));
  const { findings, problems: ofConfig } = await judge(resolve(folder), inventory, marked);
  const problems = [...ofFiles, ...ofConfig].map((problem) => seenFromHere(problem, folder));
  terminal.progress();
  terminal.tell(problemLines(problems, terminal.style));
  if (json) printAnswer({ version: 1, ...inventory, findings: findings.map(findingJson), problems: problems.map(problemJson) }, terminal);
  else if (isGiven(args, 'sarif')) terminal.print(`${JSON.stringify(sarifOf(findings, wayFromTop(resolve(folder))), null, 2)}\n`);
  else terminal.tell(inventoryLines(inventory, terminal.style));
  if (isGiven(args, 'sarif')) terminal.tell([summary(findings)]);
  else if (!json) terminal.tell(['', ...findingLines(findings, terminal.style)]);
  if (hasErrors(ofConfig)) return ExitCode.wrongInput;
  return hasAlarms(findings) && !isGiven(args, 'exit-zero') ? ExitCode.drift : ExitCode.done;
};

const twoAnswers = error(
  'contradictory-flags',
  [],
  '--json and --sarif each print an answer of their own to stdout.',
  'Leave one of them out.',
);

/** Code scanning knows files by their way from the root of the repository. */
function wayFromTop(folder: string): string {
  const way = relative(gitRoot(realFolder(folder)) ?? folder, realFolder(folder))
    .split(sep)
    .join('/');
  return way === '' || way.startsWith('..') ? '' : `${way}/`;
}

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
