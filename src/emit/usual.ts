/** Plan → the files of outputs that most specs have: those of Terraform, Helm and Kubernetes, the runbook and verify.sh. */
import type { Plan } from '../plan/plan.ts';
import type { FileSet } from './file-set.ts';
import { emitHelm } from './helm/emit-helm.ts';
import { emitKubernetes } from './kubernetes/emit-kubernetes.ts';
import { emitRunbook } from './runbook/emit-runbook.ts';
import { emitJson } from './terraform/emit-json.ts';
import { emitTerraform } from './terraform/emit-terraform.ts';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { emitTerragrunt, emitTfvars } from './terraform/emit-caller.ts';
import type { TemplateOverrides } from './terraform/templates.ts';
import { emitVerify } from './verify/emit-verify.ts';

export interface EmitOptions {
  /** Users' templates; see `terraform/user-templates.ts`. */
  readonly templates?: TemplateOverrides;
  /** What `stacks/synthesize.ts` made of the plan; needed for format `json`. */
  readonly synthesized?: Readonly<Record<string, unknown>>;
  /** The same of the second root (`plan.kubernetesRoot`). */
  readonly synthesizedKubernetes?: Readonly<Record<string, unknown>>;
  /** What `cdktf/emit-cdktf.ts` made of both roots; needed for format `cdktf`. */
  readonly app?: FileSet;
  /** The same of the root that calls a child module (`plan.caller.root`). */
  readonly synthesizedCaller?: Readonly<Record<string, unknown>>;
  /** The same of the roots of other accounts (`plan.otherAccounts`), by account. */
  readonly synthesizedAccounts?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

export const emitUsual = (plan: Plan, options: EmitOptions = {}): FileSet => [
  ...terraformFiles(plan, options),
  ...callerFiles(plan, options),
  ...kubernetesRootFiles(plan, options),
  ...plan.otherAccounts.flatMap(({ accountId, root }) => rootFiles(root, options.templates, options.synthesizedAccounts?.[accountId])),
  ...emitHelm(plan),
  ...emitKubernetes(plan),
  ...emitVerify(plan),
  ...emitRunbook(plan),
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

function callerFiles({ caller }: Plan, { templates, synthesizedCaller }: EmitOptions): FileSet {
  return [
    ...(caller?.terragrunt === undefined ? [] : emitTerragrunt(caller.terragrunt, templates)),
    ...(caller?.tfvars === undefined ? [] : emitTfvars(caller.tfvars)),
    ...(caller?.root === undefined ? [] : rootFiles(caller.root, templates, synthesizedCaller)),
  ];
}

function rootFiles(root: TerraformPlan, templates: TemplateOverrides | undefined, synthesized: EmitOptions['synthesized']): FileSet {
  if (root.format === 'hcl') return emitTerraform(root, templates);
  if (synthesized === undefined) throw new Error(`${root.directory} is emitted from what stacks/synthesize.ts returns`);
  return emitJson(root, synthesized);
}

function kubernetesRootFiles({ kubernetesRoot }: Plan, { templates, synthesizedKubernetes }: EmitOptions): FileSet {
  // In an app of cdktf it is a stack.
  return kubernetesRoot === undefined || kubernetesRoot.format === 'cdktf'
    ? []
    : rootFiles(kubernetesRoot, templates, synthesizedKubernetes);
}
