/** What an add-on is given on a module line: the module's own policy, or ours where IAM would not take that. */
import type { AddOn, ClusterContext, PodIdentityLine, PodIdentityPermissions, RoleLine } from '../catalog/add-on.ts';
import type { Contract } from '../catalog/modules/contracts.ts';
import { hasEmptyStatement, modulePolicySize } from '../catalog/modules/policy-size.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { podIdentityPermissions } from '../catalog/pod-identity.ts';
import { MANAGED_POLICY_MAX } from '../iam/policy-size.ts';
import type { Statement } from '../iam/statement.ts';
import { error, warning, type Path, type Problem } from '../problem.ts';
import { likely } from './own-policies.ts';
import { least } from './policy-limits.ts';

interface Asked {
  readonly addOn: AddOn;
  readonly options: OptionValues<Options>;
  readonly cluster: ClusterContext;
  readonly region: string;
  readonly path: Path;
}

/** The release that makes the role. */
interface Release {
  readonly line: RoleLine | PodIdentityLine;
  /** Absent: not known, and so its policies cannot be measured. */
  readonly contract?: Contract;
}

function permissionsOn(line: Release['line'], addOn: AddOn, options: Asked['options'], cluster: ClusterContext): PodIdentityPermissions {
  if (line === 'iam-5' || line === 'iam-6') return addOn.permissions(options, cluster, line);
  return podIdentityPermissions(addOn, options, cluster, line) ?? {};
}

/**
 * A module makes one policy, however long its lists are, and of an old release a statement for each list, also an empty
 * one; ours are as many as it takes.
 */
export function fittingPermissions(
  { addOn, options, cluster, region, path }: Asked,
  { line, contract }: Release,
): { readonly permissions: PodIdentityPermissions; readonly problems: readonly Problem[] } {
  const permissions = permissionsOn(line, addOn, options, cluster);
  const size = contract ? modulePolicySize(contract, permissions.inputs ?? {}, likely(region)) : 0;
  const isEmpty = contract !== undefined && hasEmptyStatement(contract, permissions.inputs ?? {});
  if (size <= MANAGED_POLICY_MAX && !isEmpty) return { permissions, problems: [] };
  const own = addOn.withoutModule(options, cluster);
  // Where eksctl knows a policy by name, ours has only what that one lacks.
  if (own && own.wellKnown === undefined) {
    const { statements = [], managedPolicies = [] } = own;
    const why = isEmpty
      ? 'The policy of this release of the module would have a statement without resources, which IAM refuses.'
      : `The module’s own policy would have about ${size} characters, and IAM takes ${MANAGED_POLICY_MAX}.`;
    return { permissions: { statements: explained(statements, why), managedPolicies }, problems: [] };
  }
  if (size <= MANAGED_POLICY_MAX) return { permissions, problems: [] };
  const isSure = contract !== undefined && modulePolicySize(contract, permissions.inputs ?? {}, least) > MANAGED_POLICY_MAX;
  return {
    permissions,
    problems: [
      (isSure ? error : warning)(
        'policy-too-large',
        path,
        `The policy that the module makes for it would have about ${size} characters; IAM takes ${MANAGED_POLICY_MAX}.`,
        'Name fewer resources here, or name several by one wildcard.',
      ),
    ],
  };
}

const explained = ([first, ...others]: readonly Statement[], why: string): readonly Statement[] =>
  first === undefined ? [] : [{ ...first, reason: first.reason === undefined ? why : `${first.reason} ${why}` }, ...others];
