/** The built-in templates as texts, to be written out and read by people. Loaded only for that. */
import type { BlockKind } from '../../plan/terraform/blocks.ts';
import { blockKinds } from '../../emit/terraform/templates.ts';
import texts from './built-in.texts';

export const builtIn: readonly { readonly kind: BlockKind; readonly file: string; readonly text: string }[] = blockKinds.map((kind) => ({
  kind,
  file: `${kind}.hbs`,
  text: texts[`templates/terraform/${kind}.hbs`] ?? '',
}));
