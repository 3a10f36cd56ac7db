/** JSON of others, which may hold anything anywhere. */
export type Json = Readonly<Record<string, unknown>>;

export const map = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const texts = (value: unknown): readonly string[] => list(value).flatMap((one) => text(one) ?? []);

/** @returns nothing if it is none */
export function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
