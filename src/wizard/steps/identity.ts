/** How pods get their roles: recommended from the facts, asked where both would do. */
import type { Identity } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { ownIdentity, usualIdentity, type Usual } from '../../spec/identity/recommend.ts';
import type { Recommendation } from '../../spec/identity/forced.ts';
import { loose } from '../../spec/loose.ts';
import type { Path } from '../../problem.ts';
import type { Choice } from '../asker.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import { evidenceOf } from '../evidence.ts';
import type { Step, Wizard } from '../wizard.ts';

export const PATH = ['identity'] as const;

export const IDENTITY_NAMES: Readonly<Record<Identity, string>> = { irsa: 'IRSA', 'pod-identity': 'EKS Pod Identity' };

const choices: readonly Choice<Identity>[] = [
  {
    value: 'pod-identity',
    name: IDENTITY_NAMES['pod-identity'],
    description: 'associations in EKS, and an agent on the nodes; no OIDC provider and no annotations',
  },
  {
    value: 'irsa',
    name: IDENTITY_NAMES.irsa,
    description: 'tokens that the cluster signs; also on Fargate and Windows, and with old SDKs',
  },
];

const other = (identity: Identity): Identity => (identity === 'irsa' ? 'pod-identity' : 'irsa');

export const recommended = (draft: SpecInput, wizard: Wizard): Usual => usualIdentity(loose(draft), evidenceOf(wizard));

export const identityOf = (draft: SpecInput): Identity => (answerAt(draft, PATH) === 'pod-identity' ? 'pod-identity' : 'irsa');

export const workloadsOf = (draft: SpecInput): readonly Path[] =>
  (['addOns', 'apps'] as const).flatMap((section) => keysAt(draft, [section]).map((id) => [section, id]));

/** Of a new spec, where the facts do not settle it. */
export const askIdentity: Step = async (draft, wizard) => {
  const usual = recommended(draft, wizard);
  return draft.version !== undefined || answerAt(draft, PATH) !== undefined || !usual.open ? draft : askUsual(draft, usual, wizard);
};

/** The usual one, and which workloads get theirs the other way. */
export async function editIdentity(draft: SpecInput, wizard: Wizard): Promise<SpecInput> {
  draft = await askUsual(draft, recommended(draft, wizard), wizard, identityOf(draft));
  const usual = identityOf(draft);
  const workloads = workloadsOf(draft);
  if (workloads.length === 0) return draft;
  const exceptions = exceptionsIn(draft, usual, wizard);
  const picked = await wizard.asker.pick({
    message: `Which get theirs by ${IDENTITY_NAMES[other(usual)]} instead?`,
    choices: workloads.map((path) => {
      const why = exceptions.get(idOf(path))?.why;
      return { value: idOf(path), name: idOf(path), ...(why === undefined ? {} : { description: why }) };
    }),
    default: workloads
      .filter((path) => (answerAt(draft, [...path, 'identity']) ?? exceptions.get(idOf(path))?.identity ?? usual) !== usual)
      .map(idOf),
  });
  for (const path of workloads) {
    const said = picked.includes(idOf(path)) ? other(usual) : undefined;
    if (said !== undefined || answerAt(draft, [...path, 'identity']) !== undefined) draft = withAnswer(draft, [...path, 'identity'], said);
  }
  return draft;
}

async function askUsual(draft: SpecInput, { identity, why }: Usual, { asker }: Wizard, now = identity): Promise<SpecInput> {
  const answer = await asker.select<Identity>({
    message: 'How do pods get their roles?',
    hint: `Recommended is ${IDENTITY_NAMES[identity]}: ${why}.`,
    choices,
    default: now,
  });
  return withAnswer(draft, PATH, answer);
}

/** Workload → why it gets its role in the other way than `usual`: by its own facts, or as no plan can be made else. */
export function exceptionsIn(draft: SpecInput, usual: Identity, wizard: Wizard): ReadonlyMap<string, Recommendation> {
  const exceptions = new Map<string, Recommendation>();
  for (const path of workloadsOf(draft)) {
    const own = ownIdentity(loose(answerAt(draft, path)), usual);
    if (own !== undefined) exceptions.set(idOf(path), own);
  }
  const left = workloadsOf(draft).filter((path) => !exceptions.has(idOf(path)));
  const asked = left.reduce((spec, path) => withAnswer(spec, [...path, 'identity'], usual), draft);
  for (const { path, message, code } of wizard.propose(asked).problems) {
    if (code === 'pod-identity-unsupported' && left.some((one) => one.every((step, i) => step === path[i])))
      exceptions.set(String(path[1]), { identity: 'irsa', why: message.replace(/\.$/, '') });
  }
  return exceptions;
}

const idOf = (path: Path): string => String(path[1]);
