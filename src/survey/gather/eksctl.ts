/** ClusterConfigs of eksctl. https://eksctl.io/usage/schema/ */
import { fieldOf, fieldText, literalOf, writtenListOf, writtenOf, type KnownEntry } from '../code/known.ts';
import type { Resolved } from '../code/scope.ts';
import type { At } from '../found.ts';
import type { Policy, Role } from '../inventory.ts';
import type { Trust } from '../trusts.ts';
import { joinWritten, knownText, spellWritten, type Written } from '../written.ts';
import { some } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';
import { fieldsOf, inner, itemsIn } from './manifests.ts';
import { permissionsOf } from './resources.ts';
import { issuerIn, madeStatement, podIdentityStatement, subjectsOf, takersOf } from './trust.ts';

export const isClusterConfig = (fields: readonly KnownEntry[]): boolean =>
  knownText(fieldText(fields, 'kind')) === 'ClusterConfig' && (knownText(fieldText(fields, 'apiVersion')) ?? '').startsWith('eksctl.io/');

export function ofClusterConfig(config: Resolved, at: At): Gathered {
  const fields = fieldsOf(config);
  const metadata = inner(fields, 'metadata');
  const name = fieldText(metadata, 'name');
  const iam = inner(fields, 'iam');
  const id = `${at.file}#ClusterConfig//${name === undefined ? '' : spellWritten(name)}`;
  const withOidc = fieldOf(iam, 'withOIDC');
  const accounts = itemsIn(fieldOf(iam, 'serviceAccounts')).map((item) => ofServiceAccount(item, id));
  const associations = itemsIn(fieldOf(iam, 'podIdentityAssociations')).map((item) => ofAssociation(item, id, name));
  const addOns = itemsIn(fieldOf(fields, 'addons')).flatMap((addOn) =>
    itemsIn(fieldOf(fieldsOf(addOn), 'podIdentityAssociations')).map((item) => ofAssociation(item, id, name)),
  );
  const groups = ['managedNodeGroups', 'nodeGroups'].flatMap((key) => itemsIn(fieldOf(fields, key))).map((group) => nodeGroup(group, id));
  return together([
    {
      clusters: [
        {
          id,
          at,
          form: 'eksctl',
          ...some('name', name),
          ...some('region', fieldText(metadata, 'region')),
          ...some('version', fieldText(metadata, 'version')),
          makesOidcProvider: withOidc !== undefined && literalOf(withOidc.tree, withOidc.scope) === true,
          references: [],
        },
      ],
    },
    ...accounts,
    ...associations,
    ...addOns,
    ...groups,
  ]);
}

function ofServiceAccount(item: Resolved, cluster: string): Gathered {
  const fields = fieldsOf(item);
  const metadata = inner(fields, 'metadata');
  const name = fieldText(metadata, 'name') ?? '';
  const namespace = fieldText(metadata, 'namespace') ?? 'default';
  const at = item.tree.at;
  const id = `${cluster}/iam/serviceAccounts/${spellWritten(namespace)}/${spellWritten(name)}`;
  const existing = fieldOf(fields, 'attachRoleARN');
  const only = fieldOf(fields, 'roleOnly');
  const account = {
    id: `${id}/service-account`,
    at,
    form: 'eksctl' as const,
    name,
    namespace,
    created: !(only !== undefined && literalOf(only.tree, only.scope) === true),
    annotations: [],
    ...(existing === undefined ? {} : { roleArn: { value: writtenOf(existing.tree, existing.scope), at: existing.key.at } }),
  };
  if (existing !== undefined) {
    return together([
      { serviceAccounts: [account], loose: [{ kind: 'service-account-role', from: account.id, to: existing, at: existing.key.at }] },
    ]);
  }
  const pattern = fieldText(fields, 'subjectPattern');
  const subject = pattern ?? joinWritten('system:serviceaccount:', namespace, ':', name);
  const provider: Written = { parts: [{ expression: `OIDC provider of ${cluster}` }] };
  const trust: Trust = {
    source: 'eksctl',
    statements: [
      madeStatement({
        provider,
        issuer: issuerIn(provider),
        actions: ['sts:AssumeRoleWithWebIdentity'],
        subjects: [{ operator: pattern === undefined ? 'StringEquals' : 'StringLike', values: [subject] }],
        audience: { operator: 'StringEquals', values: ['sts.amazonaws.com'] },
        at,
      }),
    ],
    unread: [],
    at,
  };
  return together([
    { serviceAccounts: [account], edges: [{ kind: 'service-account-role', from: account.id, to: id, at }] },
    roleWith(fields, id, at, trust),
  ]);
}

/** Policies by ARN, by name of what is well known, and written out. */
function roleWith(fields: readonly KnownEntry[], id: string, at: At, trust: Trust): Gathered {
  const arns = fieldOf(fields, 'attachPolicyARNs', 'permissionPolicyARNs');
  const wellKnown = inner(fields, 'wellKnownPolicies').filter(({ tree, scope }) => literalOf(tree, scope) === true);
  const own = fieldOf(fields, 'attachPolicy', 'permissionPolicy');
  const role: Role = {
    id,
    at,
    form: 'eksctl',
    ...some('name', fieldText(fields, 'roleName')),
    ...some('permissionsBoundary', fieldText(fields, 'permissionsBoundary', 'permissionsBoundaryARN')),
    tags: inner(fields, 'tags').map(({ name }) => name),
    trust,
    subjects: subjectsOf(trust),
    takenBy: takersOf(trust),
  };
  const policies: Policy[] = [
    ...wellKnown.map(({ name, key }): Policy => ({
      id: `${id}/wellKnownPolicies/${name}`,
      at: key.at,
      form: 'module-flag',
      flag: `wellKnownPolicies.${name}`,
      permissions: { source: 'module', statements: [], unread: [] },
    })),
    ...(own === undefined
      ? []
      : [{ id: `${id}/policy`, at: own.key.at, form: 'eksctl' as const, permissions: permissionsOf(own.tree, own.scope) }]),
  ];
  return together([
    {
      roles: [role],
      policies,
      edges: policies.map((policy) => ({ kind: 'role-policy', from: id, to: policy.id, at: policy.at })),
      loose: itemsIn(arns).map((arn) => ({ kind: 'role-policy', from: id, to: arn, at: arn.tree.at })),
    },
  ]);
}

function ofAssociation(item: Resolved, cluster: string, clusterName: Written | undefined): Gathered {
  const fields = fieldsOf(item);
  const [namespace, name] = [fieldText(fields, 'namespace'), fieldText(fields, 'serviceAccountName') ?? ''];
  const at = item.tree.at;
  const id = `${cluster}/podIdentityAssociations/${namespace === undefined ? '' : spellWritten(namespace)}/${spellWritten(name)}`;
  const existing = fieldOf(fields, 'roleARN');
  const association = {
    id,
    at,
    form: 'eksctl' as const,
    ...some('cluster', clusterName),
    ...some('namespace', namespace),
    serviceAccount: name,
    ...(existing === undefined ? {} : { roleArn: writtenOf(existing.tree, existing.scope) }),
  };
  const edges = [{ kind: 'association-cluster' as const, from: id, to: cluster, at }];
  if (existing !== undefined)
    return together([{ associations: [association], edges, loose: [{ kind: 'association-role', from: id, to: existing, at }] }]);
  const role = `${id}/role`;
  const trust: Trust = { source: 'eksctl', statements: [podIdentityStatement(at)], unread: [], at };
  return together([
    { associations: [association], edges: [...edges, { kind: 'association-role', from: id, to: role, at }] },
    roleWith(fields, role, at, trust),
  ]);
}

function nodeGroup(group: Resolved, cluster: string): Gathered {
  const fields = fieldsOf(group);
  const name = fieldText(fields, 'name') ?? '';
  const iam = inner(fields, 'iam');
  const isImdsOff = fieldOf(fields, 'disablePodIMDS');
  const arns = fieldOf(iam, 'attachPolicyARNs');
  const id = `${cluster}/nodeGroups/${spellWritten(name)}`;
  return together([
    {
      nodeGroups: [
        {
          id,
          at: group.tree.at,
          form: 'eksctl',
          name,
          ...(isImdsOff !== undefined && literalOf(isImdsOff.tree, isImdsOff.scope) === true
            ? { hopLimit: { value: 1, at: isImdsOff.key.at } }
            : {}),
          ...some('roleArn', fieldText(iam, 'instanceRoleARN')),
          policies:
            arns === undefined
              ? []
              : writtenListOf(arns.tree, arns.scope, 'attachPolicyARNs', []).map((value) => ({ value, at: arns.key.at })),
        },
      ],
      edges: [{ kind: 'node-group-cluster', from: id, to: cluster, at: group.tree.at }],
    },
  ]);
}
