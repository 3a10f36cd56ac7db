/**
 * Names that differ may read alike in Terraform: `api` in `eu-west`, and `api-eu` in `west`. Nobody's
 * labels may depend on who else is there, so whoever comes second is asked to take another name.
 */
import { error, type Problem } from '../../problem.ts';
import type { Block, TerraformPlan } from './blocks.ts';

export function addressClashes(plan: TerraformPlan): Problem[] {
  const first = new Map<string, string>();
  return plan.files.flatMap(({ name, blocks }) =>
    blocks.flatMap((block): Problem[] => {
      const address = addressOf(block);
      const other = address === undefined ? undefined : first.get(address);
      if (address === undefined) return [];
      if (other === undefined) {
        first.set(address, name);
        return [];
      }
      return [
        error(
          'address-clash',
          [],
          `${other === name ? name : `${other} and ${name}`} would declare ${address} twice: different names read alike in Terraform.`,
          'Rename a cluster, a namespace or a workload; `name` of a cluster keeps what EKS calls it.',
        ),
      ];
    }),
  );
}

/** Unique where Terraform's own address is; readable enough to find the block. */
function addressOf(block: Block): string | undefined {
  if (!('label' in block)) return undefined;
  return `${'source' in block ? 'module' : block.kind}.${block.label}`;
}
