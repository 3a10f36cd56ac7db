/** Which add-ons, and what each must know. */
import { addOns, findAddOn } from '../../catalog/index.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step } from '../wizard.ts';
import { askOptions, type Answers } from './options.ts';

export const askAddOns: Step = async (draft, { asker }) => {
  const before = keysAt(draft, ['addOns']);
  const picked = await asker.pick({
    message: 'Which add-ons need permissions?',
    choices: addOns.map(({ id, title, summary }) => ({ value: id, name: id, description: `${title}: ${summary}` })),
    default: before.filter((id) => findAddOn(id) !== undefined),
  });
  for (const id of before) if (!picked.includes(id)) draft = withAnswer(draft, ['addOns', id], undefined);
  for (const id of picked) {
    const addOn = findAddOn(id);
    if (addOn === undefined) continue;
    const said = (answerAt(draft, ['addOns', id]) ?? {}) as Answers;
    draft = withAnswer(draft, ['addOns', id], await askOptions(addOn, said, asker));
  }
  return keysAt(draft, ['addOns']).length === 0 ? withAnswer(draft, ['addOns'], undefined) : draft;
};
