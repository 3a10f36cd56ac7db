/**
 * What GitOps engines need to know of the roles: for Argo CD as annotations of the cluster's Secret, by
 * the names that GitOps Bridge gave them; for Flux as a Kustomization that fills in the placeholders.
 */
import type { Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import type { ManifestFile, PlannedWorkload } from './plan.ts';
import { arnUnknown, staticArn } from './role-arn.ts';

/** @param manifests what there is for Flux to apply */
export function planGitops(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
  manifests: readonly ManifestFile[],
): { files: readonly ManifestFile[]; problems: readonly Problem[] } {
  if (!spec.outputs.includes('gitops')) return { files: [], problems: [] };
  const problems: Problem[] = [];
  const files = [...clusters.values()].flatMap((cluster): ManifestFile[] => {
    if (cluster.spec.retired) return [];
    const below = spec.clusters.length > 1 ? `/${cluster.spec.key}` : '';
    const roles = roleAnnotations(spec, workloads, cluster);
    if (roles === undefined) problems.push(arnUnknown('GitOps files', cluster));
    const applied = manifests.some(({ path }) => path === `irsa/kubernetes${below}/kustomization.yaml`);
    return [
      ...(roles === undefined || Object.keys(roles).length === 0
        ? []
        : [argoCd(`irsa/gitops${below}/argocd-cluster.yaml`, cluster, roles)]),
      ...(applied ? [flux(`irsa/gitops${below}/flux-kustomization.yaml`, spec, cluster, below)] : []),
    ];
  });
  return { files, problems };
}

/** By workload: ARN and ServiceAccount. Nothing where an ARN is not known. */
function roleAnnotations(spec: Spec, workloads: readonly PlannedWorkload[], cluster: PlannedCluster): Record<string, Value> | undefined {
  const annotations: Record<string, Value> = {};
  for (const { id, roles } of workloads) {
    for (const role of roles) {
      const account = role.serviceAccounts.find((s) => s.cluster === cluster.spec.key);
      if (account === undefined) continue;
      const arn = staticArn(spec, role, cluster);
      if (arn === undefined) return undefined;
      const name = id.replaceAll('-', '_');
      annotations[`${name}_iam_role_arn`] = arn;
      annotations[`${name}_namespace`] = account.subject.namespace;
      annotations[`${name}_service_account`] = account.subject.serviceAccount;
      if (role.queueName !== undefined) annotations[`${name}_sqs_queue_name`] = role.queueName;
    }
  }
  return annotations;
}

/** https://github.com/gitops-bridge-dev/gitops-bridge */
const argoCd = (path: string, { spec }: PlannedCluster, roles: Record<string, Value>): ManifestFile => ({
  path,
  documents: [
    {
      comments: [
        `Labels and annotations for the Secret by which Argo CD knows ${spec.key}; an ApplicationSet with a cluster generator reads them as {{ .metadata.annotations.<name> }}. A patch, since the Secret itself holds credentials:`,
        `  kubectl patch secret ${spec.name} --namespace argocd --patch-file ${path}`,
      ],
      value: {
        map: {
          metadata: {
            map: {
              labels: { map: { 'argocd.argoproj.io/secret-type': 'cluster' } },
              annotations: {
                map: {
                  aws_cluster_name: spec.name,
                  aws_region: spec.region,
                  ...(spec.accountId === undefined ? {} : { aws_account_id: spec.accountId }),
                  ...roles,
                },
              },
            },
          },
        },
      },
    },
  ],
});

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution */
function flux(path: string, { gitops }: Spec, { spec }: PlannedCluster, below: string): ManifestFile {
  const name = below === '' ? 'irsa' : `irsa-${spec.key.toLowerCase().replaceAll('_', '-')}`;
  const root = gitops.path.split('/').filter((step) => step !== '' && step !== '.');
  const postBuild: Record<string, Value> =
    spec.accountId === undefined
      ? { substituteFrom: [{ map: { kind: 'ConfigMap', name } }] }
      : { substitute: { map: { ACCOUNT_ID: spec.accountId } } };
  return {
    path,
    documents: [
      {
        comments: [
          `Applies the manifests of ${spec.key} by Flux, which fills in \${ACCOUNT_ID} where they have it.`,
          ...(spec.accountId === undefined
            ? [
                'The account is not in the spec, so Flux takes it from a ConfigMap:',
                `  kubectl create configmap ${name} --namespace flux-system --from-literal=ACCOUNT_ID=<12 digits>`,
              ]
            : []),
        ],
        value: {
          map: {
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            metadata: { map: { name, namespace: 'flux-system' } },
            spec: {
              map: {
                interval: '10m',
                path: `./${[...root, 'irsa', `kubernetes${below}`].join('/')}`,
                prune: true,
                sourceRef: { map: { kind: 'GitRepository', name: 'flux-system' } },
                postBuild: { map: postBuild },
              },
            },
          },
        },
      },
    ],
  };
}
