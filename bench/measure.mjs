/** Times programs side by side: every round runs each of them once, so that a slow minute of the machine is slow for all. */
import { spawnSync } from 'node:child_process';

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {readonly string[]} command program and arguments
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] beside this process's own
 * @property {() => void} [before] made ready anew for each round; not timed
 */

/**
 * @param {readonly Program[]} programs
 * @param {number} rounds after one that only warms caches
 * @returns {Map<string, number[]>} milliseconds by name
 */
export function measure(programs, rounds) {
  const times = new Map(programs.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    // Each round starts with another program: what runs after a heavy one must not always be the same.
    for (let i = 0; i < programs.length; i++) {
      const program = programs[(i + round + 1) % programs.length];
      program.before?.();
      const milliseconds = timed(program);
      if (round >= 0) times.get(program.name).push(milliseconds);
    }
  }
  return times;
}

/** Wall clock of one run. A program that fails is no measurement. */
export function timed({ name, command: [file, ...args], cwd, env }) {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = performance.now();
  if (status !== 0) throw new Error(`${name} exited with ${status}: ${error?.message ?? stderr.toString()}`);
  return end - start;
}

/** The value below which this share of all lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

export const median = (values) => quantile(values, 0.5);
