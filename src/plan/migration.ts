/** Workloads on their way to EKS Pod Identity: where each is, and the Job that proves whom its pods are. */
import type { Value } from '../iam/text.ts';
import type { MigrationSpec, Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Manifest, ManifestFile, PlannedMigration, PlannedWorkload } from './plan.ts';

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
      documents: moving.filter(({ clusters: of }) => of.includes(key)).map(canary),
    })),
  };
}

/** Of the AWS CLI, which knows both ways. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html */
const IMAGE = 'public.ecr.aws/aws-cli/aws-cli:2.31.0';

export const canaryName = (id: string): string => `irsa-canary-${id}`.slice(0, 52).replace(/-+$/, '');

/** What pods of the ServiceAccount are, as AWS says it, held against what they should be. */
const SCRIPT = `set -eu
case "$EXPECTED_WAY" in
  association) found="\${AWS_CONTAINER_CREDENTIALS_FULL_URI:-}" ;;
  *) found="\${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ;;
esac
if [ -z "$found" ]; then
  echo "This pod was started without its $EXPECTED_WAY." >&2
  exit 1
fi
arn="$(aws sts get-caller-identity --query Arn --output text)"
echo "$arn"
case "$arn" in
  *":assumed-role/$EXPECTED_ROLE/"*) ;;
  *)
    echo "It should have the role $EXPECTED_ROLE." >&2
    exit 1
    ;;
esac
`;

function canary({ id, title, subject, way: by, holds }: PlannedMigration['workloads'][number]): Manifest {
  const env: readonly Value[] = [{ map: { name: 'EXPECTED_WAY', value: by } }, { map: { name: 'EXPECTED_ROLE', value: holds } }];
  return {
    comments: [`${title}: in this phase a pod that starts comes by its ${by}, to the role ${holds}.`],
    value: {
      map: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { map: { name: canaryName(id), namespace: subject.namespace } },
        spec: {
          map: {
            // Associations are there some seconds after AWS says so.
            backoffLimit: 4,
            ttlSecondsAfterFinished: 3600,
            template: {
              map: {
                spec: {
                  map: {
                    serviceAccountName: subject.serviceAccount,
                    restartPolicy: 'Never',
                    automountServiceAccountToken: false,
                    securityContext: {
                      map: { runAsNonRoot: true, runAsUser: 65_534, fsGroup: 65_534, seccompProfile: { map: { type: 'RuntimeDefault' } } },
                    },
                    containers: [
                      {
                        map: {
                          name: 'canary',
                          image: IMAGE,
                          command: ['sh', '-c', SCRIPT],
                          env: [...env, { map: { name: 'HOME', value: '/tmp' } }],
                          securityContext: { map: { allowPrivilegeEscalation: false, capabilities: { map: { drop: ['ALL'] } } } },
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
