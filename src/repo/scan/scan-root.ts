import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { emptyFacts, type RepoFacts } from '../../plan/repo-facts.ts';
import { warning, type Problem } from '../../problem.ts';
import { realFolder } from '../boundary.ts';
import { gitRoot } from '../git-root.ts';
import { isErrno } from '../errno.ts';
import { inWords } from '../in-words.ts';
import { hasHeader } from '../../emit/header.ts';
import { isOutOfFiles, readRegularFile, unreadable } from '../read-file.ts';
import { moduleCalls, type ModuleCalls } from './child-module.ts';
import { collect, wanted, type PlacedBlock } from './collect.ts';
import { dependenciesOf } from './dependencies.ts';
import { configFiles, isOverride } from './files.ts';
import { hclAbove } from './hcl-above.ts';
import { readLock, withInstalled } from './installed.ts';
import { readConfig } from './read-config.ts';

export interface Scan {
  readonly facts: RepoFacts;
  /** Mostly warnings: files that are not Terraform are reported and passed over. */
  readonly problems: readonly Problem[];
}

export interface ScanOptions {
  /** Also `facts.dependencies`. */
  readonly dependencies?: boolean;
  /** Of the repository; one for all roots that are scanned in a run. */
  readonly calls?: ModuleCalls;
  /** Of the root, where they are not those on disk. */
  readonly files?: RootFiles;
}

/** The files of one folder. */
export interface RootFiles {
  /** Also of what is no Terraform; of a folder that is not there, none. */
  readonly names: () => readonly string[];
  /** @throws NodeJS.ErrnoException, its code saying why to people */
  readonly read: (name: string) => string;
}

const onDisk = (directory: string): RootFiles => ({
  names: () => namesIn(directory),
  read: (name) => readRegularFile(join(directory, name)),
});

/**
 * Reads the Terraform root module in a folder. A folder without configuration, or none at all, has one
 * fact: whether somebody calls it as a module already.
 */
export async function scanRoot(
  directory: string,
  { dependencies = false, calls = moduleCalls(), files: root = onDisk(directory) }: ScanOptions = {},
): Promise<Scan> {
  let names: string[];
  try {
    names = configFiles(root.names());
  } catch (cause) {
    // What is there already would be written again.
    return { facts: emptyFacts, problems: [unreadable(cause)] };
  }
  if (names.length === 0) return { facts: { ...emptyFacts, ...(await surroundings(directory, calls)) }, problems: [] };

  const files: FileBlocks[] = [];
  for (const name of names) files.push(await readBlocks(root, name, dependencies));
  const code = collect(
    files.flatMap((f) => (isOverride(f.name) ? [] : f.blocks)),
    files.flatMap((f) => (isOverride(f.name) ? f.blocks : [])),
  );
  const lock = await readLock(root.read);
  const modules = withInstalled(directory, code.modules);
  const openTofu = lock.openTofu || names.some((name) => /\.tofu(\.json)?$/.test(name));
  return {
    facts: {
      ...code,
      modules,
      lockedProviders: lock.providers,
      ...(await surroundings(directory, calls)),
      ...(dependencies ? { dependencies: dependenciesOf(files.flatMap((f) => f.blocks)) } : {}),
      ...(openTofu ? { openTofu } : {}),
    },
    problems: files.flatMap((f) => f.problems),
  };
}

interface FileBlocks {
  readonly name: string;
  readonly blocks: readonly PlacedBlock[];
  readonly problems: readonly Problem[];
}

/** The blocks of one file; none of a file that create-irsa wrote, edited since or not: the Plan says anew what is in it. */
async function readBlocks({ read: readFile }: RootFiles, name: string, references: boolean): Promise<FileBlocks> {
  const nothing = { name, blocks: [], problems: [] };
  let text: string;
  try {
    // Nothing else is going on, and a thousand promises of a file cost as much as parsing it.
    text = readFile(name);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EISDIR') return nothing;
    if (isOutOfFiles(cause)) return { ...nothing, problems: [unreadable(cause)] };
    return {
      ...nothing,
      problems: [{ ...notKnown(name, code), file: name }],
    };
  }
  if (hasHeader(text)) return nothing;
  const read = await readConfig(name, text, { wanted, references });
  if ('blocks' in read) return { ...nothing, blocks: read.blocks.map((block) => ({ ...block, file: name })) };
  const problem = warning(
    'terraform-syntax',
    [],
    `${name} is not valid ${name.endsWith('.json') ? 'JSON' : 'HCL'}, so what it declares is not known here.`,
    'Correct it: `terraform validate` says more.',
  );
  return { ...nothing, problems: [{ ...problem, file: name, ...read.broken }] };
}

const notKnown = (name: string, code: string | undefined): Problem =>
  warning(
    'terraform-unreadable',
    [],
    `${name} cannot be read, so what it declares is not known here: ${inWords(code)}.`,
    'Make it readable, or move it away.',
  );

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return [];
    throw cause;
  }
}

async function surroundings(directory: string, calls: ModuleCalls): Promise<Pick<RepoFacts, 'isChildModule' | 'hclAbove'>> {
  const here = realFolder(resolve(directory));
  const top = gitRoot(here);
  const above = hclAbove(here, top);
  return { isChildModule: top !== undefined && (await calls.lead(here, top)), ...(above.length > 0 ? { hclAbove: above } : {}) };
}
