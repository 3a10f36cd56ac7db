/** Which files of a repository are looked at, within bounds: it may hold anything. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { warning, type Problem } from '../../problem.ts';
import { inWords } from '../in-words.ts';
import { isConfig } from '../scan/files.ts';

export type FileKind = 'config' | 'yaml' | 'hcl';

export interface FoundFile {
  /** Relative to the scanned folder, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
}

export interface Walk {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/** Entries that are looked at, and files that are read, before a repository is said to be too large. */
export interface Bounds {
  readonly entries: number;
  readonly files: number;
}

export const BOUNDS: Bounds = { entries: 400_000, files: 20_000 };

/** What tools put there. Terraform copies whole repositories into `.terraform`. */
const PASSED_OVER = new Set(['.git', '.terraform', '.terragrunt-cache', '.terragrunt-stack', 'node_modules', '.venv', '.tox', 'cdk.out']);

/**
 * Sorted by path, so that a report is the same on every machine.
 *
 * @param first the folder below it that matters most, where the bounds leave something out
 */
export function walk(top: string, bounds: Bounds = BOUNDS, first: string = top): Walk {
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  const folders = first === top ? [top] : [first, top];
  let entries = 0;
  let isCut = false;
  const nameOf = (path: string): string => relative(top, path).split(sep).join('/') || '.';
  for (let i = 0; i < folders.length && !isCut; i++) {
    const folder = folders[i] as string;
    for (const entry of entriesIn(folder, nameOf, problems)) {
      const path = join(folder, entry.name);
      if (++entries > bounds.entries || files.length >= bounds.files) {
        isCut = true;
        break;
      }
      if (entry.isDirectory()) {
        if (!PASSED_OVER.has(entry.name) && path !== first) folders.push(path);
        continue;
      }
      const kind = kindOf(entry.name);
      // Links to folders are not followed: what they lead to is in the repository by itself, or is not of it.
      if (kind === undefined || (entry.isSymbolicLink() && !leadsToFile(path, nameOf, problems))) continue;
      files.push({ path: nameOf(path), kind });
    }
  }
  if (isCut) problems.push(tooMany(files.length));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}

function kindOf(name: string): FileKind | undefined {
  if (isConfig(name)) return 'config';
  if (/\.ya?ml$/.test(name)) return 'yaml';
  return name.endsWith('.hcl') && !name.startsWith('.') ? 'hcl' : undefined;
}

function entriesIn(folder: string, nameOf: (path: string) => string, problems: Problem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    problems.push(notRead(nameOf(folder), inWords((cause as NodeJS.ErrnoException).code)));
    return [];
  }
}

function leadsToFile(path: string, nameOf: (path: string) => string, problems: Problem[]): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch (cause) {
    problems.push(notRead(nameOf(path), inWords((cause as NodeJS.ErrnoException).code)));
    return false;
  }
}

/** @param why as `inWords` says it */
export const notRead = (file: string, why: string): Problem => ({
  ...warning('file-passed-over', [], `${file} is passed over, and what it says is not known: ${why}.`, 'Mend or move it, and scan again.'),
  file,
});

const tooMany = (files: number): Problem =>
  warning(
    'repository-too-large',
    [],
    `There is more here than is looked at in one go; the scan stopped after ${files} files.`,
    'Scan the folders that hold Terraform or Kubernetes manifests one by one: create-irsa scan <folder>.',
  );
