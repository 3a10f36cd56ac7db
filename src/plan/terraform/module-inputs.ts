/** The inputs that each module call hands over, by the names of its release line. */
import type { Value } from '../../iam/text.ts';
import type { Entry } from './block-parts.ts';
import type { Eks20Block, Eks21Block, EksBlock, VpcBlock } from './cluster-blocks.ts';
import type {
  Iam5RoleBlock,
  Iam6RoleBlock,
  Karpenter20Block,
  Karpenter21Block,
  KarpenterBlock,
  PodIdentityRoleBlock,
  RoleModuleBlock,
} from './role-blocks.ts';

export type Inputs = Readonly<Record<string, Value>>;

const map = (entries: readonly Entry<Value>[]): Value => ({ map: Object.fromEntries(entries.map(({ key, value }) => [key, value])) });

const filled = (name: string, entries: readonly Entry<Value>[]): Inputs => (entries.length === 0 ? {} : { [name]: map(entries) });

const given = (name: string, value: Value | undefined): Inputs => (value === undefined ? {} : { [name]: value });

/** The module's own policy. */
const ownInputs = ({ inputs }: Pick<RoleModuleBlock, 'inputs'>): Inputs => Object.fromEntries(inputs.map(({ key, value }) => [key, value]));

const oidcProviders = (block: RoleModuleBlock): Value =>
  map(
    block.oidcProviders.map(({ key, providerArn, subjects }) => ({
      key,
      value: { map: { provider_arn: providerArn, namespace_service_accounts: subjects } },
    })),
  );

export const iam5RoleInputs = (block: Iam5RoleBlock): Inputs => ({
  role_name: block.name,
  ...given('role_description', block.description),
  ...given('role_path', block.path),
  ...given('role_permissions_boundary_arn', block.permissionsBoundary),
  ...ownInputs(block),
  ...filled('role_policy_arns', block.policies),
  oidc_providers: oidcProviders(block),
  ...filled('tags', block.tags),
});

export const iam6RoleInputs = (block: Iam6RoleBlock): Inputs => ({
  name: block.name,
  use_name_prefix: false,
  ...given('description', block.description),
  ...given('path', block.path),
  ...given('permissions_boundary', block.permissionsBoundary),
  ...given('policy_name', block.policyName),
  ...ownInputs(block),
  ...filled('policies', block.policies),
  oidc_providers: oidcProviders(block),
  ...filled('tags', block.tags),
});

export const podIdentityRoleInputs = (block: PodIdentityRoleBlock): Inputs => ({
  name: block.name,
  use_name_prefix: false,
  ...given('description', block.description),
  ...given('path', block.path),
  ...given('permissions_boundary_arn', block.permissionsBoundary),
  ...ownInputs(block),
  ...filled('additional_policy_arns', block.policies),
  trust_policy_conditions: block.trustConditions.map((condition) => ({ map: condition })),
  ...(block.trustStatements.length === 0 ? {} : { trust_policy_statements: block.trustStatements.map(trustStatement) }),
  ...filled(
    'associations',
    block.associations.map(({ key, clusterName, namespace, serviceAccount, targetRoleArn, disableSessionTags }) => ({
      key,
      value: {
        map: {
          cluster_name: clusterName,
          namespace,
          service_account: serviceAccount,
          ...given('target_role_arn', targetRoleArn),
          ...given('disable_session_tags', disableSessionTags),
        },
      },
    })),
  ),
  ...filled('tags', block.tags),
});

const trustStatement = ({ sid, effect, actions = [], principals, conditions }: PodIdentityRoleBlock['trustStatements'][number]): Value => ({
  map: {
    ...given('sid', sid),
    effect,
    actions,
    principals: principals.map(({ type, identifiers }) => ({ map: { type, identifiers } })),
    condition: conditions.map(({ test, variable, values }) => ({ map: { test, variable, values } })),
  },
});

export const karpenter20Inputs = (block: Karpenter20Block): Inputs => ({
  ...karpenter(block),
  ...given('iam_policy_path', block.rolePath),
  enable_irsa: true,
  enable_v1_permissions: true,
  enable_pod_identity: false,
  irsa_oidc_provider_arn: block.oidcProviderArn,
  irsa_namespace_service_accounts: [`${block.namespace}:${block.serviceAccount}`],
});

export const karpenter21Inputs = (block: Karpenter21Block): Inputs => ({
  ...karpenter(block),
  create_pod_identity_association: block.makesAssociation,
  enable_inline_policy: true,
  iam_role_override_assume_policy_documents: [block.trustDocument],
});

export const vpcInputs = (block: VpcBlock): Inputs => ({
  name: block.name,
  cidr: block.cidr,
  azs: block.zones,
  private_subnets: block.privateSubnets,
  public_subnets: block.publicSubnets,
  enable_nat_gateway: true,
  single_nat_gateway: true,
  public_subnet_tags: { map: { 'kubernetes.io/role/elb': '1' } },
  private_subnet_tags: { map: { 'kubernetes.io/role/internal-elb': '1' } },
  ...filled('tags', block.tags),
});

export const eks20Inputs = (block: Eks20Block): Inputs => ({
  cluster_name: block.clusterName,
  cluster_version: block.kubernetesVersion,
  ...eks(block, { publicAccess: 'cluster_endpoint_public_access', compute: 'cluster_compute_config', addOns: 'cluster_addons' }),
});

export const eks21Inputs = (block: Eks21Block): Inputs => ({
  name: block.clusterName,
  kubernetes_version: block.kubernetesVersion,
  ...eks(block, { publicAccess: 'endpoint_public_access', compute: 'compute_config', addOns: 'addons' }),
});

/** What both lines take; 21 leaves `cluster_` out of names. */
const eks = (block: EksBlock, name: { readonly publicAccess: string; readonly compute: string; readonly addOns: string }): Inputs => ({
  vpc_id: block.vpcId,
  subnet_ids: block.subnetIds,
  [name.publicAccess]: block.publicAccess,
  ...given(`${name.publicAccess}_cidrs`, block.publicAccessCidrs),
  enable_irsa: true,
  ...given('openid_connect_audiences', block.audiences),
  enable_cluster_creator_admin_permissions: true,
  ...given(name.compute, block.nodePools && { map: { enabled: true, node_pools: block.nodePools } }),
  ...filled(
    name.addOns,
    block.addOns.map((addOn) => ({ key: addOn.name, value: { map: addOn.beforeCompute ? { before_compute: true } : {} } })),
  ),
  ...filled(
    'eks_managed_node_groups',
    block.nodeGroups.map((group) => ({ key: group.name, value: { map: { instance_types: group.instanceTypes, ...nodes(group) } } })),
  ),
  ...filled(
    'self_managed_node_groups',
    block.selfManagedNodeGroups.map((group) => ({
      key: group.name,
      value: { map: { instance_type: group.instanceType, ...nodes(group) } },
    })),
  ),
  ...filled('tags', block.tags),
});

const nodes = (group: EksBlock['nodeGroups'][number] | EksBlock['selfManagedNodeGroups'][number]): Inputs => ({
  ami_type: group.amiType,
  min_size: group.min,
  max_size: group.max,
  desired_size: group.desired,
  metadata_options: { map: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 } },
});

const karpenter = (block: KarpenterBlock): Inputs => ({
  cluster_name: block.clusterName,
  namespace: block.namespace,
  service_account: block.serviceAccount,
  iam_role_name: block.roleName,
  iam_role_use_name_prefix: false,
  ...given('iam_role_path', block.rolePath),
  ...given('iam_role_permissions_boundary_arn', block.permissionsBoundary),
  iam_policy_name: block.policyName,
  iam_policy_use_name_prefix: false,
  ...filled('iam_role_policies', block.policies),
  node_iam_role_name: block.nodeRoleName,
  node_iam_role_use_name_prefix: false,
  ...given('node_iam_role_path', block.rolePath),
  ...given('node_iam_role_permissions_boundary', block.permissionsBoundary),
  queue_name: block.queueName,
  rule_name_prefix: block.rulePrefix,
  ...filled('tags', block.tags),
});
