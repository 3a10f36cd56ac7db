/** Every problem there is, brought about as a user would bring it about, by the whole program but for its terminal. */
import { describe, expect, test } from '@jest/globals';
import { problemGroups, type ProblemCode } from '../../src/problem-codes.ts';
import { problemExamples } from '../support/problem-examples.ts';
import { runExample } from '../support/problem-examples/run-example.ts';

describe.each(Object.entries(problemGroups))('%s', (_, causes) => {
  test.each(Object.keys(causes) as ProblemCode[])('%s comes of its example, and nothing else does', async (code) => {
    const { also = [], ...example } = problemExamples[code];
    const { lines } = await runExample(example);
    const codes = lines.flatMap((line) => /  \[([a-z-]+)\]$/.exec(line)?.[1] ?? []);
    expect([...new Set(codes)]).toEqual([...also, code]);
  });
});
