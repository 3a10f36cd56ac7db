/**
 * Names that differ may read alike in Terraform: `api` in `eu-west`, and `api-eu` in `west`. Nobody's
 * labels may depend on who else is there, so whoever comes second is asked to take another name.
 */
import { error, type Problem } from '../../problem.ts';
import type { Block, TerraformPlan } from './blocks.ts';

export function addressClashes(plan: TerraformPlan): Problem[] {
  const first = new Map<string, string>();
  /** Blocks of one workload clash together, and are told of together. */
  const clashes = new Map<string, Problem>();
  for (const { name, blocks } of plan.files) {
    for (const block of blocks) {
      const address = addressOf(block);
      if (address === undefined) continue;
      const other = first.get(address);
      if (other === undefined) first.set(address, name);
      else if ('label' in block) clashes.set(`${other} ${name} ${block.label}`, clash(other, name, block.label));
    }
  }
  return [...clashes.values()];
}

const clash = (one: string, other: string, label: string): Problem =>
  error(
    'address-clash',
    [],
    `${one === other ? `${one} would declare ${label} twice` : `${one} and ${other} would both declare ${label}`}: different names read alike in Terraform.`,
    'Rename a cluster, a namespace or a workload; `name` of a cluster keeps what EKS calls it.',
  );

/** Unique where Terraform's own address is; readable enough to find the block. */
function addressOf(block: Block): string | undefined {
  if (!('label' in block)) return undefined;
  return `${'source' in block ? 'module' : block.kind}.${block.label}`;
}
