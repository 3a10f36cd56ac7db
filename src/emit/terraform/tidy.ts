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
  readonly definition?: { readonly left: string; readonly right: string; readonly whole: boolean };
  /** Starts a heredoc: the word that ends it. */
  readonly heredoc?: string;
  /** Inside a heredoc: copied as it is. */
  readonly verbatim?: true;
}

/**
 * Indents by bracket depth, aligns `=` in runs of one-line definitions, and leaves at most one blank
 * line, none after an opening or before a closing bracket, none at either end.
 *
 * @param source HCL whose quoted strings stay on their line; heredocs are copied untouched
 */
export function tidy(source: string): string {
  const lines = align(indent(withoutSpareBlanks(readLines(source))));
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
      lines.push({ text: raw, net: 0, verbatim: true });
      if (raw.trim() === end) end = undefined;
    }
  }
  return lines;
}

/** All that matters to {@link measure}; most of a line is none of it. */
const SIGN = /["\\$%{}[\]()#/<=]/g;

/** Counts brackets and finds the first `=`, outside strings and comments. */
function measure(text: string): Line {
  if (text === '' || text.startsWith('#')) return { text, net: 0 };
  /** Inside which strings and interpolations the cursor is, innermost last. */
  const nesting: ('string' | 'hole')[] = [];
  let net = 0;
  let equals: { readonly at: number; readonly net: number } | undefined;
  let heredoc: string | undefined;
  SIGN.lastIndex = 0;
  for (let sign = SIGN.exec(text); sign !== null; sign = SIGN.exec(text)) {
    const [char] = sign;
    const i = sign.index;
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
    else if (char === '=' && equals === undefined && i > 0 && !'=>'.includes(next) && !'=!<>'.includes(text.charAt(i - 1)))
      equals = { at: i, net };
  }
  return {
    text,
    net,
    ...(equals && {
      definition: { left: text.slice(0, equals.at).trimEnd(), right: text.slice(equals.at + 1).trimStart(), whole: net === equals.net },
    }),
    ...(heredoc !== undefined && { heredoc }),
  };
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

/** Brackets that one line opens together indent once, and are closed together. */
function indent(lines: readonly Line[]): { line: Line; margin: number }[] {
  const open: number[] = [];
  return lines.map((line) => {
    if (line.net > 0) {
      open.push(line.net);
      return { line, margin: open.length - 1 };
    }
    for (let closed = -line.net; closed > 0 && open.length > 0;) {
      const last = open.pop() ?? 0;
      if (last > closed) open.push(last - closed);
      closed -= Math.min(last, closed);
    }
    return { line, margin: open.length };
  });
}

function align(lines: readonly { line: Line; margin: number }[]): string[] {
  const printed: string[] = [];
  let run: { margin: string; left: string; right: string }[] = [];
  const endRun = () => {
    const width = Math.max(...run.map(({ left }) => columns(left)));
    for (const { margin, left, right } of run) printed.push(`${margin}${left}${' '.repeat(width - columns(left))} = ${right}`);
    run = [];
  };
  for (const { line, margin: depth } of lines) {
    const margin = '  '.repeat(depth);
    const { text, definition } = line;
    const last = run.at(-1);
    if (definition?.whole) run.push({ margin, ...definition });
    // A heredoc belongs to the definition that it ends, and does not end the run.
    else if (line.verbatim && last) last.right += `\n${text}`;
    else {
      endRun();
      if (line.verbatim || text === '') printed.push(text);
      else printed.push(margin + (definition ? `${definition.left} = ${definition.right}` : text));
    }
  }
  endRun();
  return printed;
}
