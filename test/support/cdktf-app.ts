/** Apps of `format: cdktf` in folders of their own, with the packages of this project as theirs, and run as users run them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { emitCdktf } from '../../src/emit/cdktf/emit-cdktf.ts';
import { withHeader } from '../../src/emit/header.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { APP_FOLDER } from '../../src/plan/terraform/stacks.ts';
import { sha256 } from '../../src/repo/digest.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { temporaryFolder, writeFiles } from './generate.ts';

/** A plan of root modules and nothing else. */
export const planOfApp = (terraform: TerraformPlan, kubernetesRoot?: TerraformPlan): Plan => ({
  version: 1,
  groups: [],
  workloads: [],
  runs: [],
  namespaces: [],
  terraform: { ...terraform, format: 'cdktf' },
  ...(kubernetesRoot === undefined ? {} : { kubernetesRoot: { ...kubernetesRoot, format: 'cdktf' } }),
  helm: [],
  manifests: [],
  eksctl: [],
  otherAccounts: [],
  nextSteps: [],
});

export const filesOfApp = async (plan: Plan) =>
  emitCdktf(plan, plan.terraform && (await synthesize(plan.terraform)), plan.kubernetesRoot && (await synthesize(plan.kubernetesRoot)));

/** @returns the folder, with headers in every file as `generate` writes them */
export async function appIn(plan: Plan, parent = temporaryFolder()): Promise<string> {
  const files = await filesOfApp(plan);
  const folder = join(mkdtempSync(join(parent, 'app-')), APP_FOLDER);
  writeFiles(
    folder,
    Object.fromEntries(files.map((file) => [file.path.slice(APP_FOLDER.length + 1), withHeader(file, '../../irsa.yaml', sha256)])),
  );
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A command line, in the app's folder. */
export function inApp(folder: string, command: string, env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8', env: { ...process.env, ...env } });
  return { code: status, output: stdout + stderr };
}

/** What cdktf.json says is run, as the command line of cdktf would. */
export const synth = (folder: string, outdir: string): Ran =>
  inApp(folder, (JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8')) as { app: string }).app, { CDKTF_OUTDIR: outdir });
