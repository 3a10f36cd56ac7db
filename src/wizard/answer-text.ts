/** Answers as people read them back, the same however they were asked for. */
import { sameAnswer, type Choice, type Typed } from './asker.ts';

interface Offer<T> {
  readonly choices: readonly Choice<T>[];
  readonly typed?: Typed<T>;
}

export const nameOf = <T>({ choices, typed }: Offer<T>, value: T): string =>
  choices.find((choice) => sameAnswer(choice.value, value))?.name ?? typed?.write(value) ?? '';

export const namesOf = <T>(offer: Offer<T>, values: readonly T[]): string =>
  values.map((value) => nameOf(offer, value)).join(', ') || 'none';

export const yesOrNo = (answer: boolean): string => (answer ? 'yes' : 'no');

/** Whether a value may be the answer: it is offered, or could be typed. */
export const isOffered = <T>({ choices, typed }: Offer<T>, value: unknown): value is T =>
  value !== undefined && (choices.some((choice) => sameAnswer(choice.value, value)) || (typed !== undefined && isTyped(typed, value as T)));

function isTyped<T>({ read, write }: Typed<T>, value: T): boolean {
  const again = read(write(value));
  return typeof again !== 'string' && again.length === 1 && sameAnswer(again[0], value);
}
