/** Root modules below a folder that is none itself: where the wizard is started at the top of a repository. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configFiles } from '../repo/scan/files.ts';
import { moduleCalls } from '../repo/scan/child-module.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { eksModules } from '../plan/eks-modules.ts';
import type { RepoFacts } from '../plan/repo-facts.ts';
import type { Asker } from '../wizard/asker.ts';
import { foundClusters } from '../wizard/found-clusters.ts';

/** More would not be chosen from but searched: the user names it then. */
const MOST_FOLDERS = 500;
const DEEPEST = 5;

export interface RootBelow {
  /** With the folder that it is below. */
  readonly folder: string;
  /** The clusters that it makes. */
  readonly note: string;
}

/** None where the folder has Terraform or a spec of its own. A root says where its state or its providers are, and nobody calls it. */
export async function rootsBelow(folder: string): Promise<readonly RootBelow[]> {
  if (isTaken(folder)) return [];
  const calls = moduleCalls();
  const found: RootBelow[] = [];
  for (const one of foldersBelow(folder)) {
    const { facts } = await scanRoot(one, { calls });
    if (facts.isChildModule || (facts.providers.length === 0 && facts.backend === undefined)) continue;
    found.push({ folder: one, note: noteOf(facts) });
  }
  return found;
}

/** @returns the folder to go on in */
export async function chooseRoot(roots: readonly RootBelow[], folder: string, asker: Asker): Promise<string> {
  return asker.select<string>({
    message: 'Which root module?',
    choices: [
      ...roots.map((root) => ({ value: root.folder, name: root.folder, note: root.note, description: 'its own irsa.yaml goes there' })),
      { value: folder, name: 'A new one, here' },
    ],
    ...(roots[0] === undefined ? {} : { default: roots[0].folder }),
  });
}

/** The clusters that can be chosen there. */
function noteOf(facts: RepoFacts): string {
  const clusters = foundClusters({ eksModules: eksModules(facts), facts });
  return clusters.length === 0 ? 'makes no cluster' : clusters.map(({ cluster, name }) => cluster ?? name).join(', ');
}

const isTaken = (folder: string): boolean => {
  const names = namesIn(folder).map(({ name }) => name);
  return names.includes('irsa.yaml') || configFiles(names).length > 0;
};

/** Breadth first, so that what is left out lies deepest. */
function foldersBelow(top: string): string[] {
  let level = [top];
  const all: string[] = [];
  for (let depth = 0; depth < DEEPEST && level.length > 0 && all.length < MOST_FOLDERS; depth++) {
    level = level.flatMap((folder) =>
      namesIn(folder)
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
        .map(({ name }) => join(folder, name)),
    );
    all.push(...level);
  }
  return all.slice(0, MOST_FOLDERS).filter((folder) => configFiles(namesIn(folder).map(({ name }) => name)).length > 0);
}

function namesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
