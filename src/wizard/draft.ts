/** A spec in the making, as it will be written to irsa.yaml: answered bit by bit, never changed in place. */
import type { Path } from '../problem.ts';
import type { SpecInput } from '../spec/spec-input.ts';

type Node = Readonly<Record<string | number, unknown>> | readonly unknown[];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What the draft says there; undefined if nothing. */
export const answerAt = (draft: SpecInput, path: Path): unknown =>
  path.reduce<unknown>(
    (node, step) => (isNode(node) && Object.hasOwn(node, step) ? (node as Record<string | number, unknown>)[step] : undefined),
    draft,
  );

/** The draft with that answer; `undefined` takes the answer back. */
export const withAnswer = (draft: SpecInput, path: Path, value: unknown): SpecInput => put(draft, path, value) as SpecInput;

function put(node: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const child = isNode(node) && Object.hasOwn(node, step) ? (node as Record<string | number, unknown>)[step] : undefined;
  const next = put(child, rest, value);
  if (typeof step === 'number') {
    const items = Array.isArray(node) ? [...(node as unknown[])] : [];
    items[step] = next;
    return items;
  }
  const entries = isNode(node) && !Array.isArray(node) ? Object.entries(node).filter(([key]) => key !== step || next !== undefined) : [];
  // Object.fromEntries defines own properties, so that a key such as __proto__ is only a key.
  if (next !== undefined && !entries.some(([key]) => key === step)) entries.push([step, next]);
  return Object.fromEntries(entries.map(([key, old]) => [key, key === step ? next : old]));
}

export const keysAt = (draft: SpecInput, path: Path): readonly string[] => {
  const node = answerAt(draft, path);
  return isNode(node) && !Array.isArray(node) ? Object.keys(node) : [];
};
