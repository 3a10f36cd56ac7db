/**
 * What the wizard needs of a terminal: in a terminal that can be drawn upon (`inquirer-asker.ts`), line
 * by line (`plain-asker.ts`), and by a script in the tests. Every question rejects with `Back` when the
 * user wants the previous one, and with `Interrupted` when the user leaves.
 *
 * Answers are plain data, so that they can be kept in a file and compared.
 */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** The heading under which it stands. */
  readonly group?: string;
  /** A few words beside the name: where it was found, what it is set to. */
  readonly note?: string;
  /** One line of help, or of why it is recommended. */
  readonly description?: string;
}

/** Says why an answer is refused, or nothing. */
export type Check = (answer: string) => string | undefined;

/** Answers beside the choices that are offered, given by typing them. */
export interface Typed<T> {
  /** What a text means, or why it means nothing. */
  readonly read: (text: string) => readonly T[] | string;
  /** The inverse, for one; of a kept answer of another shape, anything that does not read back. */
  readonly write: (value: T) => string;
  /** What may be typed: `a new one such as my-bucket`. */
  readonly what: string;
}

interface Question {
  readonly message: string;
  /** Below the question, until it is answered. */
  readonly hint?: string;
}

export interface InputQuestion extends Question {
  readonly default?: string;
  readonly check?: Check;
}

export interface SelectQuestion<T> extends Question {
  readonly choices: readonly Choice<T>[];
  readonly default?: T;
  readonly typed?: Typed<T>;
}

/** Several of a searchable list. */
export interface PickQuestion<T> extends Question {
  readonly choices: readonly Choice<T>[];
  readonly default?: readonly T[];
  readonly typed?: Typed<T>;
  readonly check?: (picked: readonly T[]) => string | undefined;
}

export interface ConfirmQuestion extends Question {
  readonly default: boolean;
}

export interface Asker {
  input(question: InputQuestion): Promise<string>;
  select<T>(question: SelectQuestion<T>): Promise<T>;
  pick<T>(question: PickQuestion<T>): Promise<readonly T[]>;
  confirm(question: ConfirmQuestion): Promise<boolean>;
  /** Sentences between questions, each on lines of its own. */
  say(...sentences: readonly string[]): void;
  /** Lines that are laid out already, e.g. a diff. */
  show(lines: readonly string[]): void;
  /** Shows a question that needs no asking: its answer was kept. */
  recall(message: string, answer: string): void;
  /** The last answer, and what was said after it, no longer hold: takes them off the screen, or says so. */
  retract(): void;
  /** There will be no answer: what is written next stands on a line of its own. */
  abandon(): void;
}

/** The user wants the previous question. */
export class Back extends Error {}

export class Interrupted extends Error {}

export const sameAnswer = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
