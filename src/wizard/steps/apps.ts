/** The user's own applications, and what each may use. */
import { findGrant, grants } from '../../catalog/index.ts';
import { namespace, serviceAccount, workloadId } from '../../spec/rules/kubernetes.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Asker, Check } from '../asker.ts';
import { both, needed, obeys } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step } from '../wizard.ts';
import { askOptions, type Answers } from './options.ts';

export const askApps: Step = async (draft, { asker }) => {
  const before = keysAt(draft, ['apps']);
  if (before.length > 0) asker.say(`Applications so far: ${before.join(', ')}.`);
  // A saved spec has a version; who comes back to it has said once that there is no app.
  const isNew = draft.version === undefined;
  const nothingElse = before.length === 0 && keysAt(draft, ['addOns']).length === 0;
  if (nothingElse) asker.say('No add-on was picked, so at least one application is needed.');
  let another = nothingElse || (await asker.confirm({ message: question(before.length), default: isNew && before.length === 0 }));
  while (another) {
    draft = await askApp(draft, asker);
    another = await asker.confirm({ message: question(keysAt(draft, ['apps']).length), default: false });
  }
  return draft;
};

const question = (sofar: number): string =>
  sofar === 0 ? 'Does an application of your own need permissions?' : 'Does another application need permissions?';

async function askApp(draft: SpecInput, asker: Asker): Promise<SpecInput> {
  const unused: Check = (name) =>
    keysAt(draft, ['apps']).includes(name) || keysAt(draft, ['addOns']).includes(name) ? `There is a workload ${name} already.` : undefined;
  const text = async (message: string, check: Check, given?: string): Promise<string> =>
    (await asker.input({ message, check: both(needed, check), ...(given === undefined ? {} : { default: given }) })).trim();

  const app = await text('Name of the application', both(obeys(workloadId), unused));
  const path = ['apps', app];
  draft = withAnswer(draft, [...path, 'namespace'], await text('Its namespace', obeys(namespace), lastNamespace(draft)));
  draft = withAnswer(draft, [...path, 'serviceAccount'], await text('Its ServiceAccount', both(obeys(serviceAccount), notDefault), app));
  const given = await askGrants(app, asker);
  return given.length === 0 ? draft : withAnswer(draft, [...path, 'grants'], given);
}

/** Every pod without a ServiceAccount of its own runs as `default`. */
const notDefault: Check = (name) =>
  name.trim() === 'default'
    ? 'Every pod of the namespace that names no ServiceAccount would get the role too; give the application one of its own.'
    : undefined;

/** Apps mostly live together. */
const lastNamespace = (draft: SpecInput): string | undefined => {
  const last = keysAt(draft, ['apps']).at(-1);
  const found = last === undefined ? undefined : answerAt(draft, ['apps', last, 'namespace']);
  return typeof found === 'string' ? found : undefined;
};

async function askGrants(app: string, asker: Asker): Promise<readonly Answers[]> {
  const given: Answers[] = [];
  for (;;) {
    const service = await asker.select({
      message: given.length === 0 ? `What may ${app} use?` : `What else may ${app} use?`,
      choices: [
        ...(given.length === 0 ? [] : [{ value: '', name: 'Nothing else' }]),
        ...grants.map((grant) => ({ value: grant.service, name: grant.title, description: grant.summary })),
        ...(given.length === 0
          ? [{ value: '', name: 'None of these', description: 'irsa.yaml takes managedPolicies and statements' }]
          : []),
      ],
    });
    const grant = findGrant(service);
    if (grant === undefined) return given;
    given.push({ [service]: await askOptions(grant, {}, asker) });
  }
}
