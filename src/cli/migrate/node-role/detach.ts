/**
 * How a policy comes off a node role: a line or a block less in the user's own Terraform where that attaches it, else a
 * command of AWS; each with its way back. Pure.
 */
import { quote } from '../../../plan/shell.ts';
import type { NextStep } from '../../../plan/plan.ts';
import type { Patch } from '../target.ts';
import type { HeldPolicy } from './node-roles.ts';
import { linesOf, type RootFile } from './root-files.ts';

export interface Detachment {
  readonly patches: readonly Patch[];
  readonly steps: readonly NextStep[];
}

const BACK = 'The way back: revert that commit and apply; pods with a role of their own do not notice.';

/** @param role the name of the node role */
export function detach(role: string, policy: HeldPolicy, files: readonly RootFile[]): Detachment {
  if (policy.address === undefined) return { patches: [], steps: byCommand(role, policy) };
  const patch = ofResource(policy, policy.address, files) ?? ofModule(policy, policy.address, files);
  if (patch !== undefined) return { patches: [patch], steps: [] };
  return {
    patches: [],
    steps: [{ text: `Take ${policy.name} off ${role}: remove ${policy.address} where its Terraform is written, and apply. ${BACK}` }],
  };
}

/** A resource of the root, not repeated: its block goes. */
function ofResource({ name }: HeldPolicy, address: string, files: readonly RootFile[]): Patch | undefined {
  const [, type, label] = /^(aws_iam_role_policy(?:_attachment)?)\.([\w-]+)$/.exec(address) ?? [];
  for (const file of files) {
    const block = file.blocks.find((one) => one.type === 'resource' && one.labels[0] === type && one.labels[1] === label);
    if (block === undefined) continue;
    return {
      file: file.file,
      why: `${address} attaches ${name} to the node role; the plan destroys it and nothing else. ${type === 'aws_iam_role_policy' ? '' : 'The policy itself stays. '}${BACK}`,
      lines: linesOf(file, block).map((line) => `- ${line}`),
    };
  }
  return undefined;
}

/** An entry of `iam_role_additional_policies` and the like: the one line of the call that has its key. */
function ofModule({ name }: HeldPolicy, address: string, files: readonly RootFile[]): Patch | undefined {
  const [, label] = /^module\.([\w-]+)/.exec(address) ?? [];
  const [, key] = /\["([^"]+)"\]$/.exec(address) ?? [];
  if (label === undefined || key === undefined) return undefined;
  for (const file of files) {
    const call = file.blocks.find((one) => one.type === 'module' && one.labels[0] === label);
    if (call === undefined) continue;
    const lines = linesOf(file, call).filter((line) => [key, `"${key}"`].includes(line.split(/[=:]/)[0]?.trim() ?? ''));
    const [line] = lines;
    return {
      file: file.file,
      why: `${address} attaches ${name}: its entry ${key} of module "${label}" goes${lines.length === 1 ? '' : ', of the policies of that node group'}. The plan destroys that attachment and nothing else. ${BACK}`,
      lines: line !== undefined && lines.length === 1 ? [`- ${line.trim()}`] : [`- ${key} = …`],
    };
  }
  return undefined;
}

/** Nothing in the state attaches it: somebody else did, by hand or elsewhere. */
function byCommand(role: string, { name, arn }: HeldPolicy): readonly NextStep[] {
  const of = `--role-name ${quote(role)}`;
  if (arn !== undefined)
    return [
      {
        text: `Take ${name} off ${role}, unless other Terraform attaches it. The way back: the same with attach-role-policy.`,
        command: `aws iam detach-role-policy ${of} --policy-arn ${quote(arn)}`,
      },
    ];
  const file = quote(`${name}.json`);
  return [
    {
      text: `Take the inline policy ${name} off ${role}, unless other Terraform writes it; keep what it says. The way back: aws iam put-role-policy ${of} --policy-name ${quote(name)} --policy-document file://${file}`,
      command: `aws iam get-role-policy ${of} --policy-name ${quote(name)} --query PolicyDocument > ${file} && aws iam delete-role-policy ${of} --policy-name ${quote(name)}`,
    },
  ];
}
