/**
 * What the modules of two lines call the same object of the state, so that a role changes its line in
 * place. Read off both plans of one role: `aws_iam_policy.external_dns[0]` of 5.x is `aws_iam_policy.this[0]`
 * of 6.x, where `this["key"]` of the attachments has become `additional["key"]`.
 */
import { ref } from '../../iam/text.ts';
import type { Spec } from '../../spec/spec.ts';
import type { PlannedRole, PlannedWorkload, RoleMaker } from '../plan.ts';
import type { MovedBlock } from './move-blocks.ts';
import { attachedKeys } from './policy-blocks.ts';

type ModuleMaker = Extract<RoleMaker, `role-iam-${string}`>;

export const ATTACHMENT = 'aws_iam_role_policy_attachment';
export const POLICY = 'aws_iam_policy';

/** Resources of 5.x are named after the flags, but for this one. */
const OF_FLAG: Readonly<Record<string, string>> = {
  attach_load_balancer_controller_targetgroup_binding_only_policy: 'load_balancer_controller_targetgroup_only',
};

/** It attaches policies of AWS, under one address on both lines. */
const WITHOUT_POLICY = 'attach_cloudwatch_observability_policy';

/** Names of the resources that hold the policies of these inputs on the line 5.x. */
export const policiesOfIam5 = (inputs: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(inputs).flatMap(([flag, value]) => {
    const name = /^attach_(.+)_policy$/.exec(flag)?.[1];
    return name === undefined || value !== true || flag === WITHOUT_POLICY ? [] : [OF_FLAG[flag] ?? name];
  });

/** Name of the resource that holds the module's own policy; nothing if it makes none, or if 5.x makes several where 6.x makes one. */
export function modulePolicy({ maker, permissions }: PlannedRole): string | undefined {
  const [policy, ...others] = policiesOfIam5(permissions.inputs);
  if (policy === undefined || others.length > 0) return undefined;
  return maker === 'role-iam-5' ? policy : 'this';
}

/** Where the module attaches what has that key beside its own policy. */
export const beside = ({ maker, label }: Pick<PlannedRole, 'maker' | 'label'>, key: string): string =>
  `module.${label}.${ATTACHMENT}.${maker === 'role-iam-6' ? 'additional' : 'this'}["${key}"]`;

export const isOfModule = (maker: RoleMaker): maker is ModuleMaker => maker === 'role-iam-5' || maker === 'role-iam-6';

const WHY = [
  'Carries the state over from the line of the module that made the role before: nothing is made or destroyed.',
  'Once it is applied everywhere, `create-irsa migrate iam-6 --finish` takes these out.',
];

/** Of a workload's roles, the reason above the first. */
export function moveBlocks(workload: PlannedWorkload, formerly: PlannedWorkload | undefined): MovedBlock[] {
  const [first, ...others] = workload.roles.flatMap((role) => {
    const before = formerly?.roles.find(({ group }) => group === role.group);
    return before === undefined ? [] : moves(before, role);
  });
  return first === undefined ? [] : [{ ...first, comments: WHY }, ...others];
}

/** The moves that leave nothing to make or to destroy; none where the same module makes the role before and after. */
export function moves(before: PlannedRole, now: PlannedRole): MovedBlock[] {
  if (!isOfModule(before.maker) || !isOfModule(now.maker) || before.maker === now.maker) return [];
  const moved = (from: string, to: string): MovedBlock => ({ kind: 'moved', from: ref(from), to: ref(to) });
  const [old, own] = [modulePolicy(before), modulePolicy(now)];
  const ofModule =
    old === undefined || own === undefined
      ? []
      : [POLICY, ATTACHMENT].map((type) => moved(`module.${before.label}.${type}.${old}[0]`, `module.${now.label}.${type}.${own}[0]`));
  const attached = attachedKeys(before);
  const kept = attachedKeys(now).filter((key) => attached.includes(key));
  return [...ofModule, ...kept.map((key) => moved(beside(before, key), beside(now, key)))];
}

const ADOPTED = [
  'Carries over within the state what has another address from now on: nothing is made or destroyed.',
  'Once it is applied everywhere, `create-irsa adopt --finish` takes these out.',
];

/** What the spec has adopted or moved, the reason above the first. */
export function adoptedMoves({ moved = [] }: Spec): MovedBlock[] {
  const [first, ...others] = moved.map(({ from, to }): MovedBlock => ({ kind: 'moved', from: ref(from), to: ref(to) }));
  return first === undefined ? [] : [{ ...first, comments: ADOPTED }, ...others];
}
