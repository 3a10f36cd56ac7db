/**
 * What the wizard needs of a terminal. One real implementation (inquirer), one scripted one in the
 * tests. Every method rejects with `Interrupted` when the user presses Ctrl-C.
 */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  readonly description?: string;
}

/** Says why an answer is refused, or nothing. */
export type Check = (answer: string) => string | undefined;

export interface Asker {
  input(question: { readonly message: string; readonly default?: string; readonly hint?: string; readonly check?: Check }): Promise<string>;
  select<T>(question: { readonly message: string; readonly choices: readonly Choice<T>[]; readonly default?: T }): Promise<T>;
  /** Searchable multi-select. */
  pick<T>(question: {
    readonly message: string;
    readonly choices: readonly Choice<T>[];
    readonly default?: readonly T[];
  }): Promise<readonly T[]>;
  confirm(question: { readonly message: string; readonly default: boolean }): Promise<boolean>;
  /** Prints a line between questions, e.g. what was found in the repository. */
  say(line: string): void;
}

export class Interrupted extends Error {}
