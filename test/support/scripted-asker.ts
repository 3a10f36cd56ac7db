/** An asker that answers from a script, and notes what was asked, said and refused. */
import { Interrupted, type Asker, type Check, type Choice } from '../../src/wizard/asker.ts';

/** Words of the question, and the answer: text, a choice's value, values, or yes and no. */
export type Line = readonly [question: string, answer: unknown];

/** No conversation of a test is that long: an answer is refused forever. */
const ENOUGH = 200;

/** Give it as an answer to leave there. */
export const CTRL_C = Symbol('Ctrl-C');

export interface ScriptedAsker extends Asker {
  readonly asked: string[];
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
  const said: string[] = [];
  const refused: string[] = [];

  function answerTo(message: string, given: unknown): unknown {
    asked.push(message);
    if (asked.length > ENOUGH) throw new Error(`"${message}" is asked again and again.`);
    const at = lines.findIndex(([question]) => message.includes(question));
    if (at < 0 && given === undefined) throw new Error(`The script has no answer to "${message}".`);
    const answer = at < 0 ? given : lines.splice(at, 1)[0]?.[1];
    if (answer === CTRL_C) throw new Interrupted();
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

  const among = <T>(choices: readonly Choice<T>[], answer: unknown): T => {
    const choice = choices.find(({ value }) => JSON.stringify(value) === JSON.stringify(answer));
    if (choice === undefined)
      throw new Error(`${JSON.stringify(answer)} is not offered, only ${JSON.stringify(choices.map(({ value }) => value))}.`);
    return choice.value;
  };

  return {
    asked,
    said,
    refused,
    left: () => lines,
    input: async ({ message, default: given, check }) => text(message, given, check),
    select: async ({ message, choices, default: given }) => among(choices, answerTo(message, given ?? choices[0]?.value)),
    pick: async ({ message, choices, default: given = [] }) =>
      (answerTo(message, given) as readonly unknown[]).map((answer) => among(choices, answer)),
    confirm: async ({ message, default: given }) => answerTo(message, given) === true,
    say: (line) => void said.push(line),
  };
}
