import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Back, type Asker } from '../../src/wizard/asker.ts';
import { historyOf, type Answered } from '../../src/wizard/history.ts';
import { BACK, CTRL_C, scriptedAsker, type Line } from '../support/scripted-asker.ts';

const fruits = ['apple', 'pear', 'fig'].map((value) => ({ value, name: value.toUpperCase() }));

/** Branches and loops, as conversations do. */
async function shopping(asker: Asker): Promise<readonly string[]> {
  const name = await asker.input({ message: 'Name', check: (text) => (text === '' ? 'Needed.' : undefined) });
  asker.say(`Hello ${name}.`);
  const bought: string[] = [];
  for (;;) {
    const what = await asker.pick({ message: `Fruits ${bought.length}`, choices: fruits });
    if (what.includes('fig'))
      bought.push(
        `fig ${await asker.select({
          message: 'Dried?',
          choices: [
            { value: 'dried', name: 'yes' },
            { value: 'fresh', name: 'no' },
          ],
        })}`,
      );
    bought.push(...what.filter((fruit) => fruit !== 'fig'));
    if (!(await asker.confirm({ message: `More ${bought.length}?`, default: false }))) return [name, ...bought];
  }
}

const talk = async (script: readonly Line[], kept?: Parameters<typeof historyOf>[1]) => {
  const asker = scriptedAsker(script);
  const history = historyOf(asker, kept);
  return { result: await history.run(shopping), asker, answers: history.answers };
};

describe('back', () => {
  test('asks the question before again, with its earlier answer as the default', async () => {
    const { result, asker } = await talk([
      ['Name', 'Ann'],
      ['Fruits 0', BACK],
      ['Name', 'Bea'],
      ['Fruits 0', ['apple']],
    ]);
    expect(result).toEqual(['Bea', 'apple']);
    expect(asker.asked).toEqual(['Name', 'Fruits 0', 'Name', 'Fruits 0', 'More 1?']);
    expect(asker.offered[2]).toBe('Ann');
    expect(asker.said).toEqual(['Hello Ann.', '(back)', 'Hello Bea.']);
  });

  test('several questions back, each answer that is still possible waits where it was given', async () => {
    const { result, asker } = await talk([
      ['Name', 'Ann'],
      ['Fruits 0', ['fig', 'pear']],
      ['Dried?', 'fresh'],
      ['More 2?', BACK],
      ['Dried?', BACK],
      ['Fruits 0', BACK],
      ['Name', 'Ann'],
    ]);
    expect(result).toEqual(['Ann', 'fig fresh', 'pear']);
    expect(asker.offered.slice(7)).toEqual(['FIG, PEAR', 'no', 'false']);
    expect(asker.left()).toEqual([]);
  });

  test('an answer that leads elsewhere takes those after it along', async () => {
    const { result } = await talk([
      ['Name', 'Ann'],
      ['Fruits 0', ['fig']],
      ['Dried?', BACK],
      ['Fruits 0', ['apple']],
    ]);
    expect(result).toEqual(['Ann', 'apple']);
  });

  test('at the first question there is nothing to go back to', async () => {
    const { result, asker } = await talk([
      ['Name', BACK],
      ['Name', 'Ann'],
    ]);
    expect(result).toEqual(['Ann']);
    expect(asker.said[0]).toBe('This is the first question.');
  });

  test('wherever and however often somebody goes back, only the last answers count, and nothing is said twice', async () => {
    const moves = fc.array(fc.constantFrom('on', 'on', 'back'), { maxLength: 40 });
    const picks = fc.infiniteStream(fc.subarray(['apple', 'pear', 'fig']));
    await fc.assert(
      fc.asyncProperty(moves, picks, async (steps, picked) => {
        const step = steps[Symbol.iterator]();
        /** What stands there: answers, and what was said between them. */
        const screen: string[] = [];
        const answer = <T>(question: string, value: T): T => {
          if (step.next().value === 'back') throw new Back();
          screen.push(line({ question, answer: value }));
          return value;
        };
        let questions = 0;
        const asker: Asker = {
          input: async ({ message }) => answer(message, 'Ann'),
          select: async ({ message, choices }) => answer(message, choices[0]?.value as never),
          pick: async ({ message, choices }) => {
            const wanted = picked.next().value as string[];
            return answer(
              message,
              choices.flatMap(({ value }) => (wanted.includes(String(value)) ? [value] : [])),
            );
          },
          confirm: async ({ message }) => answer(message, ++questions < 10),
          say: (...lines) => void screen.push(...lines),
          show: () => undefined,
          recall: () => undefined,
          abandon: () => undefined,
          retract: () => void screen.splice(screen.findLastIndex((shown) => shown.includes('='))),
        };
        const history = historyOf(asker);
        const result = await history.run(shopping);
        const straight = await talk(history.answers.map(({ question, answer }) => [question, answer]));
        expect(result).toEqual(straight.result);
        const [name, ...others] = history.answers.map(line);
        expect(screen.filter((shown) => shown !== 'This is the first question.')).toEqual([name, 'Hello Ann.', ...others]);
      }),
    );
  });
});

const line = ({ question, answer }: Answered): string => `${question}=${JSON.stringify(answer)}`;

describe('answers that were kept', () => {
  const first = [
    ['Name', 'Ann'],
    ['Fruits 0', ['fig', 'pear']],
    ['Dried?', CTRL_C],
  ] as const;

  test('are given again for everybody to see, and the conversation goes on after them', async () => {
    const asker = scriptedAsker(first);
    const history = historyOf(asker);
    await expect(history.run(shopping)).rejects.toThrow();
    expect(history.answers).toEqual([
      { question: 'Name', answer: 'Ann' },
      { question: 'Fruits 0', answer: ['fig', 'pear'] },
    ]);
    const again = await talk([['Dried?', 'dried']], history.answers);
    expect(again.asker.asked).toEqual(['Dried?', 'More 2?']);
    expect(again.asker.said).toEqual(['Name Ann', 'Hello Ann.', 'Fruits 0 FIG, PEAR']);
    expect(again.result).toEqual(['Ann', 'fig dried', 'pear']);
  });

  test('one can go back into them', async () => {
    const { result, asker } = await talk(
      [
        ['Fruits 0', BACK],
        ['Name', 'Bea'],
        ['Fruits 0', []],
      ],
      [{ question: 'Name', answer: 'Ann' }],
    );
    expect(result).toEqual(['Bea']);
    expect(asker.offered[1]).toBe('Ann');
  });

  test('hold only as far as they answer the questions that are asked', async () => {
    const { asker } = await talk(
      [['Fruits 0', ['apple']]],
      [
        { question: 'Name', answer: 'Ann' },
        { question: 'Fruits 0', answer: ['stone'] },
      ],
    );
    expect(asker.asked).toEqual(['Fruits 0', 'More 1?']);
  });

  test.each([null, 7, '', [], { a: 1 }])('%j is no answer to anything', async (answer) => {
    const kept = ['Name', 'Fruits 0', 'Dried?', 'More 1?'].map((question) => ({ question, answer }));
    const { asker } = await talk(
      [
        ['Name', 'Ann'],
        ['Fruits 0', ['fig']],
      ],
      kept,
    );
    expect(asker.asked).toContain('Name');
  });
});
