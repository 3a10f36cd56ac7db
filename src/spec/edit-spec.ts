/** Changes to an irsa.yaml that somebody has written: only the bytes that must change do. */
import { isMap, parseDocument } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { formatPath, type Path } from '../problem.ts';
import { editsOf } from './edits/edits-of.ts';
import { splice } from './edits/places.ts';
import { styledNode } from './layout.ts';
import { isPlainMap, mergeInput, mergesInto, sameInput } from './merge-input.ts';
import type { PlainMap } from './merge-input.ts';
import { printing, printSpec } from './print-spec.ts';
import { readYaml } from './read-yaml.ts';
import type { SpecInput } from './spec-input.ts';

/**
 * Merges `input` into the text of a spec: maps key by key, lists and scalars as a whole; `null`
 * takes a key away. Comments and everything untouched stay byte for byte; where the text is too
 * unusual for that, comments stay and spaces are made regular. The text must be YAML that
 * `parseSpec` can read, or be empty.
 */
export function editSpec(text: string, input: SpecInput): string {
  const inPlace = editInPlace(text, input);
  if (inPlace !== undefined) return inPlace;
  const { document, old } = parsed(text);
  if (!isMap(document.contents) || document.errors.length > 0) throw new Error('editSpec was given text that is no spec.');
  rewrite(document, [], old, input);
  return document.toString(printing);
}

/** The same, or nothing where bytes would have to change that say something else. */
export function editInPlace(text: string, input: SpecInput): string | undefined {
  // Columns are counted without it.
  if (text.startsWith(BOM)) {
    const edited = editInPlace(text.slice(BOM.length), input);
    return edited === undefined ? undefined : BOM + edited;
  }
  const { document, old } = parsed(text);
  if (document.contents === null || old === null) return text.trim() === '' ? printSpec(input) : `${text.trimEnd()}\n${printSpec(input)}`;
  if (!isMap(document.contents) || document.errors.length > 0) return undefined;
  const edited = splice(text, editsOf(text, document.contents as YAMLMap, old as PlainMap, input as PlainMap));
  const { yaml } = readYaml(edited, '');
  return yaml !== undefined && sameInput(yaml.value, mergeInput(old, input)) ? edited : undefined;
}

const BOM = '\uFEFF';

function parsed(text: string): { readonly document: Document.Parsed; readonly old: unknown } {
  const document = parseDocument(text, { version: '1.2', uniqueKeys: false, logLevel: 'silent' });
  return { document, old: readYaml(text, '').yaml?.value ?? document.toJS({ maxAliasCount: 0 }) };
}

/** Why a text cannot take an edit: the end of a sentence. */
export function whyNotInPlace(text: string, path: Path): string {
  if (/^\s*\? /m.test(text)) return 'it writes keys as `? key`, and nothing can be put beside those without writing them anew';
  return `the way it lays out ${formatPath(path)} leaves no place for it`;
}

/** The same through the document's own tree, which keeps comments but not every space. */
function rewrite(document: Document, path: Path, old: unknown, value: unknown): void {
  if (isPlainMap(old) && isPlainMap(value) && mergesInto(old, value, path)) {
    for (const [key, inner] of Object.entries(value)) if (inner !== undefined) rewrite(document, [...path, key], old[key], inner);
  } else if (value === null) document.deleteIn(path);
  else if (!sameInput(old, value)) document.setIn(path, styledNode(value, path, false));
}
