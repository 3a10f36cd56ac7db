/** Workloads on their way to EKS Pod Identity: where each is, and the Jobs that prove whom their pods are. */
import type { MigrationSpec, Spec } from '../spec/spec.ts';
import { canary } from './canary.ts';
import type { PlannedCluster } from './clusters.ts';
import type { ManifestFile, PlannedMigration, PlannedWorkload } from './plan.ts';

export const MIGRATION_FOLDER = 'irsa/migration';

const migrationOf = (spec: Spec, id: string): MigrationSpec | undefined =>
  [...spec.addOns, ...spec.apps].find((w) => w.id === id)?.migration;

/** By a pod that starts in that phase. */
const way = ({ phase }: MigrationSpec): 'association' | 'token' => (phase === 'dual' || phase === 'done' ? 'association' : 'token');

export function planMigration(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { readonly migration?: PlannedMigration; readonly canaries: readonly ManifestFile[] } {
  const moving = workloads.flatMap((workload): PlannedMigration['workloads'] => {
    const migration = migrationOf(spec, workload.id);
    if (migration === undefined) return [];
    return workload.roles.flatMap((role) => {
      // A role that is to take the place of another one has no ServiceAccounts before.
      const [account] = role.serviceAccounts;
      const successor = workload.roles.find((other) => other.group === role.group && other !== role && other.podTrust !== undefined);
      const held = way(migration) === 'association' ? (successor ?? role) : role;
      return account === undefined
        ? []
        : [
            {
              id: workload.id,
              title: workload.title,
              group: role.group,
              clusters: role.serviceAccounts.map(({ cluster }) => cluster),
              subject: account.subject,
              owner: account.owner,
              phase: migration.phase,
              role: migration.role,
              way: way(migration),
              holds: held.name,
            },
          ];
    });
  });
  if (moving.length === 0) return { canaries: [] };
  const several = spec.clusters.length > 1;
  const folder = (key: string) => (several ? `${MIGRATION_FOLDER}/${key}` : MIGRATION_FOLDER);
  const used = [...clusters.values()].filter(({ spec: { key } }) => moving.some(({ clusters: of }) => of.includes(key)));
  return {
    migration: {
      workloads: moving,
      clusters: used.map(({ spec: { key, name, region } }) => ({ key, name, region, canary: `${folder(key)}/canary.yaml` })),
    },
    canaries: used.map(({ spec: { key } }) => ({
      path: `${folder(key)}/canary.yaml`,
      documents: moving
        .filter(({ clusters: of }) => of.includes(key))
        .map(({ id, title, subject, way: by, holds }) =>
          canary({ id, subject, way: by, holds }, `${title}: in this phase a pod that starts comes by its ${by}, to the role ${holds}.`),
        ),
    })),
  };
}
