/** Root modules below a folder that is none itself: where the wizard is started at the top of a repository. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configFiles } from '../repo/scan/files.ts';
import { calledModules } from '../repo/scan/called-modules.ts';
import { moduleCalls, type ModuleCalls } from '../repo/scan/child-module.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { makesCluster } from '../plan/called-outputs.ts';
import { eksModules } from '../plan/eks-modules.ts';
import type { RepoFacts } from '../plan/repo-facts.ts';
import type { Asker } from '../wizard/asker.ts';
import { foundClusters } from '../wizard/found-clusters.ts';

/** More would not be chosen from but searched: the user names it then. */
const MOST_FOLDERS = 500;
const DEEPEST = 5;
/** Roots of which the modules that they call are read, too. */
const MOST_DEEPLY = 50;

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
    found.push({ folder: one, note: await noteOf(one, facts, { calls, deeply: found.length < MOST_DEEPLY }) });
  }
  return found;
}

/** @returns the folder to go on in */
export async function chooseRoot(roots: readonly RootBelow[], folder: string, asker: Asker): Promise<string> {
  const given = roots.find(({ note }) => note !== NO_CLUSTER) ?? roots[0];
  return asker.select<string>({
    message: 'Which root module?',
    choices: [
      ...roots.map((root) => ({ value: root.folder, name: root.folder, note: root.note, description: 'its own irsa.yaml goes there' })),
      { value: folder, name: 'A new one, here' },
    ],
    ...(given === undefined ? {} : { default: given.folder }),
  });
}

const NO_CLUSTER = 'makes no cluster';

/** The clusters that can be chosen there, or modules of the repository that make them. */
async function noteOf(folder: string, facts: RepoFacts, { calls, deeply }: { calls: ModuleCalls; deeply: boolean }): Promise<string> {
  const clusters = foundClusters({ eksModules: eksModules(facts), facts });
  if (clusters.length > 0) return clusters.map(({ cluster, name }) => cluster ?? name).join(', ');
  const labels = deeply ? facts.modules.map(({ label }) => label) : [];
  const called = Object.entries(await calledModules(folder, facts, labels, calls));
  const makers = called.filter(([, module]) => makesCluster(module)).map(([label]) => `module "${label}"`);
  return makers.join(', ') || NO_CLUSTER;
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
