import { describe, expect, test } from '@jest/globals';
import { inTurn } from '../../src/repo/in-turn.ts';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('mapping in turn', () => {
  test('keeps the order of the items, and the limit', async () => {
    let now = 0;
    let most = 0;
    const results = await inTurn([30, 1, 20, 5, 0, 10], 3, async (ms) => {
      most = Math.max(most, ++now);
      await later(ms);
      now--;
      return ms * 2;
    });
    expect(results).toEqual([60, 2, 40, 10, 0, 20]);
    expect(most).toBe(3);
  });

  test('fails only when nothing is under way any more, and begins nothing after a failure', async () => {
    const begun: number[] = [];
    let underWay = 0;
    const outcome = inTurn([1, 2, 3, 4, 5, 6], 2, async (n) => {
      begun.push(n);
      underWay++;
      await later(n === 2 ? 1 : 20);
      underWay--;
      if (n === 2) throw new Error('two');
    });
    await expect(outcome).rejects.toThrow('two');
    expect(underWay).toBe(0);
    expect(begun).toEqual([1, 2]);
  });
});
