/**
 * The end of the way: IMDS answers the node itself and nobody behind one more hop. Patches of the user's own files. Pure.
 * https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html#_restrict_access_to_the_instance_profile_assigned_to_the_worker_node
 */
import { registryAddress } from '../../../catalog/modules/registry-address.ts';
import type { Block } from '../../../repo/scan/block.ts';
import type { RepoFacts } from '../../../plan/repo-facts.ts';
import { EKS, lineOf } from '../iam-6-patches.ts';
import type { Patch } from '../target.ts';
import { linesOf, type RootFile } from './root-files.ts';

/** As Terraform says it, and as an EC2NodeClass of Karpenter does. */
const WORDS: readonly string[] = ['http_put_response_hop_limit', 'httpPutResponseHopLimit'];

const WHY =
  'Pods without host network then no longer reach IMDS: those that ask it for region or VPC need them as values (AWS_REGION; vpcId of the load balancer controller). Pods with host network still reach it. Nodes are replaced as their launch template changes. The way back: revert that commit and apply.';

export function hopLimitPatches(files: readonly RootFile[], facts: RepoFacts): readonly Patch[] {
  const said = files.flatMap((file) => saidIn(file));
  const silent = files.flatMap((file) => silentIn(file, facts).map(({ why, lines }): Patch => ({ file: file.file, why, lines })));
  return [...said, ...silent];
}

/** The file with all of that in it. */
export function withHopLimit(file: RootFile, facts: RepoFacts): string {
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = file.text.split(/\r?\n/).map(limited);
  // From the end, so that places before stay where they are.
  for (const { block, inside, after } of [...silentIn(file, facts)].reverse()) {
    const close = block.line - 1 + linesOf(file, block).length - 1;
    if (close === block.line - 1) continue;
    const gap = close - 1 === block.line - 1 || lines[close - 1] === '' ? [] : [''];
    lines.splice(close, 1, ...gap, ...inside.map((line) => `  ${line}`), lines[close] ?? '', ...(after.length === 0 ? [] : ['', ...after]));
  }
  return lines.join(eol);
}

interface Silent {
  readonly block: Block;
  readonly why: string;
  /** As a diff has them. */
  readonly lines: readonly string[];
  /** What comes into the block, and what after it. */
  readonly inside: readonly string[];
  readonly after: readonly string[];
}

/** Blocks that leave the hop limit to others. */
function silentIn(file: RootFile, { modules }: RepoFacts): readonly Silent[] {
  return file.blocks.flatMap((block): Silent[] => {
    const [first = '', label = ''] = block.labels;
    if (linesOf(file, block).some((line) => WORDS.some((word) => line.includes(word)))) return [];
    const call = block.type === 'module' ? modules.find((one) => one.label === first && one.at.file === file.file) : undefined;
    // Of 21.x it is 1 by default.
    if (call !== undefined && registryAddress(call.source) === EKS && lineOf(call, EKS) === 20)
      return [
        {
          block,
          why: `module "${first}" of eks 20.x has hop limit 2 unless told. ${WHY}`,
          lines: added(DEFAULTS),
          inside: DEFAULTS,
          after: [],
        },
      ];
    if (first === 'aws_launch_template')
      return [
        { block, why: `aws_launch_template.${label} leaves it to the account. ${WHY}`, lines: added(OPTIONS), inside: OPTIONS, after: [] },
      ];
    if (first !== 'aws_eks_node_group' || block.fields.has('launch_template')) return [];
    return [
      {
        block,
        why: `aws_eks_node_group.${label} has no launch template, and EKS then makes nodes with hop limit 2. ${WHY}`,
        lines: [...added(template(label)), `  resource "aws_eks_node_group" "${label}" {`, ...added(use(label).map((line) => `  ${line}`))],
        inside: use(label),
        after: template(label),
      },
    ];
  });
}

const added = (lines: readonly string[]): string[] => lines.map((line) => `+ ${line}`);

const limited = (line: string): string =>
  line.replace(/\b(http_put_response_hop_limit|httpPutResponseHopLimit)\b("?\s*[=:]\s*"?)\d+/, '$1$21');

function saidIn({ file, text }: RootFile): readonly Patch[] {
  const lines = text.split(/\r?\n/).flatMap((line, i) => {
    const now = limited(line);
    return now === line ? [] : [`${file}:${i + 1}`, `- ${line.trim()}`, `+ ${now.trim()}`];
  });
  return lines.length === 0 ? [] : [{ file, why: `Hop limit 1. ${WHY}`, lines }];
}

const OPTIONS: readonly string[] = [
  'metadata_options {',
  '  http_tokens                 = "required"',
  '  http_put_response_hop_limit = 1',
  '}',
];

const DEFAULTS: readonly string[] = [
  'eks_managed_node_group_defaults = {',
  '  metadata_options = {',
  '    http_endpoint               = "enabled"',
  '    http_tokens                 = "required"',
  '    http_put_response_hop_limit = 1',
  '  }',
  '}',
];

const template = (label: string): readonly string[] => [
  `resource "aws_launch_template" "${label}" {`,
  ...OPTIONS.map((line) => `  ${line}`),
  '}',
];

const use = (label: string): readonly string[] => [
  'launch_template {',
  `  id      = aws_launch_template.${label}.id`,
  `  version = aws_launch_template.${label}.latest_version`,
  '}',
];
