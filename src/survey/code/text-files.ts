/** Files that Terraform reads: `file("${path.module}/policy.json")`, `templatefile(path, { … })`. */
import type { Written } from '../written.ts';
import { entriesOf, writtenOf } from './known.ts';
import type { Resolved, Scope } from './scope.ts';
import { textTree, type CallTree } from './tree.ts';

/** The text of the file, with what is handed to it known by name; nothing if it is not in the repository. */
export function fileOf({ name, arguments: [path, variables] }: CallTree, scope: Scope): Resolved | undefined {
  const found = path === undefined ? undefined : filePath(writtenOf(path, scope), scope.folder);
  if (found === undefined) return undefined;
  if (name === 'file') {
    const text = scope.reading.text(found);
    return text === undefined ? undefined : { tree: textTree(text, { file: found, line: 1 }), scope };
  }
  const tree = name === 'templatefile' ? scope.reading.template(found) : undefined;
  const words = new Map(entriesOf(variables, scope, 'templatefile', []).map((entry) => [entry.name, entry]));
  return tree === undefined ? undefined : { tree, scope: { ...scope, words } };
}

/** `${path.module}/policy.json`, and paths relative to the root. */
function filePath(written: Written, folder: string): string | undefined {
  const text =
    typeof written === 'string'
      ? written
      : written.parts
          .map((part) => (typeof part === 'string' ? part : /^path\.(module|root|cwd)$/.test(part.expression) ? '.' : '\0'))
          .join('');
  if (text.includes('\0') || text.startsWith('/')) return undefined;
  const steps: string[] = [];
  for (const step of `${folder}/${text}`.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
