/** Which of the add-ons Terraform installs too, how, and in which version. */
import { chartSource, type AddOn } from '../../catalog/add-on.ts';
import { findAddOn } from '../../catalog/index.ts';
import { chartVersion, eksAddOnVersion } from '../../spec/rules/kubernetes.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { both, needed, obeys, unlessEmpty } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';

export const askInstallations: Step = async (draft, wizard) => {
  const addOns = keysAt(draft, ['addOns']).flatMap((id) => findAddOn(id) ?? []);
  if (addOns.length === 0) return draft;
  const picked = await wizard.asker.pick({
    message: 'Which of them shall Terraform install, too?',
    choices: addOns.map(({ id, title, summary }) => ({ value: id, name: id, description: `${title}: ${summary}` })),
    default: addOns.map(({ id }) => id).filter((id) => isInstalled(answerAt(draft, ['addOns', id, 'install']))),
  });
  for (const addOn of addOns) {
    if (picked.includes(addOn.id)) draft = await askInstallation(draft, addOn, wizard);
    else if (answerAt(draft, ['addOns', addOn.id, 'install']) !== undefined) {
      draft = withAnswer(draft, ['addOns', addOn.id, 'install'], undefined);
    }
  }
  return draft;
};

const isInstalled = (said: unknown): boolean => said !== undefined && said !== false;

async function askInstallation(draft: SpecInput, addOn: AddOn, { asker }: Wizard): Promise<SpecInput> {
  const path = ['addOns', addOn.id];
  const before = answerAt(draft, [...path, 'installer']) ?? 'helm';
  const installer = addOn.subjects['eks-addon']
    ? await asker.select({
        message: `${addOn.title}: how is it installed?`,
        choices: [
          { value: 'helm', name: 'By its Helm chart', description: `${addOn.helm.chart} of ${addOn.helm.repository}` },
          { value: 'eks-addon', name: 'As an EKS add-on', description: 'by AWS, which makes its ServiceAccount' },
        ],
        default: before === 'eks-addon' ? 'eks-addon' : 'helm',
      })
    : 'helm';
  if (installer !== before) draft = withAnswer(draft, [...path, 'installer'], installer);
  // A version of the chart says nothing of the EKS add-on.
  const said = installer === before ? answerAt(draft, [...path, 'install', 'version']) : undefined;
  const version = (
    await asker.input({
      message: `${addOn.title}: which version?`,
      hint:
        installer === 'helm'
          ? `Exactly one. Shown by: helm show chart ${chartSource(addOn.helm)}`
          : 'Empty: the one that EKS takes. most-recent: the newest.',
      default: typeof said === 'string' ? said : '',
      check: installer === 'helm' ? both(needed, obeys(chartVersion)) : unlessEmpty(obeys(eksAddOnVersion)),
    })
  ).trim();
  const install = [...path, 'install'];
  if (version === '' && keysAt(draft, install).filter((key) => key !== 'version').length === 0) return withAnswer(draft, install, true);
  return withAnswer(draft, [...install, 'version'], version === '' ? undefined : version);
}
