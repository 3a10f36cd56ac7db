/** What becomes of a role when another line of modules makes it: as far as both plans tell, which is all but what a module's own policy says. */
import type { PlannedRole } from './plan.ts';
import { attachedKeys, policyLabel } from './terraform/policy-blocks.ts';
import { ATTACHMENT, beside, isOfModule, modulePolicy, POLICY } from './terraform/moves.ts';

export interface ObjectChange {
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  /** Below the module that holds the role. */
  readonly address: string;
  readonly why: string;
}

/** Of two roles that differ in their line alone; nothing where it makes no difference to them. */
export function lineChange(before: PlannedRole, now: PlannedRole): ObjectChange[] {
  if (!isOfModule(before.maker) || !isOfModule(now.maker)) return [];
  return [...ofModulePolicy(before, now), ...ownPolicyChanges(before, now)];
}

/** Of our own policies, and what attaches them; the module's is told of elsewhere. */
export const ownPolicyChanges = (before: PlannedRole, now: PlannedRole): ObjectChange[] => [
  ...ofOwnPolicies(before, now),
  ...ofAttachments(before, now),
];

const GONE = 'the module has no policy of its own for it on that line';
const MADE = 'the module has a policy of its own for it on that line';

function ofModulePolicy(before: PlannedRole, now: PlannedRole): ObjectChange[] {
  const [old, own] = [modulePolicy(before), modulePolicy(now)];
  if ((old === undefined) === (own === undefined)) return [];
  const of = ({ label }: PlannedRole, name: string) => [POLICY, ATTACHMENT].map((type) => `module.${label}.${type}.${name}[0]`);
  return old !== undefined
    ? of(before, old).map((address) => ({ action: 'delete', address, why: GONE }))
    : of(now, own ?? '').map((address) => ({ action: 'create', address, why: MADE }));
}

/** They keep their addresses, outside of the module. */
function ofOwnPolicies(before: PlannedRole, now: PlannedRole): ObjectChange[] {
  const [old, own] = [before.permissions.policies, now.permissions.policies];
  return Array.from({ length: Math.max(old.length, own.length) }, (_, n) => n).flatMap((n): ObjectChange[] => {
    const [was, is] = [old[n], own[n]];
    const address = `${POLICY}.${policyLabel(now.label, n)}`;
    if (is === undefined) return [{ action: 'delete', address, why: 'the module allows it on that line' }];
    if (was === undefined) return [{ action: 'create', address, why: 'the module does not allow it on that line' }];
    if (was.name !== is.name) return [{ action: 'replace', address, why: `it was named ${was.name}` }];
    return JSON.stringify(was.statements) === JSON.stringify(is.statements)
      ? []
      : [{ action: 'update', address, why: 'the module allows other actions on that line' }];
  });
}

function ofAttachments(before: PlannedRole, now: PlannedRole): ObjectChange[] {
  const [old, own] = [attachedKeys(before), attachedKeys(now)];
  const replaced = ofOwnPolicies(before, now).flatMap(({ action, address }) => (action === 'replace' ? [address] : []));
  const ofPolicy = (key: string): string =>
    `${POLICY}.${policyLabel(now.label, key === 'irsa' ? 0 : Number(/^irsa_(\d+)$/.exec(key)?.[1] ?? 0) - 1)}`;
  const isOwn = (key: string): boolean => own.indexOf(key) < now.permissions.policies.length;
  return [
    ...old
      .filter((key) => !own.includes(key))
      .map((key): ObjectChange => ({ action: 'delete', address: beside(before, key), why: 'with its policy' })),
    ...own.flatMap((key): ObjectChange[] => {
      const address = beside(now, key);
      if (!old.includes(key)) return [{ action: 'create', address, why: 'with its policy' }];
      return isOwn(key) && replaced.includes(ofPolicy(key)) ? [{ action: 'replace', address, why: 'with its policy' }] : [];
    }),
  ];
}
