/** What `--json` prints on stdout, whatever the outcome. */
import type { Problem } from '../problem.ts';
import type { CommandName } from './command-names.ts';
import type { AnswerOf, Answering } from './json-shapes.ts';
import { problemJson } from './report-problems.ts';
import { nothingFound } from './scan/nothing-found.ts';
import type { Terminal } from './terminal.ts';

export const printAnswer = (answer: AnswerOf<Answering>, { print }: Terminal): void => print(`${JSON.stringify(answer, null, 2)}\n`);

/** Of a command that could not begin. */
export function refusal(command: CommandName, problems: readonly Problem[]): AnswerOf<Answering> {
  const said = { version: 1, problems: problems.map(problemJson) } as const;
  if (command === 'adopt') return { ...said, taken: [], left: [], specs: [] };
  if (command === 'migrate') return { ...said, roles: [], patches: [], specs: [] };
  if (command === 'scan') return { ...said, ...nothingFound, findings: [] };
  if (command === 'templates') return { ...said, changes: [] };
  return command === 'create' || command === 'generate' || command === 'add' ? { ...said, specs: [] } : said;
}
