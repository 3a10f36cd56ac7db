/** Trees → texts, lists and maps, as far as they are known. */
import type { Unread } from '../found.ts';
import { resolve, type Resolved, type Scope } from './scope.ts';
import { keyText, literalText, type Entry, type Tree } from './tree.ts';
import { expression, joinWritten, knownText, type Written } from '../written.ts';

/** What stands for the parts of a template that is no text: each of them an expression. */
const spelled = (tree: Tree): string => ('text' in tree ? tree.text : '…');

export function writtenOf(tree: Tree, scope: Scope): Written {
  const found = resolve(tree, scope);
  const here = found.tree;
  switch (here.kind) {
    case 'text':
      return joinWritten(...here.parts.map((part) => (typeof part === 'string' ? part : writtenOf(part, found.scope))));
    case 'value':
      return here.value === null ? expression('null') : String(here.value);
    case 'call':
      return called(here.name, here.arguments, found.scope) ?? expression(here.text);
    case 'list':
      return here.items.length === 1 ? writtenOf(here.items[0] as Tree, found.scope) : expression('[…]');
    case 'map':
      return expression('{…}');
    default:
      return expression(spelled(here));
  }
}

/** https://developer.hashicorp.com/terraform/language/functions */
function called(name: string, args: readonly Tree[], scope: Scope): Written | undefined {
  const [first, second, third] = args;
  if (first === undefined) return undefined;
  if (name === 'format') return formatted(writtenOf(first, scope), args.slice(1), scope);
  if (name === 'join' && second !== undefined) {
    const separator = knownText(writtenOf(first, scope));
    const list = resolve(second, scope);
    if (separator === undefined || list.tree.kind !== 'list') return undefined;
    return joinWritten(...list.tree.items.flatMap((item, i) => [i === 0 ? '' : separator, writtenOf(item, list.scope)]));
  }
  const text = knownText(writtenOf(first, scope));
  if (text === undefined) return undefined;
  if (name === 'lower') return text.toLowerCase();
  if (name === 'upper') return text.toUpperCase();
  if (name === 'replace' && second !== undefined && third !== undefined) {
    const [what, by] = [knownText(writtenOf(second, scope)), knownText(writtenOf(third, scope))];
    return what === undefined || by === undefined || what.startsWith('/') ? undefined : text.split(what).join(by);
  }
  return undefined;
}

function formatted(pattern: Written, args: readonly Tree[], scope: Scope): Written | undefined {
  const text = knownText(pattern);
  if (text === undefined) return undefined;
  const pieces = text.split(/%[sdv]/);
  if (pieces.length !== args.length + 1 || pieces.some((piece) => piece.includes('%'))) return undefined;
  return joinWritten(...pieces.flatMap((piece, i) => (i < args.length ? [piece, writtenOf(args[i] as Tree, scope)] : [piece])));
}

/** One of several, and whether there may be none or many of it. */
export interface Item extends Resolved {
  readonly repeated?: true;
}

const TOGETHER = new Set(['concat', 'flatten', 'distinct', 'compact', 'sort', 'setunion', 'tolist', 'toset', 'coalescelist', 'values']);

/** The items of a list, or what stands where a list may; what cannot be counted is told to `unread`. */
export function itemsOf(tree: Tree, scope: Scope, what: string, unread: Unread[]): Item[] {
  const found = resolve(tree, scope);
  const here = found.tree;
  const deeper = (inner: Tree): Item[] => itemsOf(inner, found.scope, what, unread);
  const maybe = (items: readonly Item[]): Item[] => items.map((item) => ({ ...item, repeated: true as const }));
  if (here.kind === 'list') {
    return here.items.flatMap((item) => {
      const inner = resolve(item, found.scope);
      // A list in a list is what `flatten` is for.
      return inner.tree.kind === 'list' || (inner.tree.kind === 'call' && TOGETHER.has(inner.tree.name)) ? deeper(item) : [inner];
    });
  }
  if (here.kind === 'call' && TOGETHER.has(here.name)) return here.arguments.flatMap(deeper);
  if (here.kind === 'for') {
    if (here.over !== undefined && here.value?.kind === 'reference' && here.value.text === here.each)
      return maybe(valuesOf(here.over, found.scope, what, unread));
    unread.push({ what, why: 'for-expression', at: here.at });
    return here.value === undefined ? [] : maybe([{ tree: here.value, scope: found.scope }]);
  }
  if (here.kind === 'choice') {
    unread.push({ what, why: 'expression', at: here.at });
    return maybe([...deeper(here.yes), ...deeper(here.no)].filter(({ tree }) => tree.kind !== 'value' || tree.value !== null));
  }
  return [found];
}

/** Of a list, or of a map by any names. */
function valuesOf(over: Tree, scope: Scope, what: string, unread: Unread[]): Item[] {
  const { tree } = resolve(over, scope);
  const isMap = tree.kind === 'map' || (tree.kind === 'call' && tree.name === 'merge');
  return isMap ? entriesOf(over, scope, what, unread) : itemsOf(over, scope, what, unread);
}

/** Texts of a list; an element that could not be followed may stand for several. */
export const writtenListOf = (tree: Tree | undefined, scope: Scope, what: string, unread: Unread[]): Written[] =>
  tree === undefined ? [] : itemsOf(tree, scope, what, unread).map((item) => writtenOf(item.tree, item.scope));

export interface KnownEntry extends Resolved {
  readonly key: Tree;
  readonly name: string;
  readonly repeated?: true;
}

/** Entries of a map, `merge` followed; of the same name the last one. */
export function entriesOf(tree: Tree | undefined, scope: Scope, what: string, unread: Unread[]): KnownEntry[] {
  if (tree === undefined) return [];
  const found = resolve(tree, scope);
  const here = found.tree;
  const one = ({ key, value }: Entry): KnownEntry => ({ key, name: keyText(key) ?? spelledKey(key), tree: value, scope: found.scope });
  if (here.kind === 'map') return here.entries.map(one);
  if (here.kind === 'call' && here.name === 'merge') {
    const all = here.arguments.flatMap((argument) => entriesOf(argument, found.scope, what, unread));
    return [...new Map(all.map((entry) => [entry.name, entry])).values()];
  }
  if (here.kind === 'for' && here.over !== undefined && here.value?.kind === 'reference' && here.value.text === here.each) {
    return entriesOf(here.over, found.scope, what, unread).map((entry) => ({ ...entry, repeated: true as const }));
  }
  if (here.kind === 'for' && here.key !== undefined && here.value !== undefined) {
    unread.push({ what, why: 'for-expression', at: here.at });
    return [{ ...one({ key: here.key, value: here.value }), repeated: true }];
  }
  if (here.kind === 'choice') {
    unread.push({ what, why: 'expression', at: here.at });
    return [here.yes, here.no]
      .flatMap((way) => entriesOf(way, found.scope, what, unread))
      .map((entry) => ({ ...entry, repeated: true as const }));
  }
  if (!(here.kind === 'value' && here.value === null)) unread.push({ what, why: 'expression', at: here.at });
  return [];
}

const spelledKey = (key: Tree): string => ('text' in key ? key.text : '…');

/** What one argument of a map or of several blocks says. */
export const fieldOf = (entries: readonly KnownEntry[], ...names: readonly string[]): KnownEntry | undefined =>
  names.map((name) => entries.find((entry) => entry.name === name)).find((entry) => entry !== undefined);

export const fieldText = (entries: readonly KnownEntry[], ...names: readonly string[]): Written | undefined => {
  const field = fieldOf(entries, ...names);
  return field === undefined || isNull(field) ? undefined : writtenOf(field.tree, field.scope);
};

export const isNull = ({ tree, scope }: Resolved): boolean => {
  const found = resolve(tree, scope).tree;
  return found.kind === 'value' && found.value === null;
};

/** A literal of any kind, if it is one. */
export function literalOf(tree: Tree | undefined, scope: Scope): string | number | boolean | undefined {
  if (tree === undefined) return undefined;
  const found = resolve(tree, scope).tree;
  if (found.kind === 'value') return found.value ?? undefined;
  return literalText(found) ?? (found.kind === 'text' ? knownText(writtenOf(found, scope)) : undefined);
}
