/** `create-irsa diff`: what roles may do and who may take them, now against then. */
import { failClasses, type FailClass } from '../../access/severity.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { oneOf } from '../../spec/rules/rule.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { compareSpecs, isPlanFile, mixedWords } from '../diff/compare-specs.ts';
import { comparePlan } from '../diff/compare-plan.ts';
import { failing, type Compared } from '../diff/compared.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { comparedLines, failedLines } from '../report-access.ts';
import { accessJson } from '../report-access-json.ts';
import { accessMarkdown } from '../report-access-markdown.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { shown } from '../shown.ts';

export const run: Run = async (args, terminal) => {
  const { value: asked, problems: ofFlags } = classesOf(args);
  const { value, problems } = asked === undefined ? { value: undefined, problems: ofFlags } : await compared(args);
  terminal.tell(problemLines(problems, terminal.style));
  if (value === undefined || asked === undefined) {
    if (isGiven(args, 'json')) printAnswer(refusal('diff', problems), terminal);
    return ExitCode.wrongInput;
  }
  const failed = failing(value, asked);
  if (isGiven(args, 'json')) printAnswer(accessJson(value, failed, problems), terminal);
  else if (isGiven(args, 'markdown')) terminal.print(shown(accessMarkdown(value, failed)));
  else terminal.print(`${shown(comparedLines(value, terminal.style).join('\n'))}\n`);
  terminal.tell(failedLines(failed));
  return failed.length === 0 ? ExitCode.done : ExitCode.drift;
};

async function compared(args: Arguments): Promise<Outcome<Compared>> {
  const words = args.words.length === 0 ? ['.'] : args.words;
  const [first = '', ...others] = words;
  if (!words.some(isPlanFile)) return compareSpecs(words, valueOf(args, 'base'));
  if (others.length > 0) return { problems: [mixedWords()] };
  if (isGiven(args, 'base')) return { problems: [baseOfPlan()] };
  return comparePlan(first);
}

const isClass = (word: string): word is FailClass => Object.hasOwn(failClasses, word);

function classesOf(args: Arguments): Outcome<readonly FailClass[]> {
  const words = (valueOf(args, 'fail-on') ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const wrong = words.filter((word) => !isClass(word));
  const both = isGiven(args, 'json') && isGiven(args, 'markdown') ? [bothFormats()] : [];
  const problems: readonly Problem[] = [...wrong.map(noClass), ...both];
  return problems.length > 0 ? { problems } : { value: words.filter(isClass), problems };
}

function noClass(word: string): Problem {
  const known = Object.keys(failClasses);
  const near = didYouMean(word, known);
  return error(
    'flag-value',
    [],
    `\`--fail-on ${word}\`: there is no such kind of change.`,
    near === undefined ? `Write ${oneOf(known)}, or several with commas between.` : `Did you mean ${near}?`,
  );
}

const bothFormats = (): Problem =>
  error('contradictory-flags', [], '`--json` and `--markdown` would both print to stdout.', 'Leave one of them out.');

const baseOfPlan = (): Problem =>
  error('contradictory-flags', [], '`--base` names a commit, and a plan says itself what was there before.', 'Leave one of them out.');
