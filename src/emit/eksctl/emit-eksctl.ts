/** Files for eksctl: the ClusterConfig, the commands that use it, and namespaces that only these would make. */
import type { EksctlCluster, Plan } from '../../plan/plan.ts';
import type { FileSet, OutFile } from '../file-set.ts';
import { printYaml } from '../yaml.ts';
import { associationFile, clusterConfig } from './cluster-config.ts';
import { commands } from './commands.ts';

export const emitEksctl = (plan: Plan): FileSet =>
  plan.eksctl.flatMap((cluster): OutFile[] => [
    { path: `${cluster.folder}/cluster.yaml`, content: clusterConfig(cluster), comments: 'hash' },
    { path: `${cluster.folder}/commands.sh`, content: commands(cluster), comments: 'hash', executable: true },
    ...cluster.associations.flatMap((association): OutFile[] =>
      association.file === undefined
        ? []
        : [
            {
              path: `${cluster.folder}/associations/${association.file}`,
              content: associationFile(cluster, association),
              comments: 'hash',
            },
          ],
    ),
    ...(cluster.namespaces.length === 0
      ? []
      : [{ path: `${cluster.folder}/namespaces.yaml`, content: namespaces(cluster), comments: 'hash' } as const]),
  ]);

const namespaces = (cluster: EksctlCluster): string =>
  cluster.namespaces.map((name) => printYaml({ map: { apiVersion: 'v1', kind: 'Namespace', metadata: { map: { name } } } })).join('---\n');
