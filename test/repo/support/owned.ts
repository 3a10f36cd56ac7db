import { withHeader } from '../../../src/emit/header.ts';
import { sha256 } from '../../../src/repo/digest.ts';

export const SPEC = 'irsa.yaml';

/** A file as create-irsa would have written it. */
export const owned = (content: string, spec = SPEC, comments: 'hash' | 'json' | 'html' = 'hash'): string =>
  withHeader({ path: '', content, comments }, spec, sha256);
