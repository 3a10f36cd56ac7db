/** The project's own Markdown files, as they are in the working copy. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Page {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

const elsewhere = new Set(['node_modules', 'dist', 'playground', '.git', '.cache', 'coverage', 'cdktf.out']);
/** Notices are the words of others. */
const ofOthers = new Set(['THIRD-PARTY-NOTICES.md']);

export function pages(folder = '.'): Page[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Page[] => {
    const path = join(folder, entry.name).replaceAll('\\', '/');
    if (entry.isDirectory()) return elsewhere.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') && !ofOthers.has(entry.name) ? [page(path)] : [];
  });
}

export const page = (path: string): Page => ({ path, text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n') });

/** Code blocks hold no links and name files of other repositories. */
export const withoutFences = (text: string): string => text.replace(/^( *)```[^]*?^\1```$/gm, '');

/** As GitHub makes anchors of headings. */
export const anchors = (text: string): string[] =>
  [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
