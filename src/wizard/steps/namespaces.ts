/** Which of the namespaces in use Terraform shall create. */
import { findAddOn } from '../../catalog/index.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step } from '../wizard.ts';

/** Every cluster has these. */
const GIVEN: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

export const askNamespaces: Step = async (draft, { asker, facts }) => {
  const users = usersOf(draft);
  const open = [...users.keys()].filter((name) => !GIVEN.includes(name) && !facts.namespaces.includes(name));
  if (open.length === 0) return draft;
  const said = (name: string): unknown => answerAt(draft, ['namespaces', name, 'create']);
  const ofApps = (name: string): boolean => (users.get(name) ?? []).some((id) => keysAt(draft, ['apps']).includes(id));
  const created = await asker.pick({
    message: 'Which namespaces shall Terraform create?',
    choices: open.map((name) => ({
      value: name,
      name,
      description: `used by ${(users.get(name) ?? []).join(', ')}; leave out what exists already`,
    })),
    // Charts mostly bring their own.
    default: open.filter((name) => said(name) ?? ofApps(name)),
  });
  for (const name of open) {
    const answer = created.includes(name) ? { create: true } : said(name) === true ? { create: false } : undefined;
    if (answer !== undefined) draft = withAnswer(draft, ['namespaces', name], answer);
  }
  return draft;
};

/** Namespace → the workloads in it. */
function usersOf(draft: SpecInput): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, readonly string[]>();
  const add = (namespace: unknown, id: string): void => {
    if (typeof namespace === 'string') users.set(namespace, [...(users.get(namespace) ?? []), id]);
  };
  for (const id of keysAt(draft, ['addOns']))
    add(answerAt(draft, ['addOns', id, 'namespace']) ?? findAddOn(id)?.subjects.helm.namespace, id);
  for (const id of keysAt(draft, ['apps'])) add(answerAt(draft, ['apps', id, 'namespace']), id);
  return users;
}
