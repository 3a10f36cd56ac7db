import type { Karpenter20Block, Karpenter21Block } from '../plan/terraform/blocks.ts';
import { template, templates } from './spelling.ts';

/** What the `karpenter` submodules of both eks lines take alike: names exact, since other tools refer to them. */
export const karpenterInputs = (block: Karpenter20Block | Karpenter21Block) => ({
  cluster_name: template(block.clusterName),
  namespace: template(block.namespace),
  service_account: template(block.serviceAccount),
  iam_role_name: template(block.roleName),
  iam_role_use_name_prefix: false,
  iam_role_path: block.rolePath && template(block.rolePath),
  iam_role_permissions_boundary_arn: block.permissionsBoundary && template(block.permissionsBoundary),
  iam_policy_name: template(block.policyName),
  iam_policy_use_name_prefix: false,
  iam_role_policies: templates(block.policies),
  node_iam_role_name: template(block.nodeRoleName),
  node_iam_role_use_name_prefix: false,
  node_iam_role_permissions_boundary: block.permissionsBoundary && template(block.permissionsBoundary),
  queue_name: template(block.queueName),
  rule_name_prefix: template(block.rulePrefix),
});
