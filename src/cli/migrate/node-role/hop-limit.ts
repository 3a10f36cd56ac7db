/**
 * The end of the way: IMDS answers the node itself and nobody behind one more hop. Patches of the user's own files. Pure.
 * https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html#_restrict_access_to_the_instance_profile_assigned_to_the_worker_node
 */
import { registryAddress } from '../../../catalog/modules/registry-address.ts';
import type { RepoFacts } from '../../../plan/repo-facts.ts';
import { EKS, lineOf } from '../iam-6-patches.ts';
import type { Patch } from '../target.ts';
import { linesOf, type RootFile } from './root-files.ts';

/** As Terraform says it, and as an EC2NodeClass of Karpenter does. */
const WORDS: readonly string[] = ['http_put_response_hop_limit', 'httpPutResponseHopLimit'];

const WHY =
  'Pods without host network then no longer reach IMDS: those that ask it for region or VPC need them as values (AWS_REGION; vpcId of the load balancer controller). Pods with host network still reach it. Nodes are replaced as their launch template changes. The way back: revert that commit and apply.';

export function hopLimitPatches(files: readonly RootFile[], { modules }: RepoFacts): readonly Patch[] {
  const said = files.flatMap((file) => saidIn(file));
  const silent = files.flatMap((file) =>
    file.blocks.flatMap((block): Patch[] => {
      const [first = '', label = ''] = block.labels;
      if (linesOf(file, block).some((line) => WORDS.some((word) => line.includes(word)))) return [];
      const call = block.type === 'module' ? modules.find((one) => one.label === first && one.at.file === file.file) : undefined;
      // Of 21.x it is 1 by default.
      if (call !== undefined && registryAddress(call.source) === EKS && lineOf(call, EKS) === 20)
        return [{ file: file.file, why: `module "${first}" of eks 20.x has hop limit 2 unless told. ${WHY}`, lines: DEFAULTS }];
      if (first === 'aws_launch_template')
        return [{ file: file.file, why: `aws_launch_template.${label} leaves it to the account. ${WHY}`, lines: OPTIONS }];
      if (first === 'aws_eks_node_group' && !block.fields.has('launch_template'))
        return [
          {
            file: file.file,
            why: `aws_eks_node_group.${label} has no launch template, and EKS then makes nodes with hop limit 2. ${WHY}`,
            lines: [...template(label), ...USE(label)],
          },
        ];
      return [];
    }),
  );
  return [...said, ...silent];
}

function saidIn({ file, text }: RootFile): readonly Patch[] {
  const lines = text.split(/\r?\n/).flatMap((line, i) => {
    const now = line.replace(/\b(http_put_response_hop_limit|httpPutResponseHopLimit)\b("?\s*[=:]\s*"?)\d+/, '$1$21');
    return now === line ? [] : [`${file}:${i + 1}`, `- ${line.trim()}`, `+ ${now.trim()}`];
  });
  return lines.length === 0 ? [] : [{ file, why: `Hop limit 1. ${WHY}`, lines }];
}

const OPTIONS: readonly string[] = [
  '+ metadata_options {',
  '+   http_tokens                 = "required"',
  '+   http_put_response_hop_limit = 1',
  '+ }',
];

const DEFAULTS: readonly string[] = [
  '+ eks_managed_node_group_defaults = {',
  '+   metadata_options = {',
  '+     http_endpoint               = "enabled"',
  '+     http_tokens                 = "required"',
  '+     http_put_response_hop_limit = 1',
  '+   }',
  '+ }',
];

const template = (label: string): readonly string[] => [
  `+ resource "aws_launch_template" "${label}" {`,
  ...OPTIONS.map((line) => line.replace('+ ', '+   ')),
  '+ }',
];

const USE = (label: string): readonly string[] => [
  `  resource "aws_eks_node_group" "${label}" {`,
  '+   launch_template {',
  `+     id      = aws_launch_template.${label}.id`,
  `+     version = aws_launch_template.${label}.latest_version`,
  '+   }',
];
