/** Answers of a conversation that was left, as a file that people can read. Pure. */
import { KEPT_SIGN } from '../repo/writing/kept-file.ts';
import { loose, items } from '../spec/loose.ts';
import { readYaml } from '../spec/read-yaml.ts';
import type { Answered } from '../wizard/history.ts';

const EXPLANATION = [
  KEPT_SIGN,
  '# Run it again in this folder to go on from here, or delete this file. Nothing else reads it, and git need not know it.',
];

/** A line for each: what JSON says, YAML says too. */
export const printAnswers = (answers: readonly Answered[]): string =>
  [...EXPLANATION, 'answers:', ...answers.map(({ question, answer }) => `  - ${JSON.stringify({ question, answer })}`), ''].join('\n');

/** None from a file that somebody has edited into something else. Whether they still answer anything is seen when they are given. */
export function parseAnswers(text: string): readonly Answered[] {
  const { yaml } = readYaml(text, '');
  return items(loose(yaml?.value)['answers']).flatMap((item) => {
    const { question, answer } = loose(item);
    return typeof question === 'string' && answer !== undefined ? [{ question, answer }] : [];
  });
}
