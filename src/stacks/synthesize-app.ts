/** What `cdktf synth` expects of an app: a folder with a manifest and, for each stack, its JSON. */
import { join, relative } from 'node:path';
import { App, LocalBackend } from 'cdktf';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { IrsaStack } from './irsa-stack.ts';

const STACK = 'irsa';

/** Writes to `outdir`, whose parent exists: `manifest.json` and `stacks/irsa/cdk.tf.json`. */
export function synthesizeApp(plan: TerraformPlan, outdir: string): void {
  // cdktf's own validation insists on provider blocks, which a root may have elsewhere.
  const app = new App({ outdir, skipValidation: true });
  const stack = new IrsaStack(app, STACK, plan);
  // Where cdktf keeps state by default, but not by an absolute path.
  // oxlint-disable-next-line no-new -- a construct belongs to its scope
  new LocalBackend(stack, { path: relative(join(outdir, 'stacks', STACK), `terraform.${STACK}.tfstate`) });
  app.synth();
}
