/** A text of a spec in another's place. */
import fc from 'fast-check';
import type { Path } from '../../../src/problem.ts';
import type { SpecInput } from '../../../src/spec/spec-input.ts';
import { hostile } from '../../support/hostile.ts';
import type { TextPlace } from './text-fields.ts';

export interface Bite {
  readonly how: 'replace' | 'append' | 'prepend';
  readonly text: string;
}

export const anyBite: fc.Arbitrary<Bite> = fc.record({ how: fc.constantFrom('replace', 'append', 'prepend'), text: hostile });

/** What a text becomes. */
export const bitten = (text: string, bite: Bite): string =>
  bite.how === 'replace' ? bite.text : bite.how === 'append' ? text + bite.text : bite.text + text;

export function textAt(spec: SpecInput, { path, isKey }: TextPlace): string {
  if (isKey) return String(path.at(-1));
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], spec) as string;
}

/** The spec with that one text changed; maps keep their order. */
export const withText = (spec: SpecInput, { path, isKey }: TextPlace, text: string): SpecInput => put(spec, path, isKey, text) as SpecInput;

function put(value: unknown, [step, ...rest]: Path, isKey: boolean, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? put(item, rest, isKey, text) : (item as unknown)));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => {
      if (key !== step) return [key, item];
      return isKey && rest.length === 0 ? [text, item] : [key, put(item, rest, isKey, text)];
    }),
  );
}
