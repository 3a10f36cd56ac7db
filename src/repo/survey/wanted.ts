/** Blocks that bear on the identity of pods: of all others only the header is read. */
import { nameable } from '../../plan/repo-facts.ts';
import type { Wanted } from './read-hcl-tree.ts';

const TYPES = new Set(['locals', 'terraform', 'provider', 'module', 'variable', 'output']);

const RESOURCES =
  /^(aws_iam_(role|policy|role_policy|role_policy_attachment|policy_attachment|openid_connect_provider|access_key|instance_profile)|aws_eks_(cluster|addon|node_group|pod_identity_association)|aws_launch_template|helm_release|argocd_application|kubectl_manifest|kubernetes_(namespace|service_account|deployment|stateful_set|daemonset|daemon_set|job|cron_job|pod|secret|config_map|manifest)(_v1)?)$/;

const DATA =
  /^(aws_iam_policy_document|aws_iam_policy|aws_iam_role|aws_eks_cluster|aws_iam_openid_connect_provider|aws_region|aws_caller_identity|terraform_remote_state|tls_certificate)$/;

export const wanted: Wanted = (type, [first = '']) =>
  TYPES.has(type) || (type === 'resource' && (RESOURCES.test(first) || nameable.has(first))) || (type === 'data' && DATA.test(first));
