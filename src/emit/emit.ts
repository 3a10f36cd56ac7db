/** Plan → every file that is to be written. */
import type { Plan } from '../plan/plan.ts';
import type { FileSet } from './file-set.ts';
import { emitEksctl } from './eksctl/emit-eksctl.ts';
import { emitHelm } from './helm/emit-helm.ts';
import { emitKubernetes } from './kubernetes/emit-kubernetes.ts';
import { emitTests } from './tests/emit-tests.ts';
import { emitJson } from './terraform/emit-json.ts';
import { emitTerraform } from './terraform/emit-terraform.ts';
import type { TemplateOverrides } from './terraform/templates.ts';

export interface EmitOptions {
  /** Users' templates; see `terraform/user-templates.ts`. */
  readonly templates?: TemplateOverrides;
  /** What `stacks/synthesize.ts` made of the plan; needed for format `json`. */
  readonly synthesized?: Readonly<Record<string, unknown>>;
  /** The same of the second root (`plan.kubernetesRoot`). */
  readonly synthesizedKubernetes?: Readonly<Record<string, unknown>>;
  /** What `cdktf/emit-cdktf.ts` made of both roots; needed for format `cdktf`. */
  readonly app?: FileSet;
}

export const emit = (plan: Plan, options: EmitOptions = {}): FileSet => [
  ...terraformFiles(plan, options),
  ...kubernetesRootFiles(plan, options),
  ...emitHelm(plan),
  ...emitKubernetes(plan),
  ...emitEksctl(plan),
  ...emitTests(plan),
];

function terraformFiles({ terraform }: Plan, { templates, synthesized, app }: EmitOptions): FileSet {
  if (terraform === undefined) return [];
  if (terraform.format === 'hcl') return emitTerraform(terraform, templates);
  if (terraform.format === 'cdktf') {
    if (app === undefined) throw new Error('format cdktf is emitted by cdktf/emit-cdktf.ts');
    return app;
  }
  if (synthesized === undefined) throw new Error('format json is emitted from what stacks/synthesize.ts returns');
  return emitJson(terraform, synthesized);
}

function kubernetesRootFiles({ kubernetesRoot }: Plan, { templates, synthesizedKubernetes }: EmitOptions): FileSet {
  // In an app of cdktf it is a stack.
  if (kubernetesRoot === undefined || kubernetesRoot.format === 'cdktf') return [];
  if (kubernetesRoot.format === 'hcl') return emitTerraform(kubernetesRoot, templates);
  if (synthesizedKubernetes === undefined) throw new Error('the second root is emitted from what stacks/synthesize.ts returns');
  return emitJson(kubernetesRoot, synthesizedKubernetes);
}
