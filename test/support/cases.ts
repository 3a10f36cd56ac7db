/**
 * How many cases a property is tried with. `CREATE_IRSA_CASES=100000 npm run jest -- test/properties` tries
 * each with that many and says with which seed; `CREATE_IRSA_SEED` repeats a run.
 */
import { afterAll } from '@jest/globals';
import type { Parameters } from 'fast-check';

const { CREATE_IRSA_CASES: asked, CREATE_IRSA_SEED: said } = process.env;

/** Tests that are spared most of their cases on ordinary days do all of them. */
export const thorough = asked !== undefined;

const seed = said === undefined ? Date.now() ^ (Math.random() * 0x1_0000_0000) : Number(said);
const lines: string[] = [];

afterAll(() => {
  if (thorough && lines.length > 0) process.stderr.write(`${lines.splice(0).join('\n')}\n`);
});

/** @param modest how many on ordinary days */
export function cases<T>(name: string, modest: number): Parameters<T> {
  const numRuns = asked === undefined ? modest : Number(asked);
  lines.push(`${name}: ${numRuns} cases, seed ${seed}`);
  return { numRuns, seed };
}
