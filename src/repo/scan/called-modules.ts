/** Modules of the repository that a root calls: read only where a spec names what they give away. */
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { CalledModule, RepoFacts } from '../../plan/repo-facts.ts';
import { configFiles } from './files.ts';
import { moduleCalls, type ModuleCalls } from './child-module.ts';
import { scanRoot } from './scan-root.ts';

/** A module in a module in a module: whoever stacks more of them says so in the module above. */
const DEEPEST = 4;

const isLocal = (source: string): boolean => /^\.\.?(\/|$)/.test(source);

/**
 * @param directory of the root
 * @param labels of the calls that are looked into
 * @returns by label; those that lead out of the repository, or nowhere, are left out
 */
export async function calledModules(
  directory: string,
  facts: RepoFacts,
  labels: readonly string[],
  calls: ModuleCalls = moduleCalls(),
): Promise<Readonly<Record<string, CalledModule>>> {
  return below({ directory, folder: '.', depth: 0, calls }, facts, (label) => labels.includes(label));
}

interface Place {
  readonly directory: string;
  /** As seen from the root. */
  readonly folder: string;
  readonly depth: number;
  readonly calls: ModuleCalls;
}

async function below(place: Place, facts: RepoFacts, asked: (label: string) => boolean): Promise<Record<string, CalledModule>> {
  const found: [string, CalledModule][] = [];
  for (const { label, source } of facts.modules) {
    if (!isLocal(source) || !asked(label) || place.depth >= DEEPEST) continue;
    const path = source.replace('//', '/');
    const next = { ...place, directory: join(place.directory, path), folder: posix.join(place.folder, path), depth: place.depth + 1 };
    const module = await read(next);
    if (module !== undefined) found.push([label, module]);
  }
  return Object.fromEntries(found);
}

async function read(place: Place): Promise<CalledModule | undefined> {
  const names = namesIn(place.directory);
  if (names.length === 0) return undefined;
  const { facts } = await scanRoot(place.directory, { calls: place.calls });
  const called = await below(place, facts, () => true);
  const outputs = names.find((name) => /^outputs?\.(tf|tofu)$/.test(name)) ?? 'outputs.tf';
  return { folder: place.folder, outputsFile: posix.join(place.folder, outputs), facts: { ...facts, called } };
}

function namesIn(directory: string): string[] {
  try {
    return configFiles(readdirSync(directory));
  } catch {
    return [];
  }
}
