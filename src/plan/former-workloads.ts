/** The workloads of a spec as they were on the line of modules that it comes from. */
import { contractOf } from '../catalog/modules/contracts.ts';
import { newestOfLine } from '../catalog/modules/releases.ts';
import type { Spec } from '../spec/spec.ts';
import { addressOf, IAM } from './module-families.ts';
import type { PlannedWorkload } from './plan.ts';
import type { RoleContext } from './roles.ts';
import { planWorkloads } from './workloads.ts';

/** @returns nothing where nothing moves; what was wrong with them is no longer anybody's problem */
export function formerWorkloads({ terraform }: Spec, context: Omit<RoleContext, 'line' | 'role'>): readonly PlannedWorkload[] | undefined {
  const from = terraform.modules.iam?.from;
  if (from === undefined) return undefined;
  const contract = contractOf(addressOf(IAM, from), newestOfLine(addressOf(IAM, from), from) ?? '')?.contract;
  return planWorkloads({ ...context, line: from === 6 ? 'iam-6' : 'iam-5', role: contract === undefined ? {} : { contract } }).workloads;
}
