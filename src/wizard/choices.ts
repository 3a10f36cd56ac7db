/** Lists of choices: in groups, and searched. Pure. */
import type { Choice } from './asker.ts';

/** Matches in the name come before matches in the rest. */
export function matching<T>(choices: readonly Choice<T>[], term: string): readonly Choice<T>[] {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const named = choices.filter(({ name }) => has(name));
  const described = ({ name, group = '', note = '', description = '' }: Choice<T>): string => `${name} ${group} ${note} ${description}`;
  return [...named, ...choices.filter((choice) => !named.includes(choice) && has(described(choice)))];
}

/** Those of one heading next to one another, headings in the order in which they first come. */
export const byGroup = <T>(choices: readonly Choice<T>[]): readonly Choice<T>[] => {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return groups.flatMap((group) => choices.filter((choice) => choice.group === group));
};

export type Row<T> = { readonly heading: string } | { readonly choice: Choice<T> };

/** Choices below their headings. */
export function rowsOf<T>(choices: readonly Choice<T>[]): readonly Row<T>[] {
  let last: string | undefined;
  return choices.flatMap((choice) => {
    const heading = choice.group !== undefined && choice.group !== last ? [{ heading: choice.group }] : [];
    last = choice.group;
    return [...heading, { choice }];
  });
}
