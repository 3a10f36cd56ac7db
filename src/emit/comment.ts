/** Comments: prose from specs, catalogs and repositories, made harmless and wrapped. */
const WIDTH = 96;

/**
 * Paragraph → lines of at most 96 characters (longer only where one word is). Line breaks and other
 * control characters become spaces and invisible ones vanish, so that no comment can end early or
 * show something other than it says.
 */
export function wrap(paragraph: string, width = WIDTH): string[] {
  const words = visible(paragraph)
    .split(' ')
    .filter((word) => word !== '');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** ASCII, and the dashes and quotation marks of print, which our own prose has: asked first, see ascii.ts. */
const PLAIN = /^[ -~\u2010-\u2027]*$/;

const visible = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '');

/** Paragraphs → `# ` lines, each paragraph starting a new one; one that begins with two spaces is a command, kept on one line. */
export const hashComment = (paragraphs: readonly string[]): string =>
  paragraphs
    .flatMap((paragraph) => (paragraph.startsWith('  ') ? [`  ${wrap(paragraph, Infinity).join('')}`] : wrap(paragraph)))
    .map((line) => `# ${line}`)
    .join('\n');
