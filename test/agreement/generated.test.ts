import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockKinds } from '../../src/emit/terraform/templates.ts';
import { arbitraryBlock, arbitraryPlan } from '../support/arbitrary-plan.ts';
import { hclOf, jsonOf, planOf } from './compare.ts';

describe('HCL and synthesised JSON of generated plans', () => {
  test.each(blockKinds)('agree on %s, whatever its values', async (kind) => {
    await fc.assert(
      fc.asyncProperty(arbitraryBlock(kind), async (block) => {
        expect(await hclOf(planOf(block))).toEqual(await jsonOf(planOf(block)));
      }),
      { numRuns: 25 },
    );
  });

  test('agree on whole root modules', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlan, async (plan) => {
        expect(await hclOf(plan)).toEqual(await jsonOf(plan));
      }),
      { numRuns: 10 },
    );
  });
});
