/** EKS add-ons of a cluster that is made here: each has one installer, and what nodes wait for comes before them. */
import { findAddOn } from '../catalog/index.ts';
import { error, type Problem } from '../problem.ts';
import type { AddOnSpec, ClusterSpec, NewCluster, Spec } from '../spec/spec.ts';
import { runsIn } from './installations.ts';

export function newClusterAddOns(spec: Spec, cluster: ClusterSpec, made: NewCluster): Problem[] {
  const ofSpec = spec.addOns.filter((addOn) => runsIn(addOn, cluster.key));
  return [
    ...made.addOns.flatMap((name, i) => {
      const path = ['clusters', cluster.key, 'from', 'new', 'addOns', i];
      const twice = ofSpec.find(({ id }) => id === name);
      if (twice) return [installedTwice(twice, path, spec)];
      const addOn = findAddOn(name);
      return addOn === undefined || addOn.onNodeRole ? [] : [withoutRole(name, path, spec)];
    }),
    ...(made.nodes === 'auto' || !spec.outputs.includes('terraform') ? [] : ofSpec.flatMap((addOn) => afterNodes(addOn, cluster))),
  ];
}

const installedTwice = ({ id, installer, install }: AddOnSpec, path: Problem['path'], { outputs }: Spec): Problem =>
  error(
    'add-on-needs-role',
    path,
    `${id} has its role in the addOns of the spec, and the cluster would install it a second time, without one.`,
    installer === 'eks-addon' && install === undefined && outputs.includes('terraform')
      ? `Remove it here, and write install: true at addOns.${id} if Terraform is to install it.`
      : 'Remove it here.',
  );

function withoutRole(name: string, path: Problem['path'], { outputs }: Spec): Problem {
  const addOn = findAddOn(name);
  const needed = Object.entries(addOn?.options ?? {}).filter(([, { required }]) => required);
  const options = needed.map(
    ([key, { kind, example }]) => `${key}: ${kind === 'resources' || kind === 'names' ? `[${example}]` : example}`,
  );
  const said = [
    ...(addOn?.eksAddOn === undefined ? [] : ['installer: eks-addon', ...(outputs.includes('terraform') ? ['install: true'] : [])]),
    ...options,
  ].join(', ');
  return error(
    'add-on-needs-role',
    path,
    `${name} needs a role, which the add-ons of a new cluster do not get.`,
    `Remove it here, and add ${name}: ${said === '' ? '{}' : `{ ${said} }`} to the addOns of the spec.`,
  );
}

/** Managed node groups wait for nodes that are ready, and all that is installed by other means waits for the node groups. */
function afterNodes({ id, installer, install }: AddOnSpec, { key, retired }: ClusterSpec): Problem[] {
  if (retired || !findAddOn(id)?.beforeNodes || (installer === 'eks-addon' && install !== undefined)) return [];
  return [
    error(
      'add-on-after-nodes',
      ['addOns', id],
      `Nodes of ${key} are not ready without ${id}, and nothing here would install it before them: they would wait for ever.`,
      'Write installer: eks-addon and install: true here.',
    ),
  ];
}
