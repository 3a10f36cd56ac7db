/** How an addition is spelled: in the manner of the text that it goes to. Pure. */
import { Document, isCollection, isMap } from 'yaml';
import type { Node } from 'yaml';
import type { Path } from '../../problem.ts';
import { flowNode, styledNode } from '../layout.ts';
import { printing } from '../print-spec.ts';
import type { Entry } from './places.ts';
import { columnOf, startOf } from './places.ts';

/** The manner of one text. */
export interface Manner {
  /** Spaces by which it goes deeper. */
  readonly step: number;
  /** It is JSON, and shall stay so. */
  readonly json: boolean;
}

const USUAL = 2;

export function mannerOf(text: string, contents: Node): Manner {
  return { step: stepOf(text, contents) ?? USUAL, json: isJson(text) };
}

/** That of the first map within a map. */
function stepOf(text: string, node: Node): number | undefined {
  if (!isMap(node) || node.flow === true) return undefined;
  for (const pair of node.items as Entry[]) {
    const { value } = pair;
    const [inner] = isMap(value) && value.flow !== true ? (value.items as Entry[]) : [];
    const step = inner === undefined ? 0 : columnOf(text, startOf(inner)) - columnOf(text, startOf(pair));
    if (step > 0) return step;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Lines of YAML, each indented. */
export function lines(value: unknown, path: Path, indent: number, { step }: Manner): string {
  const document = new Document(null, { version: '1.2' });
  const node = styledNode(value, path, false);
  if (isCollection(node)) node.flow = false;
  document.contents = node as never;
  return document
    .toString({ ...printing, indent: step })
    .trimEnd()
    .replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

/** The same on one line, as it may stand between brackets. */
export function oneLine(value: unknown, { json }: Manner): string {
  if (json) return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  const document = new Document(null, { version: '1.2' });
  document.contents = flowNode([value]) as never;
  return document.toString(printing).trim().slice(1, -1);
}

/** A key with its value, between the brackets of a map. */
export const oneEntry = (key: string, value: unknown, manner: Manner): string =>
  oneLine({ [key]: value }, manner).replace(/^\{ (.*) \}$/s, '$1');
