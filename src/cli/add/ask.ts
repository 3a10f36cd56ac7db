/** `create-irsa add` in a terminal: asks what is missing, shows what would change, and agrees on it. */
import { join } from 'node:path';
import { eksModules } from '../../plan/eks-modules.ts';
import type { Problem } from '../../problem.ts';
import { sameInput } from '../../spec/merge-input.ts';
import { askAddition } from '../../wizard/add.ts';
import { Interrupted, type Asker } from '../../wizard/asker.ts';
import { change } from '../../wizard/change.ts';
import { decideAdded } from '../../wizard/decisions.ts';
import { answerAt } from '../../wizard/draft.ts';
import { historyOf } from '../../wizard/history.ts';
import type { Wizard } from '../../wizard/wizard.ts';
import { agree, type Agreement } from '../agree.ts';
import { propose, regionOfEnvironment } from '../ask.ts';
import { ExitCode } from '../exit-code.ts';
import { prepare, sharedByRun, type GenerationOptions } from '../generation.ts';
import { withLastDeed } from '../interruption.ts';
import { outstanding, save } from '../save.ts';
import { otherTool, otherToolProblem } from '../other-tool.ts';
import { problemLines } from '../report-problems.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { factsOf, type AddDesk } from './desk.ts';
import { clusterNotes } from './notes.ts';
import { withSources } from './new-clusters.ts';
import { nothingNew } from './nothing-new.ts';
import { complete, sourcesOf } from './sources.ts';

type Agreed =
  | Exclude<Agreement, { readonly kind: 'change' }>
  /** Nothing to agree on. */
  | { readonly kind: 'refused'; readonly code: ExitCode; readonly problems: readonly Problem[] }
  | { readonly kind: 'same'; readonly lines: readonly string[] };

export interface Manner {
  readonly terminal: Terminal;
  readonly dryRun: boolean;
  readonly options: GenerationOptions;
}

export async function askAndAdd(asker: Asker, desk: AddDesk, manner: Manner): Promise<ExitCode> {
  const { tell, style } = manner.terminal;
  const wizard = await wizardFor(asker, desk, manner.terminal);
  const leave = (): void => {
    asker.abandon();
    tell(['Nothing was written.']);
  };
  let agreed: Agreed;
  try {
    agreed = await withLastDeed(leave, () => historyOf(asker).run((by) => talk({ ...wizard, asker: by }, desk, manner)));
  } catch (trouble) {
    leave();
    if (!(trouble instanceof Interrupted)) throw trouble;
    return ExitCode.interrupted;
  }
  if (agreed.kind === 'write') return (await save([agreed.generation], { ...agreed, terminal: manner.terminal })).code;
  if (agreed.kind === 'same') tell(agreed.lines);
  else if (agreed.kind === 'refused') tell(problemLines(agreed.problems, style));
  else tell(wrap(agreed.why, style.width));
  return agreed.kind === 'same' ? ExitCode.done : agreed.code;
}

async function wizardFor(asker: Asker, desk: AddDesk, { tell, style }: Terminal): Promise<Wizard> {
  const { facts, problems } = await factsOf(desk);
  tell(problemLines(problems, style));
  const { surroundingsAt } = await import('../surroundings.ts');
  const region = regionOfEnvironment();
  const directory = answerAt(desk.merged.value, ['terraform', 'directory']);
  return {
    asker,
    facts,
    surroundings: await surroundingsAt(join(desk.folder, typeof directory === 'string' ? directory : '.'), facts),
    eksModules: eksModules(facts),
    ...(region === undefined ? {} : { region }),
    propose: (candidate) => propose(candidate, facts),
  };
}

/** Run again from its start when the user goes back. */
async function talk(wizard: Wizard, desk: AddDesk, { terminal: { style }, dryRun, options }: Manner): Promise<Agreed> {
  const { asker } = wizard;
  let draft = await askAddition(desk.merged.value, additionOf(desk), wizard);
  for (;;) {
    draft = withSources(desk.base, draft, wizard.facts);
    const { draft: input, decisions } = decideAdded(draft, desk.base, wizard);
    const { value: sources, problems } = sourcesOf(desk, input);
    if (sources === undefined) return { kind: 'refused', code: ExitCode.wrongInput, problems };
    const generation = await prepare(sources.source, options, sharedByRun());
    if (sources.unchanged) return { kind: 'same', lines: nothingNew(desk, generation, style) };
    if (otherTool(generation) !== undefined && outstanding(generation).length > 0)
      return { kind: 'refused', code: ExitCode.drift, problems: otherToolProblem(generation) };
    const notes = clusterNotes(desk.base, complete(input));
    if (notes.length > 0) asker.say(...notes);
    const agreement = await agree(generation, { asker, decisions, dryRun, style });
    if (agreement.kind !== 'change') return agreement;
    draft = await change(draft, wizard);
  }
}

/** Flags alone say what it is, too. */
function additionOf({ wanted, base, merged }: AddDesk): Parameters<typeof askAddition>[1] {
  if (wanted.kind !== undefined || sameInput(base, merged.value))
    return { ...(wanted.kind === undefined ? {} : { kind: wanted.kind }), names: wanted.names };
  return { kind: 'add-on', names: Object.keys(merged.value.addOns ?? {}) };
}
