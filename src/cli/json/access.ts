/** What `diff --json` and `upgrade --json` answer. */
import * as z from 'zod/mini';
import { changeKinds, severities } from '../../access/change.ts';
import { field, list, problems, spec, version } from './parts.ts';

const accessCondition = z.object({ operator: z.string(), key: z.string(), values: list(z.string()) });

export const accessChange = z.object({
  kind: field('What of the role it is about.', z.enum([...changeKinds])),
  severity: field('note: to be known. warning: to be looked at. error: to be asked about.', z.enum([...severities])),
  rules: field('Why it is more than a note; docs/ci.md explains each.', list(z.string())),
  effect: field('Of a statement of the trust policy.', z.optional(z.enum(['Allow', 'Deny']))),
  subjects: field('Of the trust policy: whose tokens are let in.', z.optional(list(z.string()))),
  principals: field('Of the trust policy, as `Federated <ARN>`, `Service <name>` or `AWS <account or ARN>`.', z.optional(list(z.string()))),
  notPrincipals: field('All but these.', z.optional(list(z.string()))),
  actions: z.optional(list(z.string())),
  notActions: field('All but these.', z.optional(list(z.string()))),
  resources: z.optional(list(z.string())),
  notResources: field('All but these.', z.optional(list(z.string()))),
  values: field(
    'Of what is no statement: ARNs of policies, inputs of a module, ServiceAccounts, the boundary.',
    z.optional(list(z.string())),
  ),
  conditions: field('All of them hold.', z.optional(list(accessCondition))),
  otherwise: field('The other side has it too, but only under one of these lists of conditions.', z.optional(list(list(accessCondition)))),
});

const roleAccess = z.object({
  file: field('The spec, or the plan.', z.string()),
  key: field('What the role is known by then and now: its workload and cluster, or its address.', z.string()),
  role: field('Its name.', z.string()),
  status: z.enum(['added', 'removed', 'changed']),
  severity: field('The worst of its changes.', z.enum([...severities])),
  gained: list(accessChange),
  lost: list(accessChange),
});

export const difference = {
  version,
  base: field('What it was compared with.', z.string()),
  severity: field('The worst of all; note if there is nothing.', z.enum([...severities])),
  failed: field('What of --fail-on there is.', list(z.string())),
  roles: field('Those that gained or lost something.', list(roleAccess)),
  unchanged: field('How many did not.', z.int()),
  problems,
};

export const upgrade = z.union([
  z.object({
    ...difference,
    specs: field('What would happen to their files.', list(spec)),
    accept: field('The command that takes it.', z.string()),
  }),
  z.object({ version, problems }),
]);

export const diff = z.union([z.object(difference), z.object({ version, problems })]);
