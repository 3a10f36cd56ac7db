/** irsa-cloud.tf: which workspace of HCP Terraform holds the state of a root. */
import { error, type Problem } from '../../problem.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Group } from '../groups.ts';
import type { RepoFacts } from '../repo-facts.ts';
import type { TerraformFile, TerraformPlan } from './blocks.ts';

/** The root, with its workspace where the spec names one. */
export function withCloud(root: TerraformPlan, spec: Spec, group: Group | undefined, suffix = ''): TerraformPlan {
  const { cloud, engine } = spec.terraform;
  if (cloud === undefined) return root;
  // OpenTofu has no default host.
  const hostname = cloud.hostname ?? (engine.name === 'opentofu' ? 'app.terraform.io' : undefined);
  const file: TerraformFile = {
    name: 'irsa-cloud.tf',
    blocks: [
      {
        kind: 'cloud',
        ...(hostname === undefined ? {} : { hostname }),
        organization: cloud.organization,
        workspace: workspaceOf(spec, group) + suffix,
        ...(cloud.project === undefined ? {} : { project: cloud.project }),
      },
    ],
  };
  return { ...root, files: [file, ...root.files] };
}

/** `irsa-{group}` → `irsa-production`, of the primary group. */
function workspaceOf({ terraform: { cloud } }: Spec, group: Group | undefined): string {
  const values: Readonly<Record<string, string | undefined>> = { group: group?.name, region: group?.clusters[0]?.region };
  return (cloud?.workspace ?? '').replaceAll(/\{(group|region)\}/g, (_, name: string) => values[name] ?? '');
}

export function cloudProblems({ terraform }: Spec, { backend }: RepoFacts): Problem[] {
  if (terraform.cloud === undefined) return [];
  if (terraform.layout === 'module' && terraform.caller.name !== 'module') {
    return [
      error(
        'cloud-needs-root',
        ['terraform', 'cloud'],
        `With caller: ${terraform.caller.name} no root is written that could name its workspace.`,
        'Leave cloud out: whoever runs the module says where its state is.',
      ),
    ];
  }
  return backend === undefined
    ? []
    : [
        error(
          'backend-there',
          ['terraform', 'cloud'],
          `The root has its backend already (${backend.file}:${backend.line}), and a second one is an error in Terraform.`,
          'Leave cloud out.',
        ),
      ];
}
