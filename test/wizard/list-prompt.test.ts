import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { wrap } from '../../src/cli/wrap.ts';
import { listPrompt, type ListConfig } from '../../src/wizard/list-prompt.ts';
import { colorsFor } from '../../src/cli/colors.ts';
import { themeFor } from '../../src/wizard/look.ts';

const choices = [
  { value: 1, name: 'external-dns', group: 'DNS', description: 'Route 53 records' },
  { value: 2, name: 'karpenter', group: 'Scaling', note: 'a note', description: 'Nodes' },
  { value: 3, name: 'route-thing', group: 'DNS', description: 'Else' },
];

/** Numbers of three digits and more may be typed. */
const typed: NonNullable<ListConfig<number>['typed']> = {
  read: (text) => {
    const numbers = text.split(',').map(Number);
    return numbers.every((number) => number > 99) ? numbers : `"${text}" is too small.`;
  },
  write: (value) => `number ${value}`,
  what: 'a new one such as 100',
};

/** The cursor goes elsewhere: what follows is drawn anew. */
// oxlint-disable-next-line no-control-regex
const MOVE = /\u001b\[[\d;]*[A-HJK]/g;

interface Typing {
  readonly answer: readonly number[] | 'back';
  /** Everything that was drawn. */
  readonly screen: string;
}

/** Types keys one by one, each after the screen has settled. */
async function type(keys: readonly string[], more: Partial<ListConfig<number>> = {}): Promise<Typing> {
  const input = new PassThrough();
  let screen = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      screen += chunk.toString();
      done();
    },
  });
  const width = more.width ?? 80;
  const theme = themeFor({ colors: colorsFor(false), unicode: false, width, wrap });
  const back = new AbortController();
  const config = {
    message: 'Which?',
    choices,
    default: [2],
    single: false,
    width,
    pageSize: 12,
    theme,
    onBack: () => back.abort(),
    ...more,
  };
  const answer = listPrompt(config, { input, output, signal: back.signal }).catch((reason: unknown) => {
    if (!back.signal.aborted) throw reason;
    return 'back' as const;
  });
  for (const key of keys) {
    // The time after which readline takes Escape for a key of its own.
    await new Promise((resolve) => setTimeout(resolve, keys.at(-1) === ESCAPE ? 600 : 5));
    input.write(key);
  }
  return { answer: await answer, screen: stripVTControlCharacters(screen.replace(MOVE, '\n')) };
}

const letters = (word: string): readonly string[] => word.split('');

const [DOWN, UP, ENTER, ESCAPE, SHIFT_TAB] = ['\u001b[B', '\u001b[A', '\r', '\u001b', '\u001b[Z'];

describe('several of a list', () => {
  test('space picks and unpicks, enter goes on, in the order of the headings', async () => {
    expect((await type([' ', DOWN, DOWN, ' ', ENTER])).answer).toEqual([1]);
    expect((await type([DOWN, ' ', UP, ' ', ENTER])).answer).toEqual([1, 3, 2]);
    expect((await type([UP, ' ', ENTER])).answer).toEqual([]);
  });

  test('headings stand above their choices, and help below the list', async () => {
    const { screen } = await type([DOWN, DOWN, ENTER]);
    expect(screen).toMatch(/DNS\s+> \[ \] external-dns\s+\[ \] route-thing\s+Scaling\s+\[x\] karpenter {2}a note/);
    expect(screen).toContain('Route 53 records');
  });

  test('letters search names, headings and help; enter picks what is found, and what was picked before stays', async () => {
    const { answer, screen } = await type([...letters('dns'), ENTER, ENTER]);
    expect(answer).toEqual([1, 2]);
    expect(screen).toContain('(2 picked)');
    expect((await type([...letters('scal'), ' ', ENTER])).answer).toEqual([]);
  });

  test('a search without a match says so', async () => {
    const { answer, screen } = await type([...letters('qq'), ENTER, SHIFT_TAB]);
    expect(screen).toContain('Nothing in the list matches "qq"');
    expect(answer).toBe('back');
  });

  test('what is refused says why, and is asked on', async () => {
    const { answer, screen } = await type([DOWN, DOWN, ' ', ENTER, ' ', ENTER], {
      check: (values) => (values.length === 0 ? 'At least one.' : undefined),
    });
    expect(screen).toContain('> At least one.');
    expect(answer).toEqual([2]);
  });

  test('what is typed may be an answer of its own, or several', async () => {
    expect((await type([...letters('123'), ENTER, ENTER], { typed })).answer).toEqual([2, 123]);
    expect((await type([...letters('123, 456'), ENTER, ENTER], { typed })).answer).toEqual([2, 123, 456]);
    const { answer, screen } = await type([...letters('12'), ENTER, '3', ENTER, ENTER], { typed, default: [777] });
    expect(screen).toMatch(/Typed\s+\[x\] number 777/);
    expect(screen).toContain('"12" is too small.');
    expect(answer).toEqual([777, 123]);
  });
});

describe('one of a list', () => {
  test('enter takes the one under the cursor, which is the default at first', async () => {
    expect((await type([ENTER], { single: true })).answer).toEqual([2]);
    expect((await type([UP, ENTER], { single: true })).answer).toEqual([3]);
    expect((await type([...letters('dns'), ENTER], { single: true })).answer).toEqual([1]);
  });

  test('a default that was typed before is still there, and another may be typed', async () => {
    expect((await type([ENTER], { single: true, default: [500], typed })).answer).toEqual([500]);
    expect((await type([...letters('900'), ENTER], { single: true, typed })).answer).toEqual([900]);
  });
});

describe('back', () => {
  test('is Shift-Tab, or Escape once nothing is searched for', async () => {
    expect((await type([SHIFT_TAB])).answer).toBe('back');
    expect((await type(['d', SHIFT_TAB])).answer).toBe('back');
    expect((await type(['d', ESCAPE, ESCAPE])).answer).toBe('back');
  });
});

test('without UTF-8 and colours there is only ASCII, and no line is wider than the terminal', async () => {
  const { screen } = await type([DOWN, DOWN, 'x', ENTER, SHIFT_TAB], {
    width: 40,
    typed,
    hint: 'A hint that is longer than a narrow terminal is wide.',
  });
  expect(screen).toMatch(/^[\x20-\x7e\s]*$/);
  for (const line of screen.split('\n')) expect(line.trimEnd().length).toBeLessThanOrEqual(40);
});
