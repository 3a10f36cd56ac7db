/** All that was read of a repository → what it holds, tied together. Pure. */
import { clustersOf } from './gather/clusters.ts';
import { together, type Gathered } from './gather/gathered.ts';
import { identitiesOf } from './gather/identities.ts';
import type { Material } from './gather/material.ts';
import { ofModule } from './gather/modules.ts';
import { nodeGroupsOf } from './gather/node-groups.ts';
import { remoteClusters } from './gather/remote-state.ts';
import { ofResource } from './gather/resources.ts';
import { moduleUseOf, providersOf, rootsOf } from './gather/roots.ts';
import { instancesOf, type Instance } from './gather/scopes.ts';
import { tied } from './gather/tie.ts';
import { surroundingsOf } from './gather/surroundings.ts';
import { workloadsOf } from './gather/workloads.ts';
import { yamlFiles } from './gather/yaml-files.ts';
import type { Inventory } from './inventory.ts';

export function takeInventory(material: Material): Inventory {
  const instances = instancesOf(material);
  const known = new Set(material.folders.map(({ folder }) => folder));
  const inTerraform = together(instances.map(inInstance));
  const inYaml = withoutTemplates(yamlFiles(material.documents, material.reading), inTerraform);
  const { loose: _, ...found } = tied(together([inTerraform, inYaml]));
  return {
    roots: rootsOf(material, instances),
    providers: instances.flatMap((instance) => providersOf(instance, instance)),
    modules: instances.flatMap((instance) =>
      instance.material.blocks.flatMap((block) => (block.type === 'module' ? [moduleUseOf(block, instance, known)] : [])),
    ),
    ...found,
  };
}

/** A file that Terraform fills in and hands on has been read where that happens, with what it is filled in with. */
function withoutTemplates(inYaml: Gathered, { serviceAccounts }: Gathered): Gathered {
  const read = new Set(serviceAccounts.map(({ at }) => `${at.file}:${at.line}`));
  const gone = new Set(inYaml.serviceAccounts.filter(({ at }) => read.has(`${at.file}:${at.line}`)).map(({ id }) => id));
  return {
    ...inYaml,
    serviceAccounts: inYaml.serviceAccounts.filter(({ id }) => !gone.has(id)),
    loose: inYaml.loose.filter(({ from }) => typeof from !== 'string' || !gone.has(from)),
  };
}

const BEARING = new Set(['resource', 'data', 'module', 'locals', 'provider']);

const inInstance = (scope: Instance): Gathered =>
  together([
    remoteClusters(scope),
    ...scope.material.blocks.flatMap((block) => {
      if (!BEARING.has(block.type)) return [];
      return [
        workloadsOf(block, scope),
        clustersOf(block, scope),
        identitiesOf(block, scope),
        nodeGroupsOf(block, scope),
        surroundingsOf(block, scope),
        block.type === 'module' ? ofModule(block, scope) : block.type === 'resource' ? ofResource(block, scope) : {},
      ];
    }),
  ]);
