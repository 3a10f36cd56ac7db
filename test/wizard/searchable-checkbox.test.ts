import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { themeFor } from '../../src/wizard/look.ts';
import { matching, searchableCheckbox } from '../../src/wizard/searchable-checkbox.ts';

const choices = [
  { value: 1, name: 'external-dns', description: 'Route 53 records' },
  { value: 2, name: 'karpenter', description: 'Nodes' },
  { value: 3, name: 'route-thing', description: 'Else' },
];

test('names come before descriptions, and every word must match', () => {
  expect(matching(choices, 'route').map(({ value }) => value)).toEqual([3, 1]);
  expect(matching(choices, 'dns 53').map(({ value }) => value)).toEqual([1]);
  expect(matching(choices, '')).toHaveLength(3);
});

/** Types keys one by one, each after the screen has settled. */
async function type(...keys: string[]): Promise<{ answer: readonly number[]; screen: string }> {
  const input = new PassThrough();
  let screen = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      screen += chunk.toString();
      done();
    },
  });
  const theme = themeFor({ color: false, unicode: false, wrap: (text) => [text] });
  const answer = searchableCheckbox({ message: 'Which?', choices, default: [2], theme }, { input, output });
  for (const key of keys) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    input.write(key);
  }
  return { answer: await answer, screen };
}

const [DOWN, ENTER, ESCAPE, UP] = ['\u001b[B', '\r', '\u001b', '\u001b[A'];

describe('keys', () => {
  test('space picks and unpicks, enter goes on, in the order of the list', async () => {
    expect((await type(' ', DOWN, DOWN, ' ', ENTER)).answer).toEqual([1, 2, 3]);
    expect((await type(DOWN, ' ', ENTER)).answer).toEqual([]);
    expect((await type(UP, ' ', ENTER)).answer).toEqual([2, 3]);
  });

  test('letters search, and what was picked before stays picked', async () => {
    const { answer, screen } = await type('d', 'n', 's', ' ', ENTER);
    expect(answer).toEqual([1, 2]);
    expect(screen).toContain('Route 53 records');
  });

  test('a search without a match says so', async () => {
    const { answer, screen } = await type('q', 'q', ' ', ENTER);
    expect(screen).toContain('Nothing matches "qq"');
    expect(answer).toEqual([2]);
  });

  test('without UTF-8 and colours there is only ASCII', async () => {
    const { screen } = await type(ESCAPE, ENTER);
    // oxlint-disable-next-line no-control-regex
    expect(screen.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')).toMatch(/^[\x00-\x7f]*$/);
    // oxlint-disable-next-line no-control-regex
    expect(screen).not.toMatch(/\u001b\[3\dm/);
  });
});
