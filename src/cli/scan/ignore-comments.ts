/** `# create-irsa:ignore <code> <reason>` on the line of a finding, or above it. */
import { Lexer } from 'yaml';
import { hclParser } from '../../repo/scan/grammar.ts';
import type { Ignore, MarkedText } from '../../survey/silenced.ts';

const IGNORE = /^(?:#+|\/\/+|\/\*+)\s*create-irsa:ignore\b[\s:]*([\w-]+(?:\s*,\s*[\w-]+)*)?\s*(?:[-–—:]\s+)?(.*?)\s*(?:\*\/)?$/s;

/** Those of all comments, in order; a comment of several codes is several. */
export async function commentedIgnores(marked: readonly MarkedText[]): Promise<readonly Ignore[]> {
  const found: Ignore[] = [];
  for (const one of marked) found.push(...ignoresIn(one.file, await commentsIn(one), one.text.split('\n')));
  return found;
}

interface Comment {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

const commentsIn = ({ file, text }: MarkedText): Promise<readonly Comment[]> | readonly Comment[] =>
  /\.ya?ml$/.test(file) ? commentsOfYaml(text) : file.endsWith('.json') ? [] : commentsOfHcl(text);

async function commentsOfHcl(text: string): Promise<readonly Comment[]> {
  const tree = (await hclParser()).parse(text);
  if (!tree) throw new Error('the HCL parser gave up without a deadline');
  try {
    return tree.rootNode
      .descendantsOfType('comment')
      .flatMap((node) => (node ? [{ line: node.startPosition.row + 1, text: node.text.trimEnd() }] : []));
  } finally {
    tree.delete();
  }
}

/** By the lexer alone: templates of charts and broken documents have comments too. */
function commentsOfYaml(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#')) comments.push({ line, text: lexeme.trimEnd() });
    for (const character of lexeme) if (character === '\n') line++;
  }
  return comments;
}

/** A comment that stands alone speaks of the next line that is more than a comment. */
function ignoresIn(file: string, comments: readonly Comment[], lines: readonly string[]): readonly Ignore[] {
  const alone = new Set(comments.filter(({ line }) => /^\s*(#|\/\/|\/\*)/.test(lines[line - 1] ?? '')).map(({ line }) => line));
  return comments.flatMap(({ line, text }) => {
    const [match, codes = '', reason = ''] = IGNORE.exec(text) ?? [];
    if (match === undefined) return [];
    const last = alone.has(line) ? nextAfter(line, alone) : line;
    return codes
      .split(',')
      .map((code) => code.trim())
      .map((code): Ignore => ({
        code,
        reason,
        at: { file, line },
        kind: 'comment',
        covers: (place) => place.file === file && place.line >= line && place.line <= last,
      }));
  });
}

function nextAfter(line: number, alone: ReadonlySet<number>): number {
  let next = line + 1;
  while (alone.has(next)) next++;
  return next;
}
