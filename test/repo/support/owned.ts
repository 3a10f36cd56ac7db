import type { OutFile } from '../../../src/emit/file-set.ts';
import { withHeader } from '../../../src/emit/header.ts';
import { sha256 } from '../../../src/repo/digest.ts';

export const SPEC = 'irsa.yaml';

/** A file as create-irsa would have written it. */
export const owned = (content: string, spec = SPEC, comments: OutFile['comments'] = 'hash'): string =>
  withHeader({ path: '', content, comments }, spec, sha256);
