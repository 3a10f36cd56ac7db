/** TerraformPlan → .tf files. Everything is decided; here it is only spelled and laid out. */
import type { Block, TerraformPlan } from '../../plan/terraform/blocks.ts';
import { hashComment } from '../comment.ts';
import type { FileSet } from '../file-set.ts';
import { inDirectory } from '../paths.ts';
import { render, type TemplateOverrides } from './templates.ts';
import { tidy } from './tidy.ts';

/**
 * One file of HCL for each file of the plan, blocks separated by one blank line, as `terraform fmt`
 * leaves it.
 *
 * @param templates users' own, by kind of block, in place of ours
 * @throws TemplateError where one of them cannot be filled in
 */
export const emitTerraform = (plan: TerraformPlan, templates: TemplateOverrides = {}): FileSet =>
  plan.files.map((file) => ({
    path: inDirectory(plan.directory, file.name),
    content: tidy(file.blocks.map((block) => printBlock(block, templates)).join('\n\n')),
    comments: 'hash',
  }));

function printBlock(block: Block, templates: TemplateOverrides): string {
  const body = render(block, templates).trim();
  return block.comments === undefined || block.comments.length === 0 ? body : `${hashComment(block.comments)}\n${body}`;
}
