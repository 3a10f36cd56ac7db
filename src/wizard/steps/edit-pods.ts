/** What a workload's pods are, as far as their identity depends on it: the nodes they run on, the SDKs in them. */
import { sdks, type SdkName } from '../../catalog/sdks.ts';
import { isSdk } from '../../spec/checks/pod-identity.ts';
import { loose } from '../../spec/loose.ts';
import { sdkRelease } from '../../spec/rules/sdk.ts';
import { oneOf } from '../../spec/rules/rule.ts';
import type { Path } from '../../problem.ts';
import type { Compute } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Choice } from '../asker.ts';
import { obeys } from '../check.ts';
import { answerAt, withAnswer } from '../draft.ts';
import { items } from '../resource-text.ts';
import type { Wizard } from '../wizard.ts';

const computes: readonly Choice<Compute>[] = [
  { value: 'ec2', name: 'ec2', description: 'nodes of EC2 with Linux' },
  { value: 'auto', name: 'auto', description: 'nodes of EKS Auto Mode, which have the agent of Pod Identity built in' },
  { value: 'hybrid', name: 'hybrid', description: 'nodes of your own, as EKS Hybrid Nodes' },
  { value: 'fargate', name: 'fargate', description: 'no nodes, and so no agent: IRSA only' },
  { value: 'windows', name: 'windows', description: 'nodes with Windows, on which the agent does not run: IRSA only' },
  { value: 'outposts', name: 'outposts', description: 'AWS Outposts, where Pod Identity is not: IRSA only' },
];

export const runsOnOf = (draft: SpecInput, workload: Path): readonly Compute[] =>
  (answerAt(draft, [...workload, 'runsOn']) ?? ['ec2']) as readonly Compute[];

export async function askRunsOn(draft: SpecInput, workload: Path, { asker }: Wizard): Promise<SpecInput> {
  const picked = await asker.pick<Compute>({
    message: `What do the pods of ${String(workload.at(-1))} run on?`,
    choices: computes,
    default: runsOnOf(draft, workload),
    check: (values) => (values.length === 0 ? 'At least one is needed: space picks.' : undefined),
  });
  const usual = picked.length === 1 && picked[0] === 'ec2' && answerAt(draft, [...workload, 'runsOn']) === undefined;
  return usual ? draft : withAnswer(draft, [...workload, 'runsOn'], picked);
}

export const sdksOf = (draft: SpecInput, workload: Path): string =>
  Object.entries(loose(answerAt(draft, [...workload, 'sdk'])))
    .map(([name, release]) => `${name}=${String(release)}`)
    .join(', ');

export async function askSdks(draft: SpecInput, workload: Path, { asker }: Wizard): Promise<SpecInput> {
  const answer = await asker.input({
    message: `Which AWS SDKs are in the images of ${String(workload.at(-1))}?`,
    hint: `As name=release, for example python=${sdks.python.podIdentity}; several are separated by commas. Empty: newer ones than any that matters.`,
    default: sdksOf(draft, workload),
    check: (text) =>
      items(text)
        .map(wrongSdk)
        .find((complaint) => complaint !== undefined),
  });
  const said = items(answer).map((item) => item.split('='));
  return withAnswer(draft, [...workload, 'sdk'], said.length === 0 ? undefined : Object.fromEntries(said as [string, string][]));
}

function wrongSdk(item: string): string | undefined {
  const [name = '', release] = item.split('=');
  if (!isSdk(name)) return `"${name}" is no SDK that is known; it is ${oneOf(Object.keys(sdks) as SdkName[])}.`;
  return release === undefined ? `"${name}" lacks its release: write ${name}=${sdks[name].podIdentity}.` : obeys(sdkRelease)(release);
}
