/** Whatever a property is shrunk for, it has failed; whatever a run takes that finds nothing, it is run to its end. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boundedShrinking } from '../support/bounded-shrinking.ts';

/** Each case takes one tick. */
function ticking(limit: number) {
  let time = 0;
  const tick = () => void time++;
  return { plugins: [boundedShrinking(limit, () => time)], tick, ticks: () => time };
}

/** Fails soon, and is shrunk by hundreds of tries. */
const texts = fc.array(fc.string({ maxLength: 9 }), { minLength: 200, maxLength: 200 });
const isSmall = (text: readonly string[]): boolean => text.join('').length < 10;

test('a property that has failed is shrunk until its time is over, and fails with the smallest counterexample so far', () => {
  const run = (limit: number) => {
    const { plugins, tick, ticks } = ticking(limit);
    const found = fc.check(
      fc.property(texts, (text) => {
        tick();
        return isSmall(text);
      }),
      { seed: 1, plugins },
    );
    return { ...found, text: (found.counterexample as [readonly string[]])[0], ticks: ticks() };
  };
  const [bounded, whole] = [run(50), run(Infinity)];
  expect(bounded).toMatchObject({ failed: true, interrupted: true, numRuns: whole.numRuns });
  expect(bounded.ticks).toBe(bounded.numRuns + 50);
  expect(whole).toMatchObject({ failed: true, interrupted: false });
  expect(whole.ticks).toBeGreaterThan(200);
  for (const { text } of [bounded, whole]) expect(isSmall(text)).toBe(false);
  expect(bounded.text.join('').length).toBeGreaterThan(whole.text.join('').length);
});

test('so is one that is asynchronous, and none begins to be timed before it has failed', async () => {
  const { plugins, tick } = ticking(5);
  const found = await fc.check(
    fc.asyncProperty(fc.nat(), async (n) => {
      tick();
      fc.pre(n % 2 === 0);
      return true;
    }),
    { numRuns: 500, plugins },
  );
  expect(found).toMatchObject({ failed: false, interrupted: false, numRuns: 500 });

  const failing = ticking(5);
  const failed = await fc.check(
    fc.asyncProperty(texts, async (text) => {
      failing.tick();
      return isSmall(text);
    }),
    { seed: 1, plugins: failing.plugins },
  );
  expect(failed).toMatchObject({ failed: true, interrupted: true });
});
