/** The spec's own rules, as what a question refuses an answer with. */
import type { Rule } from '../spec/rules/rule.ts';
import type { Check } from './asker.ts';

export const obeys =
  (rule: Rule): Check =>
  (answer) => {
    const complaint = rule(answer.trim());
    return complaint && [complaint.message, complaint.fix].filter(Boolean).join(' ');
  };

export const needed: Check = (answer) => (answer.trim() === '' ? 'This one is needed.' : undefined);

/** An empty answer is one too. */
export const unlessEmpty =
  (check: Check): Check =>
  (answer) =>
    answer.trim() === '' ? undefined : check(answer);

/** The first complaint. */
export const both =
  (first: Check, second: Check): Check =>
  (answer) =>
    first(answer) ?? second(answer);
