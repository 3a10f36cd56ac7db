/** The difference between a file and what it would become, for people. */
import { structuredPatch } from 'diff';

export interface DiffLine {
  /** `file`: the two heading lines; `hunk`: `@@ … @@`; `note`: words about the diff itself. */
  readonly kind: 'file' | 'hunk' | 'add' | 'remove' | 'context' | 'note';
  readonly text: string;
}

/** Beyond it the search for the shortest difference gives way to the whole old text and the whole new one. */
const PATIENCE_MS = 1_000;

/**
 * Unified diff without colours. BOM and CRLF do not count, and control characters are made visible:
 * the text may come from a file that is not ours, and goes to a terminal.
 *
 * @param theirs on disk; absent: the file is new
 * @param ours absent: the file goes
 */
export function unifiedDiff(path: string, theirs: string | undefined, ours: string | undefined): readonly DiffLine[] {
  const before = plain(theirs ?? '');
  const after = plain(ours ?? '');
  if (before === after && theirs !== undefined && ours !== undefined) return [];
  const heading: DiffLine[] = [
    { kind: 'file', text: visible(`--- ${theirs === undefined ? '/dev/null' : `a/${path}`}`) },
    { kind: 'file', text: visible(`+++ ${ours === undefined ? '/dev/null' : `b/${path}`}`) },
  ];
  const patch = structuredPatch(path, path, before, after, undefined, undefined, { context: 3, timeout: PATIENCE_MS });
  const hunks = patch?.hunks ?? [wholeHunk(before, after)];
  return [
    ...heading,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      { kind: 'hunk' as const, text: `@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@` },
      ...lines.map((line) => ({ kind: KINDS[line.charAt(0)] ?? 'context', text: visible(line) })),
    ]),
  ];
}

/** No lines stand after the line before them: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html */
const span = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`;

const KINDS: Readonly<Record<string, DiffLine['kind']>> = { '+': 'add', '-': 'remove', '\\': 'note' };

const plain = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');

/** Control characters but tabs as the pictures that Unicode has of them; invisible ones as a question mark. */
const visible = (text: string): string =>
  text.replace(/[^\P{Cc}\t]/gu, (c) => (c < ' ' ? String.fromCodePoint(0x2400 + c.charCodeAt(0)) : '\uFFFD')).replace(/\p{Cf}/gu, '\uFFFD');

function wholeHunk(before: string, after: string) {
  const old = linesOf(before);
  const now = linesOf(after);
  return {
    oldStart: 1,
    oldLines: old.length,
    newStart: 1,
    newLines: now.length,
    lines: [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)],
  };
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
