import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { wrap } from '../../src/cli/wrap.ts';
import { Back, Interrupted, type Asker, type Typed } from '../../src/wizard/asker.ts';
import { plainAsker } from '../../src/wizard/plain-asker.ts';

/** A conversation with one who types these lines and then no more. */
async function with_<T>(lines: readonly string[], converse: (asker: Asker) => Promise<T>, width = 80) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(lines.map((line) => `${line}\n`).join(''));
  const answer = await converse(plainAsker({ wrap, width, signs: (text) => text }, input, output));
  return { answer, screen: String(output.read() ?? '') };
}

const fruits = [
  { value: 'a', name: 'Apple', group: 'Sweet', note: 'red', description: 'Grows on trees.' },
  { value: 'l', name: 'Lemon', group: 'Sour' },
  { value: 'p', name: 'Pear', group: 'Sweet' },
];
const typed: Typed<string> = {
  read: (text) => (text.startsWith('x') ? [text] : `"${text}" is no fruit.`),
  write: (value) => value,
  what: 'a new one such as x1',
};

describe('a question', () => {
  test('of many says its choices with numbers and help, and how to answer', async () => {
    const { answer, screen } = await with_(['3'], (asker) =>
      asker.select({ message: 'Which?', hint: 'One.', choices: fruits, default: 'a' }),
    );
    expect(answer).toBe('l');
    expect(screen).toBe(
      '\nWhich?\nOne.\nSweet:\n1. Apple (red): Grows on trees.\n2. Pear\nSour:\n3. Lemon\nA number from 1 to 3, or Enter for Apple: ',
    );
  });

  test('takes names, and Enter for the default', async () => {
    const select = (asker: Asker) => asker.select({ message: 'Which?', choices: fruits, default: 'p' });
    expect((await with_([''], select)).answer).toBe('p');
    expect((await with_(['lemon'], select)).answer).toBe('l');
  });

  test('for several takes numbers, names and what is typed; 0 for none', async () => {
    const pick = (asker: Asker) => asker.pick({ message: 'Which?', choices: fruits, default: ['l'], typed });
    expect((await with_(['1, pear, x1, 1'], pick)).answer).toEqual(['a', 'p', 'x1']);
    expect((await with_([''], pick)).answer).toEqual(['l']);
    expect((await with_(['0'], pick)).answer).toEqual([]);
    expect((await with_([''], pick)).screen).toContain(
      'Numbers, separated by commas; or a new one such as x1, 0 for none, or Enter for\nLemon: ',
    );
  });

  test('that is answered amiss says why, and is asked on', async () => {
    const { answer, screen } = await with_(['9', 'y', '/pe', '2'], (asker) =>
      asker.pick({ message: 'Which?', choices: fruits, check: (values) => (values.length === 0 ? 'One at least.' : undefined), typed }),
    );
    expect(answer).toEqual(['p']);
    expect(screen).toMatch(/"9" is no fruit\.[\s\S]*"y" is no fruit\.[\s\S]*: Sweet:\n2\. Pear\n/);
    const text = await with_(['', 'b'], (asker) =>
      asker.input({ message: 'Name', check: (name) => (name === '' ? 'Needed.' : undefined) }),
    );
    expect(text.screen).toBe('\nName\nAnswer: Needed.\nAnswer: ');
    const yes = await with_(['perhaps', 'N'], (asker) => asker.confirm({ message: 'Sure?', default: true }));
    expect(yes).toEqual({
      answer: false,
      screen: '\nSure?\nyes or no, or Enter for yes: "perhaps" is neither yes nor no.\nyes or no, or Enter for yes: ',
    });
  });

  test('goes back for <, and ends with its input', async () => {
    const ask = (asker: Asker) => asker.input({ message: 'Name' });
    await expect(with_(['<'], ask)).rejects.toBeInstanceOf(Back);
    await expect(with_([], ask)).rejects.toBeInstanceOf(Interrupted);
  });
});

test('answers that come before their questions wait for them', async () => {
  const { answer } = await with_(['one', 'two'], async (asker) => {
    const first = await asker.input({ message: 'First' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [first, await asker.input({ message: 'Second' })];
  });
  expect(answer).toEqual(['one', 'two']);
});

test('nothing is drawn over, and no line is wider than the terminal', async () => {
  const { screen } = await with_(
    ['', '1'],
    async (asker) => {
      asker.say('A sentence that is quite a bit longer than a narrow terminal is wide.');
      await asker.confirm({ message: 'Is this a question?', hint: 'A hint that is longer than a narrow terminal is wide.', default: true });
      asker.retract();
      return asker.select({ message: 'Which?', choices: fruits, typed, default: 'a' });
    },
    40,
  );
  expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
  expect(screen).toContain('Back to the question before.');
  for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
});
