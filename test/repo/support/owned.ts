import { withHeader } from '../../../src/emit/header.ts';
import type { WantedFile } from '../../../src/repo/change-set.ts';
import { sha256 } from '../../../src/repo/digest.ts';

export const SPEC = 'irsa.yaml';

/** A file as create-irsa would have written it. */
export const owned = (content: string, spec = SPEC, comments: 'hash' | 'json' | 'html' = 'hash'): string =>
  withHeader({ path: '', content, comments }, spec, sha256);

export const wants = (files: Readonly<Record<string, string>>): WantedFile[] =>
  Object.entries(files).map(([path, content]) => ({ path, content: owned(content) }));
