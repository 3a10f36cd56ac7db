/** The inputs each module call hands over, by the names of its release line; `check-calls` holds them against the contract. */
import type { Value } from '../../iam/text.ts';
import type { BlockOf, Entry } from './blocks.ts';

export type ModuleBlock = BlockOf<
  'role-iam-5' | 'role-iam-6' | 'karpenter-eks-20' | 'karpenter-eks-21' | 'module-eks-20' | 'module-eks-21' | 'module-vpc'
>;

const map = (entries: readonly Entry<Value>[]): Value => ({ map: Object.fromEntries(entries.map(({ key, value }) => [key, value])) });

const filled = (name: string, entries: readonly Entry<Value>[]): Record<string, Value> =>
  entries.length === 0 ? {} : { [name]: map(entries) };

const given = (name: string, value: Value | undefined): Record<string, Value> => (value === undefined ? {} : { [name]: value });

const oidcProviders = (block: BlockOf<'role-iam-5' | 'role-iam-6'>): Value =>
  map(
    block.oidcProviders.map(({ key, providerArn, subjects }) => ({
      key,
      value: { map: { provider_arn: providerArn, namespace_service_accounts: subjects } },
    })),
  );

export function moduleInputs(block: ModuleBlock): Record<string, Value> {
  const own = 'inputs' in block ? Object.fromEntries(block.inputs.map(({ key, value }) => [key, value])) : {};
  switch (block.kind) {
    case 'role-iam-5':
      return {
        role_name: block.name,
        role_description: block.description,
        ...given('role_path', block.path),
        ...given('role_permissions_boundary_arn', block.permissionsBoundary),
        ...own,
        ...filled('role_policy_arns', block.policies),
        oidc_providers: oidcProviders(block),
        ...filled('tags', block.tags),
      };
    case 'role-iam-6':
      return {
        name: block.name,
        use_name_prefix: false,
        description: block.description,
        ...given('path', block.path),
        ...given('permissions_boundary', block.permissionsBoundary),
        ...given('policy_name', block.policyName),
        ...own,
        ...filled('policies', block.policies),
        oidc_providers: oidcProviders(block),
        ...filled('tags', block.tags),
      };
    case 'karpenter-eks-20':
      return {
        ...karpenter(block),
        ...given('iam_policy_path', block.rolePath),
        enable_irsa: true,
        enable_v1_permissions: true,
        enable_pod_identity: false,
        irsa_oidc_provider_arn: block.oidcProviderArn,
        irsa_namespace_service_accounts: [`${block.namespace}:${block.serviceAccount}`],
      };
    case 'karpenter-eks-21':
      return {
        ...karpenter(block),
        create_pod_identity_association: false,
        enable_inline_policy: true,
        iam_role_override_assume_policy_documents: [block.trustDocument],
      };
    case 'module-vpc':
      return {
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
      };
    case 'module-eks-20':
      return {
        cluster_name: block.clusterName,
        cluster_version: block.kubernetesVersion,
        ...eks(block, { publicAccess: 'cluster_endpoint_public_access', compute: 'cluster_compute_config', addOns: 'cluster_addons' }),
      };
    case 'module-eks-21':
      return {
        name: block.clusterName,
        kubernetes_version: block.kubernetesVersion,
        ...eks(block, { publicAccess: 'endpoint_public_access', compute: 'compute_config', addOns: 'addons' }),
      };
  }
}

/** What both lines take; 21 leaves `cluster_` out of names. */
const eks = (
  block: BlockOf<'module-eks-20' | 'module-eks-21'>,
  name: { readonly publicAccess: string; readonly compute: string; readonly addOns: string },
): Record<string, Value> => ({
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
    block.nodeGroups.map((group) => ({
      key: group.name,
      value: {
        map: {
          instance_types: group.instanceTypes,
          ami_type: group.amiType,
          min_size: group.min,
          max_size: group.max,
          desired_size: group.desired,
          metadata_options: { map: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 } },
        },
      },
    })),
  ),
  ...filled('tags', block.tags),
});

const karpenter = (block: BlockOf<'karpenter-eks-20' | 'karpenter-eks-21'>): Record<string, Value> => ({
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
