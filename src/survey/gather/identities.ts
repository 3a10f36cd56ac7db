/** Associations, EKS add-ons and ServiceAccounts that Terraform makes. */
import { entriesOf, fieldOf, fieldText, itemsOf, type KnownEntry } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { Association, ServiceAccount } from '../inventory.ts';
import { argumentsOf, some, unreadOf, type Arguments } from './arguments.ts';
import { accountAnnotations } from './annotations.ts';
import { together, type Gathered, type Loose } from './gathered.ts';
import { placedIn, type Instance } from './scopes.ts';

export function identitiesOf(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const given = argumentsOf(block, scope);
  const [type = ''] = block.labels;
  if (block.type === 'module') {
    const kind = scope.kinds.get(type);
    return kind === 'eks' || kind === 'blueprints-addons' ? addOnsOfModule(given) : {};
  }
  if (block.type !== 'resource') return {};
  if (type === 'aws_eks_pod_identity_association') return associationOf(given);
  if (type === 'aws_eks_addon') return addOnOf(given);
  return /^kubernetes_service_account(_v1)?$/.test(type) ? serviceAccountOf(given) : {};
}

function associationOf(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const association: Association = {
    ...placed,
    form: 'resource',
    ...some('cluster', given.text('cluster_name')),
    ...some('namespace', given.text('namespace')),
    ...some('serviceAccount', given.text('service_account')),
    ...some('roleArn', given.text('role_arn')),
    ...some('targetRoleArn', given.text('target_role_arn')),
    ...unreadOf(given),
  };
  return {
    associations: [association],
    loose: [
      ...looseOf('association-role', placed.id, given.tree('role_arn'), scope),
      ...looseOf('association-cluster', placed.id, given.tree('cluster_name'), scope),
    ],
  };
}

const looseOf = (kind: Loose['kind'], from: string, tree: Tree | undefined, scope: Instance): Loose[] =>
  tree === undefined ? [] : [{ kind, from, to: { tree, scope }, at: tree.at }];

/** `aws_eks_addon`: by `service_account_role_arn`, or by associations of its own. */
function addOnOf(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const associations = block.blocks.filter(({ type }) => type === 'pod_identity_association');
  const name = given.text('addon_name');
  return together([
    accountOfAddOn(given, placed.id, name, given.tree('service_account_role_arn'), block.at),
    ...associations.map((inner, i) => {
      const id = `${placed.id}/pod_identity_association/${i}`;
      const nested = argumentsOf(inner, scope);
      return {
        associations: [
          {
            id,
            at: inner.at,
            form: 'eks-add-on' as const,
            root: placed.root,
            address: placed.address,
            ...some('cluster', given.text('cluster_name')),
            ...some('serviceAccount', nested.text('service_account')),
            ...some('roleArn', nested.text('role_arn')),
          },
        ],
        loose: looseOf('association-role', id, nested.tree('role_arn'), scope),
      };
    }),
  ]);
}

function accountOfAddOn(
  given: Arguments,
  id: string,
  of: ServiceAccount['of'],
  role: Tree | undefined,
  at: Tree['at'],
  scope = given.scope,
): Partial<Gathered> {
  if (role === undefined) return {};
  const placed = placedIn(given.scope, given.block);
  const roleArn = argumentsOf({ ...given.block, attributes: new Map([['role', role]]) }, scope).text('role');
  if (roleArn === undefined) return {};
  return {
    serviceAccounts: [
      {
        id: `${id}/service-account`,
        at,
        form: 'eks-add-on',
        root: placed.root,
        address: placed.address,
        ...some('of', of),
        created: true,
        annotations: [],
        roleArn: { value: roleArn, at: role.at },
      },
    ],
    loose: looseOf('service-account-role', `${id}/service-account`, role, scope),
  };
}

/** `addons`, `cluster_addons` of terraform-aws-modules/eks and `eks_addons` of EKS Blueprints: the same by name of the add-on. */
function addOnsOfModule(given: Arguments): Gathered {
  const placed = placedIn(given.scope, given.block);
  return together(
    given.entries('addons', 'cluster_addons', 'eks_addons').map((addOn) => {
      const scope = addOn.scope as Instance;
      const fields = resolve(addOn.tree, scope).tree.kind === 'map' ? entriesOf(addOn.tree, scope, addOn.name, given.unread) : [];
      const id = `${placed.id}/addons/${addOn.name}`;
      const role = fieldOf(fields, 'service_account_role_arn');
      return together([
        accountOfAddOn(given, id, addOn.name, role?.tree, addOn.key.at, (role?.scope as Instance | undefined) ?? scope),
        ofAssociations(given, id, fieldOf(fields, 'pod_identity_association')),
      ]);
    }),
  );
}

function ofAssociations(given: Arguments, of: string, list: KnownEntry | undefined): Gathered {
  if (list === undefined) return together([]);
  const placed = placedIn(given.scope, given.block);
  return together(
    itemsOf(list.tree, list.scope, 'pod_identity_association', given.unread).map((item, i) => {
      const fields = entriesOf(item.tree, item.scope, 'pod_identity_association', given.unread);
      const id = `${of}/pod_identity_association/${i}`;
      const role = fieldOf(fields, 'role_arn');
      return {
        associations: [
          {
            id,
            at: item.tree.at,
            form: 'eks-add-on' as const,
            root: placed.root,
            address: placed.address,
            ...some('serviceAccount', fieldText(fields, 'service_account')),
            ...some('roleArn', fieldText(fields, 'role_arn')),
          },
        ],
        edges:
          given.scope.kinds.get(given.block.labels[0] ?? '') === 'eks'
            ? [{ kind: 'association-cluster' as const, from: id, to: placed.id, at: item.tree.at }]
            : [],
        loose: role === undefined ? [] : looseOf('association-role', id, role.tree, role.scope as Instance),
      };
    }),
  );
}

function serviceAccountOf(given: Arguments): Partial<Gathered> {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const metadata = block.blocks.find(({ type }) => type === 'metadata');
  const inner = metadata && argumentsOf(metadata, scope);
  const annotations = accountAnnotations(inner?.entries('annotations') ?? []);
  return {
    serviceAccounts: [
      {
        ...placed,
        form: 'terraform',
        ...some('name', inner?.text('name', 'generate_name')),
        namespace: inner?.text('namespace') ?? 'default',
        created: true,
        annotations: annotations.written,
        ...some('roleArn', annotations.roleArn),
        ...(inner === undefined ? {} : unreadOf(inner)),
      },
    ],
    loose:
      annotations.role === undefined
        ? []
        : [{ kind: 'service-account-role', from: placed.id, to: annotations.role, at: annotations.role.tree.at }],
  };
}
