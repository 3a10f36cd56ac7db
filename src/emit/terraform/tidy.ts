/**
 * Lays out HCL as `terraform fmt` does, so that templates and spelling care for content only.
 * https://github.com/hashicorp/hcl/blob/main/hclwrite/format.go
 */
import { columns } from './columns.ts';

interface Line {
  readonly text: string;
  /** Brackets opened less brackets closed. */
  readonly net: number;
  /** `left = right`; `whole` if the right side ends on this line: then its `=` is aligned with its neighbours'. */
  readonly definition: { readonly left: string; readonly right: string; readonly whole: boolean } | undefined;
  /** Starts a heredoc: the word that ends it. */
  readonly heredoc: string | undefined;
  /** Inside a heredoc: copied as it is. */
  readonly verbatim: boolean;
}

const plain = (text: string, verbatim = false): Line => ({ text, net: 0, definition: undefined, heredoc: undefined, verbatim });

/**
 * Indents by bracket depth, aligns `=` in runs of one-line definitions, and leaves at most one blank
 * line, none after an opening or before a closing bracket, none at either end.
 *
 * @param source HCL whose quoted strings stay on their line; heredocs are copied untouched
 */
export function tidy(source: string): string {
  const lines = align(withoutSpareBlanks(readLines(source)));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function readLines(source: string): Line[] {
  const lines: Line[] = [];
  let end: string | undefined;
  for (const raw of source.split('\n')) {
    if (end === undefined) {
      const line = measure(raw.trim());
      end = line.heredoc;
      lines.push(line);
    } else {
      lines.push(plain(raw, true));
      if (raw.trim() === end) end = undefined;
    }
  }
  return lines;
}

/** All that matters to {@link measure}; most of a line is none of it. */
const SIGN = /["\\$%{}[\]()#/<=]/g;

/** Counts brackets and finds the first `=`, outside strings and comments. */
function measure(text: string): Line {
  if (text === '' || text.startsWith('#')) return plain(text);
  /** Inside which strings and interpolations the cursor is, innermost last. */
  const nesting: ('string' | 'hole')[] = [];
  let net = 0;
  /** Where the first `=` is, and how many brackets are open there. */
  let equals = -1;
  let open = 0;
  let heredoc: string | undefined;
  SIGN.lastIndex = 0;
  while (SIGN.test(text)) {
    const i = SIGN.lastIndex - 1;
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (nesting.at(-1) === 'string') {
      if (char === '\\') SIGN.lastIndex = i + 2;
      else if (char === '"') nesting.pop();
      else if (char === '$' || char === '%') {
        if (next === char && text.charAt(i + 2) === '{') SIGN.lastIndex = i + 3;
        else if (next === '{') {
          nesting.push('hole');
          SIGN.lastIndex = i + 2;
        }
      }
    } else if (char === '"') nesting.push('string');
    else if (nesting.length > 0) {
      if (char === '{') nesting.push('hole');
      else if (char === '}') nesting.pop();
    } else if (char === '#' || (char === '/' && next === '/')) break;
    else if ('{[('.includes(char)) net++;
    else if ('}])'.includes(char)) net--;
    else if (char === '<' && next === '<') heredoc ??= heredocOf(text.slice(i));
    else if (char === '=' && equals === -1 && i > 0 && !'=>'.includes(next) && !'=!<>'.includes(text.charAt(i - 1))) {
      equals = i;
      open = net;
    }
  }
  const definition =
    equals === -1 ? undefined : { left: text.slice(0, equals).trimEnd(), right: text.slice(equals + 1).trimStart(), whole: net === open };
  return { text, net, definition, heredoc, verbatim: false };
}

/** The word that ends a here document. Nearly all are of letters of ASCII, and to compile a class of Unicode takes long. */
const heredocOf = (text: string): string | undefined =>
  (/^<<-?([A-Za-z_][\w-]*)$/.exec(text) ?? /^<<-?([\p{L}_][\p{L}\p{N}_-]*)$/u.exec(text))?.[1];

const isBlank = (line: Line | undefined): boolean => line === undefined || (line.text === '' && !line.verbatim);

function withoutSpareBlanks(lines: readonly Line[]): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    const before = kept.at(-1);
    if (isBlank(line) && (isBlank(before) || (before !== undefined && before.net > 0))) continue;
    if (line.net < 0 && before !== undefined && isBlank(before)) kept.pop();
    kept.push(line);
  }
  if (kept.length > 0 && isBlank(kept.at(-1))) kept.pop();
  return kept;
}

/** How deep each line stands. Brackets that one line opens together indent once, and are closed together. */
function depths(lines: readonly Line[]): number[] {
  const open: number[] = [];
  return lines.map(({ net }) => {
    if (net > 0) {
      open.push(net);
      return open.length - 1;
    }
    for (let closed = -net; closed > 0 && open.length > 0;) {
      const last = open.pop() ?? 0;
      if (last > closed) open.push(last - closed);
      closed -= Math.min(last, closed);
    }
    return open.length;
  });
}

function align(lines: readonly Line[]): string[] {
  const printed: string[] = [];
  let run: { readonly margin: string; readonly left: string; right: string }[] = [];
  const endRun = () => {
    let width = 0;
    for (const { left } of run) width = Math.max(width, columns(left));
    for (const { margin, left, right } of run) printed.push(`${margin}${left}${' '.repeat(width - columns(left))} = ${right}`);
    run = [];
  };
  const depthOf = depths(lines);
  for (const [i, { text, definition, verbatim }] of lines.entries()) {
    const margin = '  '.repeat(depthOf[i] ?? 0);
    const last = run.at(-1);
    if (definition?.whole) run.push({ margin, left: definition.left, right: definition.right });
    // A heredoc belongs to the definition that it ends, and does not end the run.
    else if (verbatim && last) last.right += `\n${text}`;
    else {
      if (last) endRun();
      if (verbatim || text === '') printed.push(text);
      else printed.push(margin + (definition ? `${definition.left} = ${definition.right}` : text));
    }
  }
  endRun();
  return printed;
}
