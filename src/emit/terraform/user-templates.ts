/**
 * Compiles the templates of `--templates DIR`. The only file that loads the Handlebars compiler: to
 * be imported when there are such templates.
 */
import Handlebars from 'handlebars';
import type { BlockKind } from '../../plan/terraform/blocks.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import OPTIONS from './template-options.json' with { type: 'json' };
import { blockKinds, type Template, type TemplateOverrides } from './templates.ts';

/**
 * @param files name within the folder (`terraform/policy.hbs`) → text
 * @returns one template for each file; a Problem for each that names no kind of block or cannot be compiled
 */
export function userTemplates(files: Readonly<Record<string, string>>): Outcome<TemplateOverrides> {
  const problems: Problem[] = [];
  const overrides: Partial<Record<BlockKind, Template>> = {};
  for (const [file, text] of Object.entries(files)) {
    const kind = blockKinds.find((known) => file === `terraform/${known}.hbs`);
    if (kind === undefined) {
      const names = blockKinds.map((known) => `terraform/${known}.hbs`).join(', ');
      problems.push({
        ...error('template-unknown', [], `"${file}" is not the name of a template; expected one of ${names}.`, 'Rename or remove it.'),
        file,
      });
      continue;
    }
    try {
      // Compiles now: Handlebars itself would wait for the first use. It also writes into the options it is given.
      Handlebars.precompile(text, { ...OPTIONS });
      overrides[kind] = Handlebars.compile(text, { ...OPTIONS });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      problems.push({
        ...error(
          'template-syntax',
          [],
          `"${file}" is not a valid template: ${reason}`,
          'Correct it, or remove it to use the built-in one.',
        ),
        file,
      });
    }
  }
  return { ...(problems.length === 0 ? { value: overrides } : {}), problems };
}
