/** `create-irsa schema`: JSON Schemas, of the files of a spec and of what other commands answer. */
import { error } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { jsonSchema, specFileKinds } from '../../spec/json-schema.ts';
import { oneOf } from '../../spec/rules/rule.ts';
import { isGiven, valueOf } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async (args, terminal) => {
  const of = valueOf(args, 'of') ?? 'spec';
  const { answering, answerSchema } = await import('../json-shapes.ts');
  const command = answering.find((name) => name === of);
  const kind = specFileKinds.find((name) => name === of);
  if (kind === undefined && command === undefined) {
    const known = [...specFileKinds, ...answering];
    const near = didYouMean(of, known);
    const fix = near === undefined ? `Write one of ${oneOf(known)}.` : `Did you mean ${near}?`;
    const problems = [error('flag-value', [], `\`--of ${of}\`: there is no schema of that.`, fix)];
    terminal.tell(problemLines(problems, terminal.style));
    if (isGiven(args, 'json')) printAnswer(refusal('schema', problems), terminal);
    return ExitCode.wrongInput;
  }
  terminal.print(`${JSON.stringify(command === undefined ? jsonSchema(undefined, kind) : answerSchema(command), null, 2)}\n`);
  return ExitCode.done;
};
