/**
 * Asks line by line, and never draws over what stands there: for screen readers, which read every redrawing
 * aloud, and for terminals that cannot move their cursor. Choices have numbers; each question ends with a
 * line that says how to answer. https://primer.style/accessibility/foundations/cli-accessibility
 */
import { createInterface } from 'node:readline';
import { nameOf, namesOf, yesOrNo } from './answer-text.ts';
import { Back, Interrupted, sameAnswer, type Asker, type Choice, type PickQuestion, type SelectQuestion, type Typed } from './asker.ts';
import { byGroup, matching, rowsOf } from './choices.ts';
import type { Look } from './look.ts';

const BACK = '<';

/** Words for which a question is not asked again: an answer, or why there is none. */
type Reading<T> = { readonly answer: T } | NoAnswer;

interface NoAnswer {
  readonly complaint: string;
}

interface Offer<T> {
  readonly choices: readonly Choice<T>[];
  readonly typed?: Typed<T>;
}

export function plainAsker(
  { wrap, width, signs }: Pick<Look, 'wrap' | 'width' | 'signs'>,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Asker {
  const say = (...lines: readonly string[]): void => {
    for (const line of lines.flatMap((text) => wrap(text, width))) output.write(`${line}\n`);
  };
  const nextLine = linesOf(input);

  /** Until an answer can be used; `<` goes back. */
  async function ask<T>(how: string, read: (line: string) => Reading<T>): Promise<T> {
    for (;;) {
      const lines = wrap(`${how}:`, width - 1);
      output.write(`${lines.join('\n')} `);
      const line = (await nextLine()).trim();
      if (line === BACK) throw new Back();
      const reading = read(line);
      if ('answer' in reading) return reading.answer;
      if (reading.complaint !== '') say(reading.complaint);
    }
  }

  function show(message: string, hint: string | undefined, choices: readonly Choice<unknown>[] = []): void {
    say('', message, ...(hint === undefined ? [] : [hint]));
    list(choices, choices);
  }

  /** Each with its number among all. */
  function list(shown: readonly Choice<unknown>[], all: readonly Choice<unknown>[]): void {
    for (const row of rowsOf(shown)) {
      if ('heading' in row) {
        say(`${row.heading}:`);
        continue;
      }
      const { name, note, description } = row.choice;
      const beside = note === undefined ? '' : ` (${note})`;
      say(`${all.indexOf(row.choice) + 1}. ${name}${beside}${description === undefined ? '' : `: ${description}`}`);
    }
  }

  /** `/word` shows which choices hold it, and is no answer. */
  const searching = (choices: readonly Choice<unknown>[], line: string): NoAnswer => {
    const found = matching(choices, line.slice(1));
    list(found, choices);
    return { complaint: found.length === 0 ? `Nothing matches "${line.slice(1)}".` : '' };
  };

  return {
    input: ({ message, default: given, hint, check }) => {
      show(message, hint);
      return ask(given === undefined || given === '' ? 'Answer' : `Answer, or Enter for ${given}`, (line) => {
        const answer = line === '' ? (given ?? '') : line;
        const complaint = check?.(answer);
        return complaint === undefined ? { answer } : { complaint };
      });
    },
    select: <T>(question: SelectQuestion<T>) => {
      const { message, hint, typed, default: given } = question;
      const offer = { ...question, choices: byGroup(question.choices) };
      const { choices } = offer;
      show(message, hint, choices);
      const range = choices.length === 1 ? 'Number 1' : `A number from 1 to ${choices.length}`;
      const enter = given === undefined ? '' : `, or Enter for ${nameOf(offer, given)}`;
      return ask<T>(`${range}${typed === undefined ? '' : `, or ${typed.what}`}${enter}`, (line) => {
        if (line.startsWith('/') && line.length > 1) return searching(choices, line);
        if (line === '' && given !== undefined) return { answer: given };
        const one = readOne(offer, line);
        if (typeof one === 'string') return { complaint: one };
        const [answer] = one;
        return answer === undefined ? { complaint: 'One is needed.' } : { answer };
      });
    },
    pick: <T>(question: PickQuestion<T>) => {
      const { message, hint, typed, check, default: given = [] } = question;
      const offer = { ...question, choices: byGroup(question.choices) };
      show(message, hint, offer.choices);
      const enter = given.length === 0 ? ', or Enter for none' : `, 0 for none, or Enter for ${namesOf(offer, given)}`;
      return ask<readonly T[]>(`Numbers, separated by commas${typed === undefined ? '' : `; or ${typed.what}`}${enter}`, (line) => {
        if (line.startsWith('/') && line.length > 1) return searching(offer.choices, line);
        const read = line === '' ? given : line === '0' ? [] : readSeveral(offer, line);
        if (typeof read === 'string') return { complaint: read };
        const complaint = check?.(read);
        return complaint === undefined ? { answer: read } : { complaint };
      });
    },
    confirm: ({ message, hint, default: given }) => {
      show(message, hint);
      return ask(`yes or no, or Enter for ${yesOrNo(given)}`, (line) => {
        if (line === '') return { answer: given };
        const word = line.toLowerCase();
        if ('yes'.startsWith(word)) return { answer: true };
        return 'no'.startsWith(word) ? { answer: false } : { complaint: `"${line}" is neither yes nor no.` };
      });
    },
    say,
    show: (lines) => void output.write(lines.map((line) => `${signs(line)}\n`).join('')),
    recall: (message, answer) => say('', `${message} ${answer}`),
    retract: () => say('', 'Back to the question before.'),
    abandon: () => void output.write('\n'),
  };
}

/** By number, by name, or typed. */
function readOne<T>({ choices, typed }: Offer<T>, text: string): readonly T[] | string {
  const byNumber = /^\d{1,3}$/.test(text) ? choices[Number(text) - 1] : undefined;
  const found = byNumber ?? choices.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return [found.value];
  return typed?.read(text) ?? `"${text}" is none of them.`;
}

function readSeveral<T>(offer: Offer<T>, text: string): readonly T[] | string {
  const values: T[] = [];
  for (const part of text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)) {
    const read = readOne(offer, part);
    if (typeof read === 'string') return read;
    values.push(...read.filter((value) => !values.some((one) => sameAnswer(one, value))));
  }
  return values;
}

/** One line after the other, whoever comes first: the one who asks, or the line. */
function linesOf(input: NodeJS.ReadableStream): () => Promise<string> {
  const arrived: string[] = [];
  let ended = false;
  let waiting: { readonly resolve: (line: string) => void; readonly reject: (reason: Error) => void } | undefined;
  const lines = createInterface({ input, terminal: false, crlfDelay: Infinity });
  // Nobody is waited for between two questions.
  lines.pause();
  lines.on('line', (line) => {
    if (waiting === undefined) arrived.push(line);
    else {
      lines.pause();
      waiting.resolve(line);
      waiting = undefined;
    }
  });
  lines.on('close', () => {
    ended = true;
    waiting?.reject(new Interrupted());
  });
  return () =>
    new Promise((resolve, reject) => {
      const line = arrived.shift();
      if (line !== undefined) resolve(line);
      else if (ended) reject(new Interrupted());
      else {
        waiting = { resolve, reject };
        lines.resume();
      }
    });
}
