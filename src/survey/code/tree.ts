/** What a file says, HCL, JSON and YAML alike, detached from any parser, to whatever depth it was written. */
import type { At } from '../found.ts';

/** Text with interpolations; a wholly literal one has one part, an empty one none. */
export interface TextTree {
  readonly kind: 'text';
  readonly parts: readonly (string | Tree)[];
  readonly heredoc?: true;
  /** There is `%{ if }` or `%{ for }` in it: some of it may not be there, or be there often. */
  readonly partly?: true;
  readonly at: At;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly at: At;
}

export interface Entry {
  readonly key: Tree;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly at: At;
}

interface Expression {
  /** As written. */
  readonly text: string;
  readonly at: At;
}

/** `local.x`, `module.y["k"].arn`, and plain words that are keys. */
export interface ReferenceTree extends Expression {
  readonly kind: 'reference';
}

export interface CallTree extends Expression {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Tree[];
}

export interface ForTree extends Expression {
  readonly kind: 'for';
  /** What it goes through, and what it calls each value. */
  readonly over?: Tree;
  readonly each?: string;
  /** The value that each round gives, and the key where it makes a map. */
  readonly value?: Tree;
  readonly key?: Tree;
}

export interface ChoiceTree extends Expression {
  readonly kind: 'choice';
  readonly yes: Tree;
  readonly no: Tree;
}

export type Tree =
  | TextTree
  | ListTree
  | MapTree
  | ReferenceTree
  | CallTree
  | ForTree
  | ChoiceTree
  | { readonly kind: 'value'; readonly value: number | boolean | null; readonly at: At }
  | (Expression & { readonly kind: 'other' });

/** A block with all that is in it; several nested blocks of one name stand in order. */
export interface TreeBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly at: At;
  readonly attributes: ReadonlyMap<string, Tree>;
  readonly blocks: readonly TreeBlock[];
}

export const textTree = (text: string, at: At): TextTree => ({ kind: 'text', parts: text === '' ? [] : [text], at });

/** The literal text that a tree is. */
export function literalText(tree: Tree | undefined): string | undefined {
  if (tree?.kind !== 'text') return undefined;
  return tree.parts.every((part) => typeof part === 'string') ? tree.parts.join('') : undefined;
}

/** The name that a key has: quoted, a plain word, or a literal in parentheses. */
export function keyText(key: Tree): string | undefined {
  if (key.kind === 'reference') return key.text;
  return key.kind === 'value' ? String(key.value) : literalText(key);
}

export const entryOf = (map: Tree | undefined, name: string): Tree | undefined =>
  map?.kind === 'map' ? map.entries.findLast(({ key }) => keyText(key) === name)?.value : undefined;
