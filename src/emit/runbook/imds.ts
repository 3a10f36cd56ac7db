/** What closes the metadata of nodes to pods, where the nodes are the user's. */
import type { PlannedRunbook } from '../../plan/runbook/planned-runbook.ts';
import { quote } from '../../plan/shell.ts';
import { code } from '../markdown.ts';

/** https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html#_restrict_access_to_the_instance_profile_assigned_to_the_worker_node */
export const IMDS_OPTIONS = `metadata_options = {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = 1
}`;

/** Markdown; undefined where EKS Auto Mode has closed it. */
export function imdsPatch({ modules, autoMode, clusters }: Pick<PlannedRunbook, 'modules' | 'autoMode' | 'clusters'>): string | undefined {
  if (autoMode) return undefined;
  const [first] = modules;
  return first === undefined
    ? [
        'In the launch template of the nodes:',
        '',
        ...fenced('hcl', IMDS_OPTIONS.replace(' = {', ' {')),
        '',
        'And for nodes that run already:',
        '',
        ...fenced('sh', clusters.map(({ name, region }) => modify(name, region)).join('\n')),
      ].join('\n')
    : [
        `In each group of \`eks_managed_node_groups\` of ${modules.map((label) => code(`module "${label}"`)).join(', ')} (1 is the default of eks 21.x, 2 that of 20.x):`,
        '',
        ...fenced('hcl', IMDS_OPTIONS),
      ].join('\n');
}

const fenced = (language: string, lines: string): string[] => [`\`\`\`${language}`, lines, '```'];

const modify = (name: string, region: string): string =>
  `for id in $(aws ec2 describe-instances --region ${quote(region)} --filters ${quote(`Name=tag:eks:cluster-name,Values=${name}`)} --query 'Reservations[].Instances[].InstanceId' --output text); do aws ec2 modify-instance-metadata-options --region ${quote(region)} --instance-id "$id" --http-tokens required --http-put-response-hop-limit 1; done`;
