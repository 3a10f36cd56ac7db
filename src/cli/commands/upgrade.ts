/** `create-irsa upgrade`: what this version would write otherwise, and what that means for permissions; nothing is written. */
import { quote } from '../../plan/shell.ts';
import { hasErrors } from '../../problem.ts';
import { isPattern } from '../../spec/pattern.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import type { Compared } from '../diff/compared.ts';
import { ExitCode } from '../exit-code.ts';
import type { Generation } from '../generation.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { otherTool } from '../other-tool.ts';
import { prepareNamed, type RunOptions } from '../prepare-one.ts';
import { comparedLines } from '../report-access.ts';
import { accessJson } from '../report-access-json.ts';
import { changeLines } from '../report-changes.ts';
import { generationJson } from '../report-generation.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { shown } from '../shown.ts';
import { outstanding } from '../save.ts';
import type { Terminal } from '../terminal.ts';
import { compareFiles } from '../upgrade/compare-files.ts';

const LOOKING: RunOptions = { readOnly: true, upgrade: false };

export const run: Run = async (args, terminal) => {
  const generations = await generationsOf(args, terminal);
  const problems = generations.flatMap((generation) => generation.problems);
  terminal.tell(problemLines(problems, terminal.style));
  if (hasErrors(problems)) {
    if (isGiven(args, 'json')) printAnswer(refusal('upgrade', problems), terminal);
    return ExitCode.wrongInput;
  }
  const sources = await Promise.all(generations.map(async ({ file, changes }) => ({ file, roles: await compareFiles(changes) })));
  const compared: Compared = { base: baseOf(generations), sources };
  if (isGiven(args, 'json')) {
    printAnswer({ ...accessJson(compared, [], problems), specs: generations.map(generationJson), accept: acceptance(args) }, terminal);
  } else terminal.print(`${shown([...comparedLines(compared, terminal.style), ...endLines(generations, args, terminal)].join('\n'))}\n`);
  return ExitCode.done;
};

async function generationsOf(args: Arguments, { progress }: Terminal): Promise<readonly Generation[]> {
  const words = args.words.length > 0 ? args.words : ['.'];
  const [word = '.'] = words;
  if (words.length === 1 && !isPattern(word)) return [await prepareNamed(word, LOOKING)];
  const { prepareFleet } = await import('../fleet.ts');
  return prepareFleet(words, { ...LOOKING, keepsContents: true }, progress);
}

/** What the files on disk are called. */
function baseOf(generations: readonly Generation[]): string {
  const tools = [...new Set(generations.flatMap((generation) => otherTool(generation) ?? []))];
  return tools.length === 0 ? 'the files on disk' : `what create-irsa ${tools.join(' and ')} wrote`;
}

function endLines(generations: readonly Generation[], args: Arguments, { style }: Terminal): readonly string[] {
  const differing = generations.filter((generation) => outstanding(generation).length > 0);
  const older = generations.filter((generation) => otherTool(generation) !== undefined);
  if (differing.length === 0 && older.length === 0) return ['', 'Every file is as this version writes it.'];
  return [
    ...differing.flatMap(({ file, changes }) => ['', style.colors.bold(`Files of ${file}`), ...changeLines(changes, style)]),
    '',
    ...(older.length === 0 ? ['By what the specs record, this version wrote the files: either a spec or a file was changed since.'] : []),
    `Nothing was written. To take it: ${style.colors.cyan(acceptance(args))}`,
  ];
}

const acceptance = (args: Arguments): string => ['create-irsa', 'generate', '--upgrade', ...args.words].map(quote).join(' ');
