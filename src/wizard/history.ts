/**
 * Back to the previous question. A conversation asks by plain code, with loops and branches; to go back,
 * it is run again from its start, and the questions before the one that is wanted answer themselves.
 * So no step knows of it, and it works between any two questions. Answers after that question are not
 * lost: they are the defaults when their questions come again.
 *
 * The same record, kept in a file, lets a conversation go on after Ctrl-C.
 */
import { isOffered, nameOf, namesOf, yesOrNo } from './answer-text.ts';
import { Back, type Asker } from './asker.ts';

export interface Answered {
  readonly question: string;
  readonly answer: unknown;
}

export interface History {
  /** What was answered so far, in order. */
  readonly answers: readonly Answered[];
  /**
   * @param converse asks by the asker that it is given, and by no other; may be run many times
   * @throws Interrupted if the user leaves
   */
  readonly run: <T>(converse: (asker: Asker) => Promise<T>) => Promise<T>;
}

/** @param kept answers of an earlier run: they are given again, for everybody to see, as long as the questions are the same */
export function historyOf(asker: Asker, kept: readonly Answered[] = []): History {
  const given: Answered[] = [...kept];
  /** By question: answers that were gone back from. */
  const taken = new Map<string, unknown>();
  /** How much had been said when each question was first reached. */
  const saidBefore: number[] = [];
  /** Answers and lines that the screen shows already. */
  let shown = { answers: 0, lines: 0 };

  async function run<T>(converse: (asker: Asker) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await converse(replaying());
      } catch (reason) {
        if (!(reason instanceof Back)) throw reason;
        goBack();
      }
    }
  }

  function goBack(): void {
    const last = given.pop();
    if (last === undefined) asker.say('This is the first question.');
    else {
      taken.set(last.question, last.answer);
      asker.retract();
    }
    shown = { answers: given.length, lines: saidBefore[given.length] ?? 0 };
  }

  function replaying(): Asker {
    let [asked, said] = [0, 0];

    interface Ask<T> {
      readonly message: string;
      readonly accepts: (answer: unknown) => answer is T;
      readonly text: (answer: T) => string;
      /** With the answer from before, to be offered. */
      readonly ask: (before: { readonly default?: T }) => Promise<T>;
    }

    async function answer<T>({ message, accepts, text, ask }: Ask<T>): Promise<T> {
      const at = asked++;
      saidBefore[at] = said;
      const known = given[at];
      if (known !== undefined) {
        if (known.question === message && accepts(known.answer)) {
          if (at >= shown.answers) asker.recall(message, text(known.answer));
          return known.answer;
        }
        // The conversation has taken another turn, or the kept answer is of another repository.
        for (const stale of given.splice(at)) taken.set(stale.question, stale.answer);
      }
      const before = taken.get(message);
      const fresh = await ask(accepts(before) ? { default: before } : {});
      taken.delete(message);
      given[at] = { question: message, answer: fresh };
      return fresh;
    }

    return {
      input: (question) =>
        answer({
          message: question.message,
          accepts: (value): value is string => typeof value === 'string' && question.check?.(value) === undefined,
          text: (value) => value,
          ask: (before) => asker.input({ ...question, ...before }),
        }),
      select: <C>(question: Parameters<typeof asker.select<C>>[0]) =>
        answer<C>({
          message: question.message,
          accepts: (value): value is C => isOffered(question, value),
          text: (value) => nameOf(question, value),
          ask: (before) => asker.select({ ...question, ...before }),
        }),
      pick: <C>(question: Parameters<typeof asker.pick<C>>[0]) =>
        answer<readonly C[]>({
          message: question.message,
          accepts: (value): value is readonly C[] =>
            Array.isArray(value) && value.every((one) => isOffered(question, one)) && question.check?.(value as readonly C[]) === undefined,
          text: (values) => namesOf(question, values),
          ask: (before) => asker.pick({ ...question, ...before }),
        }),
      confirm: (question) =>
        answer({
          message: question.message,
          accepts: (value) => typeof value === 'boolean',
          text: yesOrNo,
          ask: (before) => asker.confirm({ ...question, ...before }),
        }),
      say: (...sentences) => {
        if (said++ >= shown.lines) asker.say(...sentences);
      },
      show: (lines) => {
        if (said++ >= shown.lines) asker.show(lines);
      },
      recall: (message, text) => asker.recall(message, text),
      retract: () => asker.retract(),
      abandon: () => asker.abandon(),
    };
  }

  return { answers: given, run };
}
