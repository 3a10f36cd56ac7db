/** Roles, policies and associations that calls of the field's modules make. */
import type { TreeBlock } from '../code/tree.ts';
import type { RoleForm } from '../inventory.ts';
import type { Trust, WrittenTrustStatement } from '../trusts.ts';
import { argumentsOf, some, unreadOf, type Arguments } from './arguments.ts';
import { ofBlueprintsAddOns } from './blueprints.ts';
import { together, type Gathered } from './gathered.ts';
import { ofBlueprintsIrsa, ofCloudPosse, ofClusters, ofOidcProviders, ofProviderUrls, ofTrustInputs } from './irsa-modules.ts';
import { ofKarpenter } from './karpenter.ts';
import { associationsOf, podIdentityTrust } from './pod-identity-module.ts';
import { policiesOf, roleOfModule, type Names } from './module-role.ts';
import { permissionsOf } from './resources.ts';
import { placedIn, type Instance } from './scopes.ts';

const OLD: Names = {
  name: ['role_name', 'role_name_prefix'],
  prefix: { argument: 'role_name_prefix' },
  path: ['role_path'],
  boundary: ['role_permissions_boundary_arn'],
  policies: ['role_policy_arns'],
  statements: [],
  documents: [],
  create: 'create_role',
};

const NEW: Names = {
  ...OLD,
  name: ['name'],
  prefix: { unlessFalse: 'use_name_prefix' },
  path: ['path'],
  boundary: ['permissions_boundary'],
  policies: ['policies'],
  statements: ['permissions', 'inline_policy_permissions'],
  documents: ['source_policy_documents', 'override_policy_documents', 'source_inline_policy_documents', 'override_inline_policy_documents'],
  create: 'create',
};

type Simple = Exclude<RoleForm, 'resource' | 'eksctl' | 'blueprints-addons' | 'eks-karpenter'>;

const NAMES: Readonly<Record<Simple, Names>> = {
  'iam-role-for-service-accounts-eks': OLD,
  'iam-eks-role': OLD,
  'iam-assumable-role-with-oidc': { ...OLD, create: '!create_role' },
  'iam-role-for-service-accounts': NEW,
  'iam-role': NEW,
  'eks-pod-identity': {
    ...NEW,
    boundary: ['permissions_boundary_arn'],
    policies: ['additional_policy_arns'],
    statements: ['policy_statements'],
  },
  'blueprints-addon': {
    ...NEW,
    name: ['role_name'],
    prefix: { unlessFalse: 'role_name_use_prefix' },
    path: ['role_path'],
    boundary: ['role_permissions_boundary_arn'],
    policies: ['role_policies'],
    statements: ['policy_statements'],
    create: '!create_role',
  },
  'blueprints-irsa': {
    ...OLD,
    name: ['irsa_iam_role_name'],
    path: ['irsa_iam_role_path'],
    boundary: ['irsa_iam_permissions_boundary'],
    policies: ['irsa_iam_policies'],
    create: 'create',
  },
  'cloudposse-eks-iam-role': {
    ...NEW,
    name: [],
    prefix: {},
    boundary: ['permissions_boundary'],
    policies: ['managed_policy_arns'],
    statements: [],
    documents: ['aws_iam_policy_document'],
    create: 'enabled',
  },
};

const TRUSTS: Readonly<Record<Simple, (given: Arguments) => readonly WrittenTrustStatement[]>> = {
  'iam-role-for-service-accounts-eks': (given) => ofOidcProviders(given, 'assume_role_condition_test'),
  'iam-role-for-service-accounts': (given) => ofOidcProviders(given, 'trust_condition_test'),
  'blueprints-addon': (given) => [
    ...ofOidcProviders(given, 'assume_role_condition_test'),
    ...ofTrustInputs(given, 'trust_policy_statements'),
  ],
  'iam-assumable-role-with-oidc': (given) => ofProviderUrls(given, 'iam-assumable-role-with-oidc'),
  'iam-role': (given) => [...ofProviderUrls(given, 'iam-role'), ...ofTrustInputs(given, 'trust_policy_permissions')],
  'iam-eks-role': ofClusters,
  'eks-pod-identity': podIdentityTrust,
  'blueprints-irsa': ofBlueprintsIrsa,
  'cloudposse-eks-iam-role': ofCloudPosse,
};

/** Nothing for modules that are none of the field's, or make no role. */
export function ofModule(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const kind = scope.kinds.get(block.labels[0] ?? '');
  const given = argumentsOf(block, scope);
  if (kind === 'eks-karpenter') return ofKarpenter(given);
  if (kind === 'blueprints-addons' || kind === 'blueprints') return ofBlueprintsAddOns(given);
  if (kind === 'iam-policy') return ofPolicyModule(given);
  return kind !== undefined && Object.hasOwn(NAMES, kind) ? roleOf(given, kind as Simple) : {};
}

function isMade(given: Arguments, create: string): boolean {
  if (create.startsWith('!')) return given.tree(create.slice(1)) !== undefined && !given.isFalse(create.slice(1));
  return !given.isFalse(create);
}

function roleOf(given: Arguments, form: Simple): Partial<Gathered> {
  const names = NAMES[form];
  const { block, scope } = given;
  if (!isMade(given, names.create)) return {};
  const statements = TRUSTS[form](given);
  const trust: Trust = { source: 'module', statements, unread: [...given.unread], at: block.at };
  return together([
    {
      roles: [roleOfModule(given, form, trust, names)],
    },
    policiesOf(given, names),
    ...(form === 'eks-pod-identity' ? [associationsOf(given)] : []),
    ...(scope.kinds.size > 0 && form === 'blueprints-irsa' ? [serviceAccountOfIrsa(given)] : []),
  ]);
}

/** `iam-policy` of terraform-aws-modules/iam. */
const ofPolicyModule = (given: Arguments): Partial<Gathered> => ({
  policies: [
    {
      ...placedIn(given.scope, given.block),
      form: 'module',
      ...some('name', given.text('name', 'name_prefix')),
      permissions: permissionsOf(given.tree('policy'), given.scope),
      ...unreadOf(given),
    },
  ],
});

/** The same module makes the ServiceAccount, unless it is told not to. */
function serviceAccountOfIrsa(given: Arguments): Partial<Gathered> {
  const placed = placedIn(given.scope, given.block);
  const id = `${placed.id}/service-account`;
  return {
    serviceAccounts: [
      {
        id,
        at: placed.at,
        form: 'module',
        root: placed.root,
        address: placed.address,
        ...some('name', given.text('kubernetes_service_account')),
        ...some('namespace', given.text('kubernetes_namespace')),
        created: !given.isFalse('create_kubernetes_service_account'),
        annotations: [],
      },
    ],
    edges: [{ kind: 'service-account-role', from: id, to: placed.id, at: placed.at }],
  };
}
