import type { ProblemCode } from '../problem-codes.ts';

/** What this very release says of a problem: the page is in the package. */
export const problemLink = (code: ProblemCode): string => `https://unpkg.com/create-irsa@${__VERSION__}/docs/problems.md#${code}`;
