import { describe, expect, test } from '@jest/globals';
import { preview } from '../../src/cli/preview.ts';
import { plain } from '../../src/cli/style.ts';
import type { Change } from '../../src/repo/change-set.ts';

const lines = (count: number, word: string) => Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join('');
const made = (path: string, count: number): Change => ({ path, kind: 'create', ours: lines(count, path) });
const changed = (path: string, count: number): Change => ({ path, kind: 'update', theirs: lines(count, 'old'), ours: lines(count, 'new') });

describe('before the question whether to write', () => {
  test('what is short is shown whole', () => {
    const { lines: shown, more } = preview([made('irsa.yaml', 20), made('irsa-a.tf', 20)], plain);
    expect(shown).toEqual(expect.arrayContaining(['+irsa.yaml 19', '+irsa-a.tf 19', '  create    irsa-a.tf  +20']));
    expect(more).toEqual([]);
  });

  test('many new files are listed with their sizes; only the spec is shown, the rest is kept ready', () => {
    const { lines: shown, more } = preview([made('live/irsa.yaml', 70), made('irsa-a.tf', 20), made('irsa-b.tf', 50)], plain);
    expect(shown.filter((line) => line.startsWith('+') && !line.startsWith('+++'))).toHaveLength(70);
    expect(shown).toContain('  create    irsa-a.tf       +20');
    expect(more.filter((line) => line.startsWith('+') && !line.startsWith('+++'))).toHaveLength(70);
  });

  test('changes to files that are there come before new ones; conflicts are always shown', () => {
    const conflict: Change = { ...changed('irsa-c.tf', 40), kind: 'conflict', edited: true };
    const { lines: shown, more } = preview([made('irsa-a.tf', 20), changed('irsa-b.tf', 3), conflict], plain);
    expect(shown).toEqual(expect.arrayContaining(['+new 2', '-old 39', '  conflict  irsa-c.tf  +40 -40  edited by hand']));
    expect(shown).not.toContain('+irsa-a.tf 0');
    expect(more).toContain('+irsa-a.tf 0');
    expect(preview([made('irsa-a.tf', 20), changed('irsa-b.tf', 3)], plain).more).toEqual([]);
  });
});
