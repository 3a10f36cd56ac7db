/** Things of one kind by what people type. There are many, and a spec names few: each is made when it is first asked for. */

export interface Entry<T> {
  readonly id: string;
  readonly make: () => T;
}

export interface Shelf<T> {
  /** In the order of the entries. */
  readonly ids: readonly string[];
  readonly find: (id: string) => T | undefined;
  readonly all: () => readonly T[];
}

export function shelf<T>(entries: readonly Entry<T>[]): Shelf<T> {
  const makers = new Map(entries.map(({ id, make }) => [id, make]));
  const made = new Map<string, T>();
  const find = (id: string): T | undefined => {
    const known = made.get(id) ?? makers.get(id)?.();
    if (known !== undefined) made.set(id, known);
    return known;
  };
  const ids = [...makers.keys()];
  return { ids, find, all: () => ids.flatMap((id) => find(id) ?? []) };
}
