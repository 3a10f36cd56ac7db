/** Paths of other files of a spec, seen from the file that names them. What lies outside the repository is refused where the disk is known. */
import { quoted, type Rule } from './rule.ts';

export const path: Rule = (literal) => {
  if (literal === '') return { message: 'This path is empty.', fix: 'Write one such as ../base.irsa.yaml.' };
  if (/^([/\\~]|[A-Za-z]:)/.test(literal)) {
    return {
      message: `${quoted(literal)} is not relative; other files are seen from this one.`,
      fix: 'Write a path such as ../base.irsa.yaml.',
    };
  }
  if (literal.includes('\\')) return { message: `${quoted(literal)} holds a backslash.`, fix: `Write ${literal.replaceAll('\\', '/')}.` };
  return /\p{Cc}/u.test(literal) ? { message: `${quoted(literal)} holds a control character.`, fix: 'Remove it.' } : undefined;
};
