/** What a role may do that eksctl makes: policies by name, by ARN, and in words. */
import { findAddOn } from '../catalog/index.ts';
import type { OwnPermissions } from '../catalog/add-on.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { policySize } from '../iam/policy-size.ts';
import { uniqueSids } from '../iam/statement.ts';
import { ref, type Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec, Owner, Spec } from '../spec/spec.ts';
import { ownStatements } from './assumed-roles.ts';
import type { PlannedCluster } from './clusters.ts';
import { literalFor, policyDocument, type Literal } from './eksctl-policy.ts';
import { mayNothing, needsTerraform, roleProblems, tooLarge } from './eksctl-problems.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { managedPolicy } from './roles.ts';

/** A workload in one cluster. */
export interface EksctlSeat {
  readonly workload: PlannedWorkload;
  readonly role: PlannedRole;
  readonly account: PlannedServiceAccount;
  readonly owner: Owner;
  readonly cluster: PlannedCluster;
}

interface Permitted {
  readonly wellKnown?: OwnPermissions['wellKnown'];
  /** ARNs. */
  readonly policies: readonly string[];
  /** As IAM reads it; nothing where there are no statements. */
  readonly document: Value | undefined;
  readonly spell: Literal['spell'];
  /** Why a statement is not limited to ARNs. */
  readonly comments: readonly string[];
}

export function permitted(spec: Spec, seat: EksctlSeat, problems: Problem[]): Permitted {
  const { workload, role, cluster } = seat;
  const written = [...spec.addOns, ...spec.apps].find((w) => w.id === workload.id);
  if (!written) throw new Error(`${workload.id} was planned without a spec`);
  problems.push(...roleProblems(role, workload));
  const permissions = permissionsOf(written, seat);
  if (permissions === undefined) problems.push(needsTerraform(workload));
  const { wellKnown, statements = [], managedPolicies = [] }: OwnPermissions = permissions ?? {};
  const literal = literalFor(cluster, written);
  const policies = managedPolicies.map(literal.spell);
  const document = policyDocument(statements, literal.spell);
  problems.push(...literal.problems);
  if (literal.problems.length === 0) problems.push(...tooLarge(workload, policySize(statements, literal.hole)));
  if (permissions && wellKnown === undefined && statements.length + policies.length === 0) problems.push(mayNothing(workload));
  return {
    ...(wellKnown === undefined ? {} : { wellKnown }),
    policies,
    document: statements.length === 0 ? undefined : document,
    spell: literal.spell,
    comments: statements.flatMap(({ sid = 'A statement', resources, reason }) =>
      reason === undefined ? [] : [`${sid}${resources?.includes('*') ? ' is not limited to ARNs' : ''}: ${reason}`],
    ),
  };
}

/** The role of an add-on was planned for a module; here the catalog is asked for what it is without one. */
function permissionsOf(written: AddOnSpec | AppSpec, { workload, role, cluster }: EksctlSeat): OwnPermissions | undefined {
  if (!('installer' in written)) {
    const { managedPolicies, policies } = role.permissions;
    return { managedPolicies, statements: uniqueSids(policies.flatMap((policy) => policy.statements)) };
  }
  const own = findAddOn(workload.id)?.withoutModule(written.options as OptionValues<Options>, { clusterNames: [cluster.spec.name] });
  return (
    own && {
      ...own,
      managedPolicies: [
        ...(own.managedPolicies ?? []),
        ...written.managedPolicies.map(managedPolicy),
        ...(written.policyRefs ?? []).map(ref),
      ],
      statements: uniqueSids([...(own.statements ?? []), ...ownStatements(written)]),
    }
  );
}

export function whoMakes({ owner, account }: EksctlSeat, annotates: string): string {
  switch (owner) {
    case 'eksctl':
      return 'eksctl makes the ServiceAccount.';
    case 'terraform':
      return 'Terraform makes the ServiceAccount.';
    case 'manifests':
      return 'Manifests make the ServiceAccount.';
    case 'chart':
      return 'Its chart makes the ServiceAccount.';
    case 'eks-addon':
      return 'The EKS add-on makes the ServiceAccount.';
    case 'annotate':
      return `The ServiceAccount is there already${account.annotated ? `; ${annotates} annotates it` : ''}.`;
    case 'none':
      return account.annotated ? 'Others make and annotate the ServiceAccount.' : 'Others make the ServiceAccount.';
  }
}
