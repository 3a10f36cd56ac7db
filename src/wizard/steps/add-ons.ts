/** Which add-ons, and what each must know. */
import type { AddOn } from '../../catalog/add-on.ts';
import { addOnsByGroup, findAddOn } from '../../catalog/index.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Choice } from '../asker.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';
import { askMore, askNeeded, askPicked, differs, optionalOf, optionChoice, type Answers, type Asking } from './options.ts';

export const askAddOns: Step = async (draft, wizard) => {
  const before = keysAt(draft, ['addOns']);
  const picked = await wizard.asker.pick({
    message: 'Which add-ons need permissions?',
    choices: addOnsByGroup().flatMap(({ group, addOns }) => addOns.map((addOn) => choiceOf(addOn, group))),
    default: before.filter((id) => findAddOn(id) !== undefined),
  });
  for (const { id } of known(before)) if (!picked.includes(id)) draft = withAnswer(draft, ['addOns', id], undefined);
  for (const addOn of known(picked)) draft = await completeAddOn(draft, addOn, wizard);
  draft = await askOptional(draft, known(picked.filter((id) => !before.includes(id))), wizard);
  return keysAt(draft, ['addOns']).length === 0 ? withAnswer(draft, ['addOns'], undefined) : draft;
};

/** Of one that was named, what it cannot do without. */
export async function completeAddOn(draft: SpecInput, addOn: AddOn, wizard: Wizard): Promise<SpecInput> {
  return withOptions(draft, addOn, await askNeeded(addOn, optionsOf(draft, addOn), asking(addOn, wizard)));
}

/** All that one of them can be told, with what it is told now. */
export async function editAddOn(draft: SpecInput, addOn: AddOn, wizard: Wizard): Promise<SpecInput> {
  const needed = await askNeeded(addOn, optionsOf(draft, addOn), asking(addOn, wizard), { again: true });
  const answers = optionalOf(addOn).length === 0 ? needed : await askMore(addOn, needed, asking(addOn, wizard));
  return withOptions(draft, addOn, answers);
}

/** One question for all that may be left out and is not said yet, of all that were added. */
async function askOptional(draft: SpecInput, added: readonly AddOn[], wizard: Wizard): Promise<SpecInput> {
  const open = added.map((addOn) => ({
    addOn,
    optional: optionalOf(addOn).filter(([name, option]) => !differs(optionsOf(draft, addOn)[name], option)),
  }));
  const choices = open.flatMap(({ addOn, optional }) =>
    optional.map((option) => ({ ...optionChoice(option), value: keyOf(addOn, option[0]), group: addOn.title })),
  );
  if (choices.length === 0) return draft;
  const picked = await wizard.asker.pick({ message: 'Anything more for these add-ons?', hint: 'None of it is needed.', choices });
  for (const { addOn, optional } of open) {
    const names = optional.map(([name]) => name).filter((name) => picked.includes(keyOf(addOn, name)));
    const answers = await askPicked(optional, names, optionsOf(draft, addOn), asking(addOn, wizard));
    draft = withOptions(draft, addOn, await askNeeded(addOn, answers, asking(addOn, wizard)));
  }
  return draft;
}

const choiceOf = ({ id, title, summary }: AddOn, group: string): Choice<string> => ({
  value: id,
  name: id,
  group,
  description: `${title}: ${summary}`,
});

const known = (ids: readonly string[]): readonly AddOn[] => ids.flatMap((id) => findAddOn(id) ?? []);

const keyOf = ({ id }: AddOn, option: string): string => `${id}.${option}`;

const optionsOf = (draft: SpecInput, { id }: AddOn): Answers => (answerAt(draft, ['addOns', id]) ?? {}) as Answers;

const withOptions = (draft: SpecInput, { id }: AddOn, options: Answers): SpecInput => withAnswer(draft, ['addOns', id], options);

const asking = ({ title }: AddOn, { asker, facts }: Wizard): Asking => ({ asker, facts, whose: title });
