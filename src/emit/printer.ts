/** Templates of texts that are not Terraform: what is put into them is spelled before. */
import { printing } from './terraform/printing.ts';

/** A precompiled template as a function of what it shows. */
export const printer =
  <View>(template: unknown): ((view: View) => string) =>
  (view) =>
    (template as (view: View, call: typeof printing) => string)(view, printing);
