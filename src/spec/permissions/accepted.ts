/** What a workload may take upon itself with `accept`: the findings on permissions in IAM's own words. */
import type { ProblemCode } from '../../problem-codes.ts';

export const acceptable: readonly ProblemCode[] = [
  'broad-managed-policy',
  'confused-deputy',
  'policy-wildcard',
  'privilege-escalation',
  'unknown-action',
  'unknown-condition-key',
  'unsuited-resource',
];
