/** What `assumeRoles` of a workload means for its own role: what that may assume, and whether there is one at all. */
import { parseArn } from '../iam/arn.ts';
import { allow, type Statement } from '../iam/statement.ts';
import type { AssumedRole, WorkloadSpec } from '../spec/spec.ts';

/** A role's ARN, taken apart. */
export interface RoleAddress {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  readonly path: string;
  readonly name: string;
}

export function roleAddress({ role }: AssumedRole): RoleAddress {
  const arn = parseArn(role);
  const [, path, name] = /^role(\/(?:.*\/)?)(.+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn === undefined || path === undefined || name === undefined)
    throw new Error(`the spec was parsed with a role that is none: ${role}`);
  return { arn: role, partition: arn.partition, accountId: arn.accountId, path, name };
}

type Assuming = Pick<WorkloadSpec, 'assumeRoles' | 'identity' | 'podIdentity' | 'migration'>;

/** By the pods' own role: by a chain, or by EKS for the pods. */
const byOwnRole = ({ assumeRoles }: Pick<Assuming, 'assumeRoles'>): readonly AssumedRole[] =>
  assumeRoles.filter(({ via }) => via !== 'direct');

/** EKS tags its sessions, and those tags go on to whatever a session assumes. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const passesTags = (workload: Omit<Assuming, 'assumeRoles'>): boolean =>
  usesPodIdentity(workload) && !workload.podIdentity.disableSessionTags;

/** Or is on its way, and has associations or is about to. */
export const usesPodIdentity = ({ identity, migration }: Pick<WorkloadSpec, 'identity' | 'migration'>): boolean =>
  identity === 'pod-identity' || migration?.phase === 'prepare' || migration?.phase === 'dual';

/** Each action on exactly the roles whose entry asks for it: STS refuses tags and source identities that both sides do not allow. */
export function assumeStatements(workload: Assuming): Statement[] {
  const entries = byOwnRole(workload);
  const on = (sid: string, action: string, roles: readonly AssumedRole[]): Statement[] =>
    roles.length === 0
      ? []
      : [
          allow(
            sid,
            [action],
            roles.map(({ role }) => role),
          ),
        ];
  return [
    ...on('AssumeRoles', 'sts:AssumeRole', entries),
    ...on(
      'TagSessions',
      'sts:TagSession',
      entries.filter(({ sessionTags }) => sessionTags.length > 0 || passesTags(workload)),
    ),
    ...on(
      'SetSourceIdentities',
      'sts:SetSourceIdentity',
      entries.filter(({ sourceIdentity }) => sourceIdentity),
    ),
  ];
}

/** All that the workload says of its own role in IAM's words. */
export const ownStatements = (workload: WorkloadSpec): Statement[] => [...workload.statements, ...assumeStatements(workload)];

/**
 * The role that the ServiceAccount names where the workload has none in the account of its cluster: it
 * may do nothing there, and another account trusts its tokens.
 */
export function onlyDirect(workload: WorkloadSpec & { readonly grants?: readonly unknown[] }): AssumedRole | undefined {
  const { grants, managedPolicies, statements, assumeRoles } = workload;
  // An add-on has permissions of its own.
  if (grants === undefined || grants.length + managedPolicies.length + statements.length > 0) return undefined;
  if (assumeRoles.some(({ via }) => via !== 'direct')) return undefined;
  return assumeRoles.find((entry) => entry.default) ?? assumeRoles[0];
}
