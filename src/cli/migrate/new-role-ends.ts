/**
 * The end for a role that has taken the place of another: it keeps its name, which irsa.yaml says from then on, and
 * goes within the state to the address of the one that is gone. That has to be gone, or Terraform would destroy the
 * new one for it: what is moved to an address that is taken is not moved.
 */
import type { Plan, PlannedRole } from '../../plan/plan.ts';
import type { Block, BlockKind } from '../../plan/terraform/blocks.ts';
import type { Problem } from '../../problem.ts';
import type { WorkloadSpec } from '../../spec/spec.ts';
import { phaseNotApplied, type Workload } from './pod-identity-problems.ts';
import type { ReadState } from './read-state.ts';

export const hasNewRole = ({ migration }: WorkloadSpec): boolean => migration?.phase === 'done' && migration.role === 'new';

/** Nothing for a workload whose roles are several: irsa.yaml says one name. */
export function endOfNewRole({ policyName, modulePolicyName }: WorkloadSpec, roles: readonly PlannedRole[]): object | undefined {
  const [role, ...others] = roles;
  if (role === undefined || others.length > 0) return undefined;
  return {
    roleName: role.name,
    // Those of a role that stands beside another are named after it, whatever was said for that.
    ...(policyName === undefined ? {} : { policyName: role.policyName }),
    ...(modulePolicyName === undefined ? {} : { modulePolicyName: null }),
    migration: null,
  };
}

/** What stands at addresses of the state, by the label of its block. */
const TYPES: Readonly<Partial<Record<BlockKind, string>>> = {
  'role-pod-identity': 'module',
  policy: 'aws_iam_policy',
  'policy-attachments': 'aws_iam_role_policy_attachment',
  'pod-identity-association': 'aws_eks_pod_identity_association',
};

export interface NewRoleMoves {
  readonly workload: Workload;
  /** The label from now on, which was that of the former role. */
  readonly to: string;
  /** Address before → address from now on. */
  readonly moved: Readonly<Record<string, string>>;
}

/** Of those among the workloads that have a new role. */
export const movesOfNewRoles = (workloads: readonly Workload[], before: Plan, after: Plan): readonly NewRoleMoves[] =>
  workloads.filter(hasNewRole).flatMap((workload) => {
    const [from, to] = [before, after].map((plan) => plan.workloads.find(({ id }) => id === workload.id)?.roles[0]?.label);
    return from === undefined || to === undefined ? [] : [{ workload, to, moved: moved(before, after, from, to) }];
  });

/** Former roles that the state has yet, in whatever module they are. */
export const stillThere = (moves: readonly NewRoleMoves[], state: ReadState | undefined): readonly Problem[] =>
  moves.flatMap(({ workload, to }) => {
    const left = (state?.resources ?? []).filter(({ address }) => `.${address}`.includes(`.module.${to}.`)).map(({ address }) => address);
    return left.length === 0 ? [] : [phaseNotApplied(workload, left, state?.file ?? '')];
  });

function moved(before: Plan, after: Plan, from: string, to: string): Readonly<Record<string, string>> {
  const there = new Set(addresses(after));
  return Object.fromEntries(
    addresses(before).flatMap((address) => {
      const [type = '', label = ''] = address.split('.');
      const isItsOwn = label === from || label.startsWith(`${from}_`);
      const target = `${type}.${to}${label.slice(from.length)}`;
      return isItsOwn && !there.has(address) && there.has(target) ? [[address, target]] : [];
    }),
  );
}

const addresses = ({ terraform }: Plan): string[] =>
  (terraform?.files ?? []).flatMap(({ blocks }) => blocks).flatMap((block) => addressOf(block) ?? []);

const addressOf = (block: Block): string | undefined => {
  const type = TYPES[block.kind];
  return type === undefined || !('label' in block) ? undefined : `${type}.${block.label}`;
};
