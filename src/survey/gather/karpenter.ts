/** `modules/karpenter` of terraform-aws-modules/eks: the role of the controller, and that of the nodes which it starts. */
import { writtenOf } from '../code/known.ts';
import type { Trust, WrittenTrustStatement } from '../trusts.ts';
import { joinWritten } from '../written.ts';
import { documentOf } from '../code/documents.ts';
import { some, type Arguments } from './arguments.ts';
import { gathered, together, type Gathered } from './gathered.ts';
import { policiesOf, roleOfModule } from './module-role.ts';
import { majorOf, refOf } from './module-kinds.ts';
import { placedIn, sourceOf } from './scopes.ts';
import { ec2Statement, issuerIn, madeStatement, podIdentityStatement } from './trust.ts';

/** Defaults changed with 21.0, which has no IRSA any more: docs/UPGRADE-21.0.md of the module. */
const isOld = (given: Arguments): boolean => {
  const version = given.literal('version') ?? refOf(sourceOf(given.block) ?? '');
  const major = majorOf(version === undefined ? undefined : String(version));
  return major !== undefined && major < 21;
};

export function ofKarpenter(given: Arguments): Partial<Gathered> {
  if (given.isFalse('create')) return {};
  return together([given.isFalse('create_iam_role') ? {} : controller(given), given.isFalse('create_node_iam_role') ? {} : node(given)]);
}

function controller(given: Arguments): Gathered {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const statements: WrittenTrustStatement[] = [
    ...(isOld(given) && given.isFalse('enable_pod_identity') ? [] : [podIdentityStatement(block.at)]),
    ...(given.isTrue('enable_irsa') ? [ofIrsa(given)] : []),
    ...['iam_role_source_assume_policy_documents', 'iam_role_override_assume_policy_documents']
      .flatMap((name) => given.items(name))
      .flatMap(({ tree, scope: from }) => documentOf(tree, from, 'assume_role_policy').statements)
      .map(({ actions, resources: _r, notResources: _n, notPrincipals: _p, ...rest }) => ({ ...rest, actions: actions ?? [] })),
  ];
  const trust: Trust = { source: 'module', statements, unread: [...given.unread], at: block.at };
  const names = {
    name: ['iam_role_name'],
    prefix: { unlessFalse: 'iam_role_use_name_prefix' },
    path: ['iam_role_path'],
    boundary: ['iam_role_permissions_boundary_arn'],
  };
  const role = roleOfModule(given, 'eks-karpenter', trust, names);
  const isAssociated = isOld(given) ? given.isTrue('create_pod_identity_association') : !given.isFalse('create_pod_identity_association');
  const policy = {
    id: `${placed.id}/controller`,
    at: block.at,
    form: 'module-flag' as const,
    root: placed.root,
    address: placed.address,
    flag: 'karpenter',
    permissions: { source: 'module' as const, statements: [], unread: [] },
  };
  const id = `${placed.id}/association`;
  return together([
    policiesOf(given, { policies: ['iam_role_policies'], statements: ['iam_policy_statements'], documents: [] }),
    gathered({
      roles: [{ ...role, name: role.name ?? 'KarpenterController' }],
      policies: [policy],
      edges: [
        { kind: 'role-policy', from: placed.id, to: policy.id, at: block.at },
        ...(isAssociated ? [{ kind: 'association-role' as const, from: id, to: placed.id, at: block.at }] : []),
      ],
      associations: isAssociated
        ? [
            {
              id,
              at: block.at,
              form: 'module',
              root: placed.root,
              address: placed.address,
              ...some('cluster', given.text('cluster_name')),
              namespace: given.text('namespace') ?? 'kube-system',
              serviceAccount: given.text('service_account') ?? 'karpenter',
            },
          ]
        : [],
    }),
  ]);
}

function ofIrsa(given: Arguments): WrittenTrustStatement {
  const tree = given.tree('irsa_oidc_provider_arn');
  const provider = tree === undefined ? '' : writtenOf(tree, given.scope);
  const accounts =
    given.tree('irsa_namespace_service_accounts') === undefined ? ['karpenter:karpenter'] : given.texts('irsa_namespace_service_accounts');
  const operator = given.text('irsa_assume_role_condition_test') ?? 'StringEquals';
  return madeStatement({
    provider,
    issuer: issuerIn(provider),
    actions: ['sts:AssumeRoleWithWebIdentity'],
    subjects: [{ operator, values: accounts.map((account) => joinWritten('system:serviceaccount:', account)) }],
    audience: { operator, values: ['sts.amazonaws.com'] },
    at: given.block.at,
  });
}

function node(given: Arguments): Gathered {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const id = `${placed.id}/node`;
  const trust: Trust = { source: 'module', statements: [ec2Statement(block.at)], unread: [], at: block.at };
  const names = {
    name: ['node_iam_role_name'],
    prefix: { unlessFalse: 'node_iam_role_use_name_prefix' },
    path: ['node_iam_role_path'],
    boundary: ['node_iam_role_permissions_boundary'],
  };
  return together([
    gathered({ roles: [roleOfModule(given, 'eks-karpenter', trust, names, id)] }),
    policiesOf(given, { policies: ['node_iam_role_additional_policies'], statements: [], documents: [] }, id),
  ]);
}
