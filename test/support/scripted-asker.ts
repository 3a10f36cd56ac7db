/** An asker that answers from a script, and notes what was asked, said and refused. */
import { namesOf } from '../../src/wizard/answer-text.ts';
import { Back, Interrupted, sameAnswer, type Asker, type Check, type Choice, type Typed } from '../../src/wizard/asker.ts';

/** Words of the question, and the answer: text, a choice's value, values, or yes and no. */
export type Line = readonly [question: string, answer: unknown];

/** No conversation of a test is that long: an answer is refused forever. */
const ENOUGH = 200;

/** Give it as an answer to leave there. */
export const CTRL_C = Symbol('Ctrl-C');

/** Give it as an answer to go back to the question before. */
export const BACK = Symbol('Esc');

/** What is typed into a list instead of being chosen from it. */
export const typing = (text: string) => ({ typing: text });

export interface ScriptedAsker extends Asker {
  /** Questions that came to the user. */
  readonly asked: string[];
  /** What was offered as the answer to each, as text. */
  readonly offered: string[];
  readonly said: string[];
  /** What was wrong with answers that were not taken. */
  readonly refused: string[];
  /** Lines of the script that no question has used yet. */
  readonly left: () => readonly Line[];
}

/** A question takes the first unused line that mentions it, else its default; without either, the test fails. */
export function scriptedAsker(script: readonly Line[]): ScriptedAsker {
  const lines = [...script];
  const asked: string[] = [];
  const offered: string[] = [];
  const said: string[] = [];
  const refused: string[] = [];

  function answerTo(message: string, given: unknown, text = String(given)): unknown {
    asked.push(message);
    offered.push(text);
    if (asked.length > ENOUGH) throw new Error(`"${message}" is asked again and again.`);
    const at = lines.findIndex(([question]) => message.includes(question));
    if (at < 0 && given === undefined) throw new Error(`The script has no answer to "${message}".`);
    const answer = at < 0 ? given : lines.splice(at, 1)[0]?.[1];
    if (answer === CTRL_C) throw new Interrupted();
    if (answer === BACK) throw new Back();
    return answer;
  }

  function text(message: string, given: string | undefined, check: Check | undefined): string {
    for (;;) {
      const answer = String(answerTo(message, given));
      const complaint = check?.(answer);
      if (complaint === undefined) return answer;
      refused.push(complaint);
    }
  }

  /** One choice by its value or its name, or what typing gives. */
  function among<T>({ choices, typed }: { choices: readonly Choice<T>[]; typed?: Typed<T> }, answer: unknown): readonly T[] {
    const choice = choices.find(({ value, name }) => sameAnswer(value, answer) || name === answer);
    if (choice !== undefined) return [choice.value];
    if (typed !== undefined && typeof answer === 'object' && answer !== null && 'typing' in answer) {
      const read = typed.read(String(answer.typing));
      if (typeof read !== 'string') return read;
      refused.push(read);
      return [];
    }
    const offers = choices.map(({ value, name }) => `${name} ${JSON.stringify(value)}`).join(', ');
    throw new Error(`${JSON.stringify(answer)} is not offered, only ${offers}.`);
  }

  return {
    asked,
    offered,
    said,
    refused,
    left: () => lines,
    input: async ({ message, default: given, check }) => text(message, given, check),
    select: async (question) => {
      const { message, choices, default: given = choices[0]?.value } = question;
      for (;;) {
        const [answer] = among(question, answerTo(message, given, namesOf(question, given === undefined ? [] : [given])) ?? given);
        if (answer !== undefined) return answer;
      }
    },
    pick: async (question) => {
      const { message, default: given = [], check } = question;
      for (;;) {
        const before = refused.length;
        const answers = answerTo(message, given, namesOf(question, given)) as readonly unknown[];
        const values = answers.flatMap((answer) =>
          given.some((one) => sameAnswer(one, answer)) ? [answer as (typeof given)[0]] : among(question, answer),
        );
        const complaint = check?.(values);
        if (complaint !== undefined) refused.push(complaint);
        if (refused.length === before) return values;
      }
    },
    confirm: async ({ message, default: given }) => answerTo(message, given) === true,
    say: (...sentences) => void said.push(...sentences),
    show: (shown) => void said.push(...shown),
    recall: (message, answer) => void said.push(`${message} ${answer}`),
    retract: () => void said.push('(back)'),
    abandon: () => undefined,
  };
}
