/**
 * A property that has failed is shrunk for a while, and not to the end: that took ten minutes where each try
 * parses a text. fast-check's own limits count from the first case, and let a slow run pass with
 * fewer of them; this clock starts with the first counterexample, and the smallest found by then is told.
 */
import fc from '../../node_modules/fast-check/lib/fast-check.js';

type Result = fc.PreconditionFailure | fc.PropertyFailure | null;

/**
 * @param limit how long, in the unit of `now`
 * @param now a clock
 */
export const boundedShrinking =
  (limit: number, now: () => number): fc.Plugin<unknown> =>
  () => {
    let end = Infinity;
    const noted = (result: Result): Result => {
      // A case that does not meet its preconditions is none.
      if (end === Infinity && result !== null && !fc.PreconditionFailure.isFailure(result)) end = now() + limit;
      return result;
    };
    return {
      decorateRun: (run) => (value) => {
        if (now() >= end) return new fc.PreconditionFailure(true);
        const result = run(value);
        return result instanceof Promise ? result.then(noted) : noted(result);
      },
    };
  };
