/** Changes to an irsa.yaml that somebody has written: only the bytes that must change do. */
import { Document, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from '../problem.ts';
import { flowNode, orderAt, sections, styledNode } from './layout.ts';
import { isPlainMap, mergeInput, mergesInto, sameInput } from './merge-input.ts';
import type { PlainMap } from './merge-input.ts';
import { printing, printSpec } from './print-spec.ts';
import type { SpecInput } from './spec-input.ts';

type Entry = Pair<Node, Node | null>;

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Merges `input` into the text of a spec: maps key by key, lists and scalars as a whole; `null`
 * takes a key away. Comments and everything untouched stay byte for byte; where the text is too
 * unusual for that, comments stay and spaces are made regular. The text must be YAML that
 * `parseSpec` can read, or be empty.
 */
export function editSpec(text: string, input: SpecInput): string {
  const document = parseDocument(text, { version: '1.2', uniqueKeys: false, logLevel: 'silent' });
  const old: unknown = document.toJS({ maxAliasCount: 0 });
  if (document.contents === null || old === null) return text.trim() === '' ? printSpec(input) : `${text.trimEnd()}\n${printSpec(input)}`;
  if (!isMap(document.contents) || document.errors.length > 0) throw new Error('editSpec was given text that is no spec.');
  const wanted = mergeInput(old, input);
  const spliced = splice(text, editsOf(text, document.contents as YAMLMap, old as PlainMap, input as PlainMap));
  const result = parseDocument(spliced, { version: '1.2', logLevel: 'silent' });
  if (result.errors.length === 0 && sameInput(result.toJS(), wanted)) return spliced;
  rewrite(document, [], old, input);
  return document.toString(printing);
}

function splice(text: string, edits: readonly Edit[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let [result, at] = ['', 0];
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, edit.from) + edit.text.replaceAll('\n', eol);
    at = edit.to;
  }
  return result + text.slice(at);
}

function editsOf(text: string, map: YAMLMap, old: PlainMap, input: PlainMap, path: Path = []): Edit[] {
  const pairs = map.items as Entry[];
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const [key, value] of Object.entries(input)) {
    const below = [...path, key];
    const pair = pairs.find((candidate) => isScalar(candidate.key) && String(candidate.key.value) === key);
    if (value === undefined || sameInput({ [key]: old[key] }, { [key]: value }, path)) continue;
    if (pair === undefined) added.push(key);
    else if (value === null) edits.push(removal(text, pair));
    else if (isMap(pair.value) && pair.value.items.length > 0 && mergesInto(old[key], value, below)) {
      edits.push(...editsOf(text, pair.value, old[key] as PlainMap, value as PlainMap, below));
    } else if (isSeq(pair.value) && pair.value.items.length > 0 && Array.isArray(value) && begins(value, old[key])) {
      edits.push(appending(text, pair.value, value.slice(pair.value.items.length), below));
    } else edits.push(replacement(text, map, pair, value, below));
  }
  return [
    ...edits,
    ...additions(
      text,
      map,
      added.map((key) => [key, input[key]] as const),
      path,
    ),
  ];
}

const begins = (value: readonly unknown[], old: unknown): boolean =>
  Array.isArray(old) && old.length <= value.length && old.every((item, i) => sameInput(item, value[i]));

/** Where a value ends, without the comments after it; 0 if it is nowhere. */
function endOf(node: Node | null | undefined): number {
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last === undefined) return node?.range?.[1] ?? 0;
  const { key, value } = last as Partial<Entry>;
  return isMap(node) ? endOf(value ?? key) : endOf(last as Node);
}

/** The beginning of the line after an offset. */
function nextLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

const startOf = (pair: Entry): number => pair.key.range?.[0] ?? 0;

/** Lines of YAML, each indented. */
function lines(value: unknown, path: Path, indent: number): string {
  const document = new Document(null, { version: '1.2' });
  const node = styledNode(value, path, false);
  if (isCollection(node)) node.flow = false;
  document.contents = node as never;
  return document
    .toString(printing)
    .trimEnd()
    .replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

/** The same on one line, as it may stand between brackets. */
function oneLine(value: unknown): string {
  const document = new Document(null, { version: '1.2' });
  document.contents = flowNode([value]) as never;
  return document.toString(printing).trim().slice(1, -1);
}

function replacement(text: string, map: YAMLMap, pair: Entry, value: unknown, path: Path): Edit {
  const [from = 0, to = 0] = pair.value?.range ?? [];
  const isOpen = isCollection(pair.value) && pair.value.flow !== true;
  const space = from === to ? ' ' : '';
  if (map.flow === true) return { from, to, text: space + oneLine(value) };
  const start = startOf(pair);
  const whole = lines({ [String(path.at(-1))]: value }, path.slice(0, -1), columnOf(text, start)).trimStart();
  if (!isOpen && !isPlainMap(value) && !Array.isArray(value)) return { from, to, text: space + oneLine(value) };
  const end = Math.max(endOf(pair.value), from);
  return { from: start, to: end, text: text[end - 1] === '\n' ? `${whole}\n` : whole };
}

function removal(text: string, pair: Entry): Edit {
  const start = startOf(pair);
  return { from: start - columnOf(text, start), to: nextLine(text, endOf(pair.value) || (pair.key.range?.[1] ?? 0)), text: '' };
}

function appending(text: string, seq: YAMLSeq, items: readonly unknown[], path: Path): Edit {
  const end = endOf(seq.items.at(-1) as Node);
  if (seq.flow === true) return { from: end, to: end, text: items.map((item) => `, ${oneLine(item)}`).join('') };
  const indent = columnOf(text, seq.range?.[0] ?? 0);
  return insertion(text, end, indent, lines(items, path, indent));
}

/** Comments that are indented further belong to what stands before them. */
function insertion(text: string, after: number, indent: number, inserted: string): Edit {
  let at = nextLine(text, after);
  const comment = new RegExp(`^ {${indent + 1},}#`);
  while (comment.test(text.slice(at, nextLine(text, at + 1)))) at = nextLine(text, at + 1);
  const lead = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  return { from: at, to: at, text: `${lead}${inserted}\n` };
}

/** Each new key goes after the one that comes before it in the usual order, else to the end. */
function additions(text: string, map: YAMLMap, added: readonly (readonly [string, unknown])[], path: Path): Edit[] {
  const pairs = map.items as Entry[];
  const said = added.filter(([, value]) => value !== null && value !== undefined);
  const last = pairs.at(-1);
  if (last === undefined) return [];
  if (map.flow === true) {
    const end = endOf(last.value ?? last.key) || endOf(last.key);
    return said.map(([key, value]) => ({ from: end, to: end, text: `, ${oneLine({ [key]: value }).replace(/^\{ (.*) \}$/, '$1')}` }));
  }
  const order = orderAt(path);
  const indent = columnOf(text, startOf(pairs[0] as Entry));
  const ranked = [...said].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return ranked.map(([key, value]) => {
    const before = order.slice(0, Math.max(order.indexOf(key), 0)).reverse();
    const neighbour =
      before.map((name) => pairs.find((pair) => isScalar(pair.key) && pair.key.value === name)).find((pair) => pair !== undefined) ?? last;
    const comment = path.length === 0 && sections[key] !== undefined ? `\n# ${sections[key]}\n` : '';
    const end = endOf(neighbour.value) || (neighbour.key.range?.[1] ?? 0);
    return insertion(text, end, indent, comment + lines({ [key]: value }, path, indent));
  });
}

/** The same through the document's own tree, which keeps comments but not every space. */
function rewrite(document: Document, path: Path, old: unknown, value: unknown): void {
  if (isPlainMap(old) && isPlainMap(value) && mergesInto(old, value, path)) {
    for (const [key, inner] of Object.entries(value)) if (inner !== undefined) rewrite(document, [...path, key], old[key], inner);
  } else if (value === null) document.deleteIn(path);
  else if (!sameInput(old, value)) document.setIn(path, styledNode(value, path, false));
}
