/** Which of the namespaces in use Terraform shall create. */
import { findAddOn } from '../../catalog/index.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';

/** Every cluster has these. */
const GIVEN: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

interface OpenNamespace {
  readonly name: string;
  readonly users: readonly string[];
  /** Charts mostly bring their own; applications do not. */
  readonly ofApps: boolean;
}

/** Those in use that neither every cluster has nor the folder declares. */
export function openNamespaces(draft: SpecInput, { facts }: Pick<Wizard, 'facts'>): readonly OpenNamespace[] {
  const apps = keysAt(draft, ['apps']);
  return [...usersOf(draft)]
    .filter(([name]) => !GIVEN.includes(name) && !facts.namespaces.includes(name))
    .map(([name, users]) => ({ name, users, ofApps: users.some((id) => apps.includes(id)) }));
}

export const askNamespaces: Step = async (draft, wizard) => {
  const open = openNamespaces(draft, wizard);
  const said = (name: string): unknown => answerAt(draft, ['namespaces', name, 'create']);
  const created = await wizard.asker.pick({
    message: 'Which namespaces shall Terraform create?',
    hint: 'Leave out what exists already.',
    choices: open.map(({ name, users }) => ({ value: name, name, note: `for ${users.join(', ')}` })),
    default: open.filter(({ name, ofApps }) => said(name) ?? ofApps).map(({ name }) => name),
  });
  for (const { name } of open) {
    const answer = created.includes(name) ? { create: true } : said(name) === true ? { create: false } : undefined;
    if (answer !== undefined) draft = withAnswer(draft, ['namespaces', name], answer);
  }
  return draft;
};

/** Namespace → the workloads in it. */
export function usersOf(draft: SpecInput): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, readonly string[]>();
  const add = (namespace: unknown, id: string): void => {
    if (typeof namespace === 'string') users.set(namespace, [...(users.get(namespace) ?? []), id]);
  };
  for (const id of keysAt(draft, ['addOns']))
    add(answerAt(draft, ['addOns', id, 'namespace']) ?? findAddOn(id)?.subjects.helm.namespace, id);
  for (const id of keysAt(draft, ['apps'])) add(answerAt(draft, ['apps', id, 'namespace']), id);
  return users;
}
