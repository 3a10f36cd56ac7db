/** The files of a child module: as those of a root, but for providers and for what its caller knows. */
import { passedProviders, providersInside, referenceVariables, requiredInside, withoutUnused, type ChildModule } from '../child-module.ts';
import { CHILD_MODULE } from '../own-folders.ts';
import type { TerraformPlan } from './blocks.ts';
import { layOutTerraform, type LayOut } from './lay-out.ts';

/** @param inKubernetes keys of the clusters in which it makes Kubernetes resources */
export function layOutChild(
  { spec, references }: ChildModule,
  layOut: Omit<LayOut, 'writesVersions'>,
  inKubernetes: ReadonlySet<string>,
): { readonly plan: TerraformPlan; readonly passed: readonly string[] } {
  const { providers, modules } = layOut;
  const passed = passedProviders(spec, providers.clusters, inKubernetes);
  const directory = `${spec.terraform.directory.replace(/\/+$/, '')}/${CHILD_MODULE}`;
  const plan = layOutTerraform({
    ...layOut,
    spec: { ...spec, terraform: { ...spec.terraform, directory } },
    providers: providersInside(providers),
    modules: { ...modules, requiredProviders: requiredInside(modules.requiredProviders, passed) },
    writesVersions: true,
    variables: referenceVariables(references),
  });
  return { plan: withoutUnused(plan), passed };
}
