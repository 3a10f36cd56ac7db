/** What `cdktf synth` expects of an app: a folder with a manifest and, for each stack, its JSON. */
import { join, relative } from 'node:path';
import { App, LocalBackend } from 'cdktf';
import type { Block } from '../plan/terraform/blocks.ts';
import { given } from './given.ts';
import { IrsaStack } from './irsa-stack.ts';

/**
 * Writes `manifest.json` and `stacks/<id>/cdk.tf.json`.
 *
 * @param stacks blocks by the stack's id; a stack is deployed after those before it
 * @param outdir its parent exists; where cdktf looks, unless given
 */
export function synthesizeApp(stacks: Readonly<Record<string, readonly Block[]>>, outdir?: string): void {
  // cdktf would demand a block of every provider, where Terraform can do without, or finds it in another file.
  const app = new App(given({ outdir, skipValidation: true }));
  const before: IrsaStack[] = [];
  for (const [id, blocks] of Object.entries(stacks)) {
    const stack = new IrsaStack(app, id, blocks);
    // Where cdktf keeps state by default, but not by an absolute path.
    // oxlint-disable-next-line no-new -- a construct belongs to its scope
    new LocalBackend(stack, { path: relative(join(app.outdir, 'stacks', id), `terraform.${id}.tfstate`) });
    for (const earlier of before) stack.addDependency(earlier);
    before.push(stack);
  }
  app.synth();
}
