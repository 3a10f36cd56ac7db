/** Texts of users in Markdown, made to say what they say and nothing else. */
import { wrap } from './comment.ts';

/** On one line, in as many backticks as it takes. https://spec.commonmark.org/0.31.2/#code-spans */
export function code(text: string): string {
  const line = wrap(text, Infinity).join(' ');
  if (line === '') return '` `';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** In a cell a pipe ends the cell, even in code. https://github.github.com/gfm/#tables-extension- */
export const cell = (text: string): string => text.replaceAll('|', '\\|');

/** A label of Mermaid: all that could mean something to it is an entity. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
export const mermaid = (text: string): string =>
  `"${wrap(text, Infinity)
    .join(' ')
    .replace(/[^\w .,:/@=*+-]/gu, (char) => `#${char.codePointAt(0)};`)}"`;
