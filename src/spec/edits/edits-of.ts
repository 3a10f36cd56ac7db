/** The edits that make one spec of another, each as small as it can be. Pure. */
import { isCollection, isMap, isSeq } from 'yaml';
import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from '../../problem.ts';
import { orderAt, sections } from '../layout.ts';
import { isPlainMap, mergesInto, sameInput } from '../merge-input.ts';
import type { PlainMap } from '../merge-input.ts';
import { columnOf, endOf, endOfPair, indentAt, insertion, isCalled, nextLine, startOf, type Edit, type Entry } from './places.ts';
import { lines, mannerOf, oneEntry, oneLine, type Manner } from './spelling.ts';

/**
 * @param old what `map` says
 * @param input what it shall say too; `null` takes a key away
 */
export function editsOf(text: string, map: YAMLMap, old: PlainMap, input: PlainMap): Edit[] {
  return editsIn({ text, manner: mannerOf(text, map) }, map, old, input, []);
}

interface Written {
  readonly text: string;
  readonly manner: Manner;
}

function editsIn(on: Written, map: YAMLMap, old: PlainMap, input: PlainMap, path: Path): Edit[] {
  const pairs = map.items as Entry[];
  const edits: Edit[] = [];
  const added: (readonly [string, unknown])[] = [];
  for (const [key, value] of Object.entries(input)) {
    const below = [...path, key];
    const pair = pairs.find((candidate) => isCalled(candidate, key));
    if (value === undefined || sameInput({ [key]: old[key] }, { [key]: value }, path)) continue;
    if (pair === undefined) added.push([key, value]);
    else if (value === null) edits.push(removal(on, pair));
    else if (isMap(pair.value) && pair.value.items.length > 0 && mergesInto(old[key], value, below)) {
      edits.push(...editsIn(on, pair.value, old[key] as PlainMap, value as PlainMap, below));
    } else if (isSeq(pair.value) && pair.value.items.length > 0 && Array.isArray(value) && begins(value, old[key])) {
      edits.push(...appending(on, pair.value, value.slice(pair.value.items.length), below));
    } else if (map.flow !== true && saysNothing(on, pair) && saysMuch(value)) edits.push(...filling(on, pair, value, below));
    else edits.push(replacement(on, map, pair, value, below));
  }
  return [...edits, ...additions(on, map, added, path)];
}

const begins = (value: readonly unknown[], old: unknown): boolean =>
  Array.isArray(old) && old.length <= value.length && old.every((item, i) => sameInput(item, value[i]));

const saysMuch = (value: unknown): boolean => (isPlainMap(value) || Array.isArray(value)) && Object.keys(value).length > 0;

/** `addOns:`, `addOns: {}` or `addOns: ~`: what stands there can go without loss. */
const saysNothing = ({ text }: Written, { value }: Entry): boolean =>
  /^(|~|null|Null|NULL|\{\s*\}|\[\s*\])$/.test(text.slice(value?.range?.[0] ?? 0, value?.range?.[1] ?? 0));

/** Lines below a key of which nothing is said yet; what stands beside it stays there. */
function filling({ text, manner }: Written, pair: Entry, value: unknown, path: Path): Edit[] {
  const column = columnOf(text, startOf(pair));
  const [from = 0, to = 0] = pair.value?.range ?? [];
  const inner = lines(value, path, column + manner.step, manner);
  const end = Math.max(to, pair.key.range?.[1] ?? 0);
  const lead = /\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const gone: Edit[] = from === to ? [] : [{ from: from - lead, to, text: '' }];
  return [...gone, insertion(text, end, column, inner)];
}

function replacement({ text, manner }: Written, map: YAMLMap, pair: Entry, value: unknown, path: Path): Edit {
  const [from = 0, to = 0] = pair.value?.range ?? [];
  const isOpen = isCollection(pair.value) && pair.value.flow !== true;
  const space = from === to ? ' ' : '';
  if (map.flow === true) return { from, to, text: space + oneLine(value, manner) };
  const start = startOf(pair);
  const whole = lines({ [String(path.at(-1))]: value }, path.slice(0, -1), columnOf(text, start), manner).trimStart();
  if (!isOpen && !isPlainMap(value) && !Array.isArray(value)) return { from, to, text: space + oneLine(value, manner) };
  const end = Math.max(endOf(pair.value), from);
  return { from: start, to: end, text: text[end - 1] === '\n' ? `${whole}\n` : whole };
}

function removal({ text }: Written, pair: Entry): Edit {
  const start = startOf(pair);
  return { from: start - columnOf(text, start), to: nextLine(text, endOfPair(pair)), text: '' };
}

function appending(on: Written, seq: YAMLSeq, items: readonly unknown[], path: Path): Edit[] {
  const { text, manner } = on;
  const last = seq.items.at(-1) as Node;
  if (seq.flow === true)
    return betweenBrackets(
      on,
      { start: last.range?.[0] ?? 0, end: endOf(last) },
      items.map((item) => oneLine(item, manner)),
    );
  const indent = columnOf(text, seq.range?.[0] ?? 0);
  return [insertion(text, endOf(last), indent, lines(items, path, indent, manner))];
}

/** Each new key goes after the one that comes before it in the usual order, else to the end. */
function additions(on: Written, map: YAMLMap, added: readonly (readonly [string, unknown])[], path: Path): Edit[] {
  const { text, manner } = on;
  const pairs = map.items as Entry[];
  const said = added.filter(([, value]) => value !== null && value !== undefined);
  const last = pairs.at(-1);
  if (last === undefined || said.length === 0) return [];
  if (map.flow === true) {
    const entries = said.map(([key, value]) => oneEntry(key, value, manner));
    return betweenBrackets(on, { start: startOf(last), end: endOfPair(last) }, entries);
  }
  const order = orderAt(path);
  const indent = columnOf(text, startOf(pairs[0] as Entry));
  const ranked = [...said].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return ranked.map(([key, value]) => {
    const before = order.slice(0, Math.max(order.indexOf(key), 0)).reverse();
    const neighbour = before.map((name) => pairs.find((pair) => isCalled(pair, name))).find((pair) => pair !== undefined) ?? last;
    const comment = path.length === 0 && sections[key] !== undefined ? `\n# ${sections[key]}\n` : '';
    return insertion(text, endOfPair(neighbour), indent, comment + lines({ [key]: value }, path, indent, manner));
  });
}

/** After the last of a flow collection: on lines of their own where it stands on one. */
function betweenBrackets({ text }: Written, last: { readonly start: number; readonly end: number }, entries: readonly string[]): Edit[] {
  const indent = indentAt(text, last.start);
  const [all, comma = ''] = /^[ \t]*(,)?[ \t\r]*(?:(?<=[\s,])#[^\n]*)?(?:\n|$)/.exec(text.slice(last.end)) ?? [];
  if (indent === undefined || all === undefined)
    return [{ from: last.end, to: last.end, text: entries.map((entry) => `, ${entry}`).join('') }];
  const at = nextLine(text, last.end);
  return [
    ...(comma === '' ? [{ from: last.end, to: last.end, text: ',' }] : []),
    { from: at, to: at, text: `${entries.map((entry) => `${indent}${entry}`).join(',\n')}${comma}\n` },
  ];
}
