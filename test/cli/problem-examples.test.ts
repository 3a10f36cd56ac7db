/** Every problem there is, brought about as a user would bring it about, by the whole program but for its terminal. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { findCommand } from '../../src/cli/commands.ts';
import { answering, answerSchema } from '../../src/cli/json-shapes.ts';
import type { ProblemJson } from '../../src/cli/json-shapes.ts';
import { problemGroups, type ProblemCode } from '../../src/problem-codes.ts';
import { page } from '../docs/markdown.ts';
import { problemExamples } from '../support/problem-examples.ts';
import { runExample } from '../support/problem-examples/run-example.ts';

/** Each problem as the terminal prints it, code, place, message and mend, without what else the command says. */
function textsOf(lines: readonly string[]): string {
  const told: string[] = [];
  let inProblem = false;
  for (const line of lines) {
    inProblem = /  \[[a-z-]+\]$/.test(line) || (inProblem && line.startsWith('    '));
    if (inProblem) told.push(line.replaceAll(__VERSION__, '1.0.0'));
  }
  return `\n${told.join('\n')}\n`;
}

const shown = page('docs/problems.md').text;
const validators = Object.fromEntries(
  answering.map((name) => [name, new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(answerSchema(name))]),
);

interface Answer {
  readonly specs?: readonly { readonly problems: readonly ProblemJson[] }[];
  readonly problems?: readonly ProblemJson[];
}

describe.each(Object.entries(problemGroups))('%s', (_, causes) => {
  describe.each(Object.keys(causes) as ProblemCode[])('%s', (code) => {
    const { also = [], argv = ['generate'], ...example } = problemExamples[code];

    test('comes of its example, and nothing else does', async () => {
      const { lines } = await runExample({ ...example, argv });
      const told = lines.flatMap((line) => /  \[([a-z-]+)\]$/.exec(line)?.[1] ?? []);
      expect([...new Set(told)]).toEqual([...also, code]);
    });

    test('is told to programs as it is to people, in the documented shape, and says how to mend it', async () => {
      const { lines, data } = await runExample({ ...example, argv }, undefined, ['--json']);
      const answer = JSON.parse(data) as Answer;
      const validate = validators[findCommand(argv[0] ?? '')?.name ?? 'create'];
      validate?.(answer);
      expect(validate?.errors ?? []).toEqual([]);
      const problems = [...(answer.specs ?? []).flatMap((spec) => spec.problems), ...(answer.problems ?? [])];
      expect([...new Set(problems.map((problem) => problem.code))]).toEqual([...also, code]);
      for (const { message, fix, severity, link, line } of problems) {
        expect(lines.join('\n')).toContain(`${severity}  ${message}  [`);
        expect(lines).toContain(`    ${fix}`);
        expect(message).toMatch(/^[^\n]{10,320}[.?]$/);
        // What is to be pasted into a shell ends without a full stop.
        expect(fix).toMatch(line === undefined ? /^[A-Z][^\n]+$/ : /^[A-Z][^\n]+[.?!]$/);
        expect(link).toMatch(new RegExp(`/docs/problems\\.md#(${[...also, code].join('|')})$`));
      }
    });

    test('is in docs/problems.md as it is printed', async () => {
      const { lines } = await runExample({ ...example, argv }, 100);
      const [, entry = ''] = shown.split(`\n### ${code}\n`);
      const [own = ''] = entry.split(/\n##+ /);
      const heads = lines.filter((line) => /  \[[a-z-]+\]$/.test(line)).map((line) => line.replaceAll(__VERSION__, '1.0.0'));
      expect(heads.length).toBeGreaterThan(0);
      for (const head of heads) expect(own.split('\n')).toContain(head);
    });

    test('reads as it has been read and agreed to', async () => {
      const { lines } = await runExample({ ...example, argv }, 100);
      expect(textsOf(lines)).toMatchSnapshot();
    });
  });
});
