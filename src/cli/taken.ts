/**
 * What `--yes` takes from the folder where the wizard would propose it: the only cluster that is made
 * there, and the region of the provider. Nothing of the surroundings, such as AWS_REGION: the same
 * command is to say the same everywhere.
 */
import { join } from 'node:path';
import { eksModules } from '../plan/eks-modules.ts';
import { factsFor } from '../plan/repo-facts.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../wizard/draft.ts';
import { foundClusters, mainProvider } from '../wizard/found-clusters.ts';

export interface Taken {
  readonly input: SpecInput;
  /** What was taken from where. */
  readonly notes: readonly string[];
  /** How the only cluster is called there, where its name is not said. */
  readonly nameless?: string;
  /** The region that a cluster would be given. */
  readonly region?: string;
}

const NOTHING = {} as SpecInput;

export const nothingTaken: Taken = { input: NOTHING, notes: [] };

/**
 * @param said everything that flags and irsa.yaml say
 * @param place the region that a flag gives to whichever cluster there is
 */
export async function takeFrom(folder: string, said: SpecInput, place: string | undefined): Promise<Taken> {
  const clusters = keysAt(said, ['clusters']);
  const open = clusters.filter((key) => ['region', 'providers'].every((name) => answerAt(said, ['clusters', key, name]) === undefined));
  if (clusters.length > 0 && open.length === 0) return nothingTaken;
  const directory = answerAt(said, ['terraform', 'directory']);
  const { facts: found } = await scanRoot(join(folder, typeof directory === 'string' ? directory : '.'));
  const facts = factsFor(answerAt(said, ['terraform', 'format']), found);
  const provider = clusters.length === 0 && place !== undefined ? undefined : mainProvider(facts);
  const regionOf = (input: SpecInput, key: string): SpecInput =>
    provider === undefined ? input : withAnswer(input, ['clusters', key, 'region'], provider.region);
  const region = (whose: string): string[] =>
    provider === undefined ? [] : [`${whose}, ${provider.region}, from provider "aws" (${provider.at.file}:${provider.at.line})`];
  if (clusters.length > 0) return { input: open.reduce(regionOf, NOTHING), notes: open.flatMap((key) => region(`the region of ${key}`)) };

  const [only, ...others] = foundClusters({ eksModules: eksModules(facts), facts });
  const told = place ?? provider?.region;
  const known = told === undefined ? {} : { region: told };
  if (only === undefined || others.length > 0) return { ...nothingTaken, ...known };
  const where = `${only.name} (${only.note.replace(/^.*, /, '')})`;
  if (only.cluster === undefined) return { ...nothingTaken, ...known, nameless: where };
  return {
    ...known,
    input: withAnswer(regionOf(NOTHING, only.cluster), ['clusters', only.cluster, 'from'], only.value),
    notes: [`the cluster ${only.cluster} from ${where}`, ...region('its region')],
  };
}
