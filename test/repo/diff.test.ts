import { describe, expect, test } from '@jest/globals';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/repo/diff.ts';

const print = (theirs: string | undefined, ours: string | undefined): string[] =>
  unifiedDiff('irsa-a.tf', theirs, ours).map((line) => `${line.kind} ${line.text}`);

describe('the diff for people', () => {
  test('shows what changes, with three lines around it', () => {
    expect(print('1\n2\n3\n4\n5\n6\n7\n8\n', '1\n2\n3\n4\nfive\n6\n7\n8\n')).toEqual([
      'file --- a/irsa-a.tf',
      'file +++ b/irsa-a.tf',
      'hunk @@ -2,7 +2,7 @@',
      'context  2',
      'context  3',
      'context  4',
      'remove -5',
      'add +five',
      'context  6',
      'context  7',
      'context  8',
    ]);
  });

  test('shows new and removed files as such', () => {
    expect(print(undefined, 'a\n')).toEqual(['file --- /dev/null', 'file +++ b/irsa-a.tf', 'hunk @@ -0,0 +1,1 @@', 'add +a']);
    expect(print('a\n', undefined)).toEqual(['file --- a/irsa-a.tf', 'file +++ /dev/null', 'hunk @@ -1,1 +0,0 @@', 'remove -a']);
  });

  test('says nothing where only BOM and line endings differ', () => {
    expect(print('\uFEFFa\r\nb\r\n', 'a\nb\n')).toEqual([]);
  });

  test('notes a missing newline at the end', () => {
    expect(print('a', 'a\n')).toContain('note \\ No newline at end of file');
  });

  test('makes control characters of foreign files visible, so that they cannot steer the terminal', () => {
    const lines = print('\u001b[2Jgone\u009b1m\u202e\ttab\n', 'x\n');
    expect(lines).toContain('remove -␛[2Jgone\uFFFD1m\uFFFD\ttab');
  });

  test('is a patch that leads from the one text to the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', '+', '-', '\\', '@@ -1 +1 @@'), { maxLength: 30 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (theirs, ours) => {
        const lines = unifiedDiff('f', theirs, ours);
        const patch = lines.map((line) => line.text).join('\n');
        expect(lines.length === 0 ? theirs : applyPatch(theirs, `${patch}\n`)).toBe(ours);
      }),
    );
  });

  test('gives up on the shortest difference of huge texts, yet shows all of both', () => {
    const lines = (seed: number): string => Array.from({ length: 30_000 }, (_, i) => `${seed} ${(i * 7919) % 30_011}\n`).join('');
    const before = process.cpuUsage();
    const diff = unifiedDiff('f', lines(1), lines(2));
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
    expect(diff.filter((line) => line.kind === 'remove')).toHaveLength(30_000);
    expect(diff.filter((line) => line.kind === 'add')).toHaveLength(30_000);
  });
});
