/** What scripts that are printed from templates have in common. */
import { quote } from '../plan/shell.ts';

/** Not in the templates: Jest takes it off whatever file it reads. */
export const SHEBANG = '#!/usr/bin/env bash\n';

/** A word, always quoted, so that no linter sees one that could be split. */
export function literal(word: string): string {
  const quoted = quote(word);
  return quoted.startsWith("'") ? quoted : `'${quoted}'`;
}
