/** Arguments of one block. */
import { entriesOf, itemsOf, literalOf, writtenListOf, writtenOf, type Item, type KnownEntry } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { Unread } from '../found.ts';
import type { Written } from '../written.ts';
import type { Instance } from './scopes.ts';

export interface Arguments {
  readonly block: TreeBlock;
  readonly scope: Instance;
  /** What could not be followed in any of them, so far. */
  readonly unread: Unread[];
  /** Of the first of several names that is there; `null` is as good as nothing. */
  readonly tree: (...names: readonly string[]) => Tree | undefined;
  readonly text: (...names: readonly string[]) => Written | undefined;
  readonly texts: (...names: readonly string[]) => readonly Written[];
  readonly items: (...names: readonly string[]) => readonly Item[];
  readonly entries: (...names: readonly string[]) => readonly KnownEntry[];
  readonly literal: (...names: readonly string[]) => string | number | boolean | undefined;
  /** Literally so; neither, if it is an expression. */
  readonly isTrue: (name: string) => boolean;
  readonly isFalse: (name: string) => boolean;
}

export function argumentsOf(block: TreeBlock, scope: Instance): Arguments {
  const unread: Unread[] = [];
  const named = (names: readonly string[]): { name: string; tree: Tree } | undefined => {
    for (const name of names) {
      const tree = block.attributes.get(name);
      const found = tree && resolve(tree, scope).tree;
      if (tree && !(found?.kind === 'value' && found.value === null)) return { name, tree };
    }
    return undefined;
  };
  const literal = (...names: readonly string[]) => literalOf(named(names)?.tree, scope);
  return {
    block,
    scope,
    unread,
    tree: (...names) => named(names)?.tree,
    text: (...names) => {
      const found = named(names);
      return found && writtenOf(found.tree, scope);
    },
    texts: (...names) => {
      const found = named(names);
      return found === undefined ? [] : writtenListOf(found.tree, scope, found.name, unread);
    },
    items: (...names) => {
      const found = named(names);
      return found === undefined ? [] : itemsOf(found.tree, scope, found.name, unread);
    },
    entries: (...names) => {
      const found = named(names);
      return found === undefined ? [] : entriesOf(found.tree, scope, found.name, unread);
    },
    literal,
    isTrue: (name) => literal(name) === true,
    isFalse: (name) => literal(name) === false || literal(name) === 0,
  };
}

export const unreadOf = ({ unread }: Arguments): { readonly unread?: readonly Unread[] } =>
  unread.length > 0 ? { unread: [...unread] } : {};

/** A key only where there is something to say. */
export const some = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
