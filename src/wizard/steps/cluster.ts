/** Which cluster: one that the folder holds is one answer, any other is named with its region. */
import { parseArn } from '../../iam/arn.ts';
import { knownRegions } from '../../iam/regions.ts';
import { clusterName, region } from '../../spec/rules/aws.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { sameAnswer, type Check } from '../asker.ts';
import { both, needed, obeys } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import { foundClusters, mainProvider, type FoundCluster, type Source } from '../found-clusters.ts';
import type { Step, Wizard } from '../wizard.ts';

/** What the flags told already is not asked again. */
export const askCluster: Step = async (draft, wizard) => {
  const [key, ...others] = keysAt(draft, ['clusters']);
  if (key !== undefined && [key, ...others].every((name) => answerAt(draft, ['clusters', name, 'region']) !== undefined)) return draft;
  if (others.length > 0) return askRegions(draft, [key ?? '', ...others], wizard);
  const found = foundClusters(wizard);
  const chosen = found.length === 0 ? undefined : await chooseCluster(found, key, draft, wizard);
  return chosen === undefined ? askElsewhere(draft, key, wizard) : askFound(draft, key, chosen, wizard);
};

const ELSEWHERE: Source = {};

async function chooseCluster(
  found: readonly FoundCluster[],
  key: string | undefined,
  draft: SpecInput,
  { asker }: Wizard,
): Promise<FoundCluster | undefined> {
  const said = key === undefined ? undefined : answerAt(draft, ['clusters', key, 'from']);
  const given = found.find(({ value, cluster }) => (said === undefined ? cluster === key : sameAnswer(value, said))) ?? found[0];
  const answer = await asker.select<Source>({
    message: 'Which EKS cluster?',
    choices: [
      ...found.map(({ value, name, note, cluster, usual, description }) => ({
        value,
        name: [cluster ?? usual ?? [], name].flat().join(', '),
        note,
        description: description ?? 'it is made in this folder, so its OIDC provider is used by reference',
      })),
      { value: ELSEWHERE, name: 'Another one', description: 'made elsewhere: it is looked up by its name' },
    ],
    ...(given === undefined ? {} : { default: given.value }),
  });
  return found.find(({ value }) => sameAnswer(value, answer));
}

async function askFound(draft: SpecInput, key: string | undefined, found: FoundCluster, wizard: Wizard): Promise<SpecInput> {
  const name = found.cluster ?? (await askText(wizard, 'Its name in EKS', obeys(clusterName), key ?? found.usual));
  const place = mainProvider(wizard.facts)?.region ?? (await askText(wizard, 'Its region', obeys(region), usualRegion(wizard)));
  return placed(draft, key, { name, region: place, from: found.value });
}

/** Of the provider where nobody says otherwise, else of the environment. */
const usualRegion = ({ surroundings, region: given }: Wizard): string | undefined => surroundings.region?.region ?? given;

/** By region and name, or by its ARN, which says the account too. */
async function askElsewhere(draft: SpecInput, key: string | undefined, wizard: Wizard): Promise<SpecInput> {
  const here = mainProvider(wizard.facts)?.region ?? usualRegion(wizard);
  const given = key ?? likelyCluster(wizard, here);
  const answer = await wizard.asker.input({
    message: 'Which EKS cluster?',
    hint: `Its region and name, for example us-east-1/production, or its ARN.${here === undefined ? '' : ` A name alone means one in ${here}.`}`,
    ...(given === undefined ? {} : { default: given }),
    check: both(needed, (text) => wrongCluster(text.trim(), here)),
  });
  const { name, region: place = here ?? '', accountId } = readCluster(answer.trim());
  return placed(draft, key, { name, region: place, ...(accountId === undefined ? {} : { accountId }), from: { data: true } });
}

/** What another root of the repository makes is likely what this one is for. */
function likelyCluster({ surroundings: { onlyCluster: only } }: Wizard, here: string | undefined): string | undefined {
  if (only === undefined || wrongCluster(only.name, 'us-east-1') !== undefined) return undefined;
  const place = only.region ?? here;
  return place === undefined ? undefined : `${place}/${only.name}`;
}

interface Named {
  readonly name: string;
  readonly region?: string;
  readonly accountId?: string;
}

function readCluster(text: string): Named {
  const arn = parseArn(text);
  if (arn !== undefined) return { name: arn.resource.replace(/^cluster\//, ''), region: arn.region, accountId: arn.accountId };
  const [, place, name = ''] = /^(?:(.*)\/)?(.*)$/.exec(text) ?? [];
  return { name, ...(place === undefined ? {} : { region: place }) };
}

function wrongCluster(text: string, here: string | undefined): string | undefined {
  const arn = parseArn(text);
  if (arn !== undefined && (arn.service !== 'eks' || !arn.resource.startsWith('cluster/')))
    return `"${text}" is not the ARN of an EKS cluster.`;
  const { name, region: place } = readCluster(text);
  if (place === undefined && here === undefined)
    return knownRegions.includes(name)
      ? `Its name is needed too: write ${name}/production, for example.`
      : `Its region is needed too: write us-east-1/${name}, for example.`;
  return (place === undefined ? undefined : obeys(region)(place)) ?? obeys(clusterName)(name);
}

/** The draft with the cluster; what else is said of it stays. */
function placed(draft: SpecInput, key: string | undefined, { name, ...cluster }: Named & { readonly from: Source }): SpecInput {
  const before = key === undefined ? undefined : answerAt(draft, ['clusters', key]);
  const others = key === undefined ? draft : withAnswer(draft, ['clusters', key], undefined);
  const { from } = (before ?? {}) as { from?: Source };
  return withAnswer(others, ['clusters', name], { ...(before as object), ...cluster, ...(from === undefined ? {} : { from }) });
}

/** Several clusters come from flags, which may have left out regions. */
async function askRegions(draft: SpecInput, keys: readonly string[], wizard: Wizard): Promise<SpecInput> {
  for (const key of keys) {
    const path = ['clusters', key, 'region'];
    if (answerAt(draft, path) !== undefined) continue;
    draft = withAnswer(
      draft,
      path,
      await askText(wizard, `Region of ${key}`, obeys(region), mainProvider(wizard.facts)?.region ?? usualRegion(wizard)),
    );
  }
  return draft;
}

export const askText = async ({ asker }: Wizard, message: string, check: Check, given?: unknown): Promise<string> =>
  (await asker.input({ message, check: both(needed, check), ...(typeof given === 'string' ? { default: given } : {}) })).trim();
