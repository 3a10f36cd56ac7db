/** How far workloads of irsa.yaml have what a policy of a node role allows. Pure. */
import { findAddOn } from '../../../catalog/index.ts';
import { covers, coversAction, type PolicyStatement } from '../../../iam/policy-document.ts';
import type { Text } from '../../../iam/text.ts';
import { render } from '../../../iam/text.ts';
import { haveCommonText } from '../../../iam/wildcards.ts';
import type { PlannedWorkload } from '../../../plan/plan.ts';
import { actionsOf, addOnsOf } from './add-on-of-policy.ts';
import { isSuited } from './narrow.ts';
import type { HeldPolicy } from './node-roles.ts';

export interface TakenOver {
  /** Ids of the workloads that have it, or some of it. */
  readonly by: readonly string[];
  /** What none of them has as it was: `s3:* on arn:aws:s3:::orders/*`. */
  readonly left: readonly string[];
}

interface Had {
  readonly workload: string;
  readonly action: string;
  readonly resource: string;
  readonly isBare: boolean;
}

export function takenOver(policy: HeldPolicy, workloads: readonly PlannedWorkload[]): TakenOver {
  const addOn = workloads.find(({ id, kind }) => kind === 'add-on' && addOnsOf(policy, [id]).some((match) => match.id === id));
  const had = workloads.flatMap(hadBy);
  const pairs = (policy.statements ?? []).flatMap((statement) => (statement.allows ? pairsOf(statement) : []));
  const open = pairs.filter(({ action, resource, isBare }) => {
    const isWhole = (one: Had): boolean =>
      one.action.toLowerCase() === action.toLowerCase() && covers(one.resource, resource) && (one.isBare || !isBare);
    return !had.some(isWhole) && !(addOn !== undefined && isOfAddOn(action, addOn));
  });
  const some = had.filter(({ action, resource }) =>
    pairs.some((pair) => coversAction(pair.action, action) && haveCommonText(pair.resource, resource)),
  );
  return {
    by: [...new Set([...(addOn === undefined ? [] : [addOn.id]), ...some.map(({ workload }) => workload)])],
    left: open.map(({ action, resource }) => `${action} on ${resource}`),
  };
}

/** An add-on has what its project asks for, in its own words. */
function isOfAddOn(action: string, { id }: PlannedWorkload): boolean {
  const addOn = findAddOn(id);
  if (addOn === undefined) return false;
  const { all, services } = actionsOf(addOn);
  return all.some((one) => coversAction(action, one)) || services.includes((action.split(':')[0] ?? '').toLowerCase());
}

const pairsOf = ({ actions = ['*'], resources = ['*'], conditions }: PolicyStatement) =>
  actions.flatMap((action) =>
    resources
      .filter((resource) => isSuited(action, resource))
      .map((resource) => ({ action, resource, isBare: Object.keys(conditions).length === 0 })),
  );

const hadBy = ({ id, roles }: PlannedWorkload): readonly Had[] =>
  roles.flatMap(({ permissions: { policies } }) =>
    policies.flatMap(({ statements }) =>
      statements
        .filter(({ effect }) => effect === 'Allow')
        .flatMap(({ actions = [], resources = [], conditions }) =>
          actions.flatMap((action) =>
            resources.map((resource) => ({ workload: id, action, resource: spelled(resource), isBare: conditions.length === 0 })),
          ),
        ),
    ),
  );

/** Account, region and partition are those of the node role; what a reference leads to is not known here. */
const spelled = (resource: Text): string => render(resource, (hole) => ('fact' in hole ? '*' : '\u0000'));
