/** What lies beside ejected templates, for whoever changes them. Pure. */
import { fieldsSaid } from '../../emit/terraform/template-fields.ts';
import { builtIn } from './built-in.ts';
import { fieldsOf } from './fields.ts';
import { blocksOf, samples } from './samples.ts';

export const README = 'README.md';

export function readme(): string {
  const blocks = samples().flatMap(({ plan }) => blocksOf(plan));
  const rows = builtIn.map(({ kind, file, text }) => {
    const said = fieldsOf(
      blocks.filter((block) => block.kind === kind),
      fieldsSaid(text),
    );
    return `| \`${file}\` | ${said.map((field) => `\`${field}\``).join(', ') || 'nothing'} |`;
  });
  return `# Templates of create-irsa

Each file prints one kind of Terraform block, and reads as the Terraform that it prints. Delete those that you do not change: the built-in one takes their place.

    create-irsa generate --templates DIR            on every run, --check and add included
    create-irsa templates check DIR --update        write down what they print, once
    create-irsa templates check DIR                 in CI: exit 1, with the difference, if that has changed

## What a template may say

Handlebars: \`{{field}}\`, \`{{#if}}\`, \`{{#unless}}\`, \`{{#each list as |item|}}\` and \`{{#with}}\`. There are no partials, no lookups by name, no files and no code. A field that the block does not have is an error, unless \`if\` asks for it.

- \`{{hcl value}}\` spells a value as Terraform does, quoted and escaped; several texts become one: \`{{hcl namespace ":" name}}\`.
- \`{{key name}}\` spells a key of a map, with quotes where it needs them.
- \`{{comment lines}}\` spells lines as comments.
- Whatever is text of the spec's goes through one of them: \`{{field}}\` alone is printed as it stands.

## What it need not say

The header of each file (who wrote it, from which spec, its checksum) and the \`comments\` above a block are put there by create-irsa, not by templates; the checksum is how it tells your edits from its own words. Spaces need no care either: indents, the alignment of \`=\` and blank lines are made as \`terraform fmt\` makes them.

## What each is given

\`?\` may be missing, \`[]\` is a list, \`{ }\` holds what one entry has.

| template | fields |
| --- | --- |
${rows.join('\n')}
`;
}
