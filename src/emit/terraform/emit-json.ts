/** The synthesised Terraform → irsa.tf.json. */
import type { TerraformPlan } from '../../plan/terraform/blocks.ts';
import type { FileSet } from '../file-set.ts';
import { inDirectory } from '../paths.ts';

/** As a reader expects them in a root module; anything else follows. */
const ORDER = ['terraform', 'provider', 'variable', 'locals', 'data', 'resource', 'module', 'moved', 'output'];

/** @param synthesized Terraform's JSON syntax as an object; its own order is kept below the first level */
export const emitJson = (plan: TerraformPlan, synthesized: Readonly<Record<string, unknown>>): FileSet => [
  { path: inDirectory(plan.directory, 'irsa.tf.json'), content: `${JSON.stringify(inOrder(synthesized), null, 2)}\n`, comments: 'json' },
];

export function inOrder(synthesized: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = ORDER.filter((key) => key in synthesized);
  const others = Object.keys(synthesized).filter((key) => !ORDER.includes(key));
  return Object.fromEntries([...known, ...others].map((key) => [key, synthesized[key]]));
}
