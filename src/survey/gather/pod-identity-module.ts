/** https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity */
import { entriesOf, fieldOf, fieldText, writtenListOf } from '../code/known.ts';
import type { WrittenTrustStatement } from '../trusts.ts';
import { some, type Arguments } from './arguments.ts';
import type { Gathered } from './gathered.ts';
import { ofTrustInputs } from './irsa-modules.ts';
import { placedIn } from './scopes.ts';
import { podIdentityStatement } from './trust.ts';

export function podIdentityTrust(given: Arguments): WrittenTrustStatement[] {
  const name = 'trust_policy_conditions';
  const conditions = given.items(name).flatMap(({ tree, scope }) => {
    if (tree.kind !== 'map') return [];
    const fields = entriesOf(tree, scope, name, given.unread);
    const values = fieldOf(fields, 'values');
    return [
      {
        operator: fieldText(fields, 'test') ?? '',
        key: fieldText(fields, 'variable') ?? '',
        values: values === undefined ? [] : writtenListOf(values.tree, values.scope, name, given.unread),
        at: tree.at,
      },
    ];
  });
  return [{ ...podIdentityStatement(given.block.at), conditions }, ...ofTrustInputs(given, 'trust_policy_statements')];
}

/** `associations = { main = { cluster_name, namespace, service_account } }`, with `association_defaults` behind each. */
export function associationsOf(given: Arguments): Partial<Gathered> {
  const placed = placedIn(given.scope, given.block);
  const defaults = given.entries('association_defaults');
  const associations = given.entries('associations').map((entry) => {
    const fields = entriesOf(entry.tree, entry.scope, 'associations', given.unread);
    const text = (name: string) => fieldText(fields, name) ?? fieldText(defaults, name);
    return {
      id: `${placed.id}/associations/${entry.name}`,
      at: entry.key.at,
      form: 'module' as const,
      root: placed.root,
      address: placed.address,
      ...some('cluster', text('cluster_name')),
      ...some('namespace', text('namespace')),
      ...some('serviceAccount', text('service_account')),
      ...some('targetRoleArn', text('target_role_arn')),
    };
  });
  return {
    associations,
    edges: associations.map(({ id, at }) => ({ kind: 'association-role', from: id, to: placed.id, at })),
  };
}
