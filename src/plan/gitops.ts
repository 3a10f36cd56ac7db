/**
 * What GitOps engines need to know of the roles: for Argo CD as annotations of the cluster's Secret, by
 * the names that GitOps Bridge gave them; for Flux as a Kustomization that fills in the placeholders.
 */
import type { Value } from '../iam/text.ts';
import type { Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import type { ManifestFile, PlannedWorkload } from './plan.ts';
import { manifestsFolder } from './kubernetes.ts';
import { arnUnknown, fillIn, holdsPlaceholder, PLACEHOLDER, staticArn, withAccount } from './role-arn.ts';

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
    if (roles === undefined)
      problems.push(arnUnknown('GitOps files', cluster, 'leave gitops out and hand on what `terraform output irsa_role_arns` says'));
    const applied = manifests.filter(({ path }) => path.startsWith(`${manifestsFolder(spec, cluster.spec.key)}/`));
    return [
      ...(roles === undefined || Object.keys(roles).length === 0
        ? []
        : [argoCd(`irsa/gitops${below}/argocd-cluster.yaml`, cluster, roles)]),
      ...(applied.length === 0
        ? []
        : [flux(`irsa/gitops${below}/flux-kustomization.yaml`, spec, cluster, { below, placeholder: holdsPlaceholder(applied) })]),
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
      // kubectl applies it, and nobody fills in anything.
      const arn = role.arn ?? staticArn(spec, role, cluster);
      if (arn === undefined && account.annotated) return undefined;
      const name = id.replaceAll('-', '_');
      if (account.annotated && arn !== undefined) annotations[`${name}_iam_role_arn`] = arn;
      annotations[`${name}_namespace`] = account.subject.namespace;
      annotations[`${name}_service_account`] = account.subject.serviceAccount;
      if (role.queueName !== undefined) annotations[`${name}_sqs_queue_name`] = role.queueName;
    }
  }
  return annotations;
}

/** https://github.com/gitops-bridge-dev/gitops-bridge */
function argoCd(path: string, cluster: PlannedCluster, roles: Record<string, Value>): ManifestFile {
  const { spec } = cluster;
  const patch = `kubectl patch secret ${spec.name} --namespace argocd`;
  const placeholder = holdsPlaceholder(roles);
  const command = placeholder ? fillIn(cluster, (filter) => `${patch} --patch "$(${filter} < ${path})"`) : `${patch} --patch-file ${path}`;
  return {
    path,
    step: {
      text: `With Argo CD: tell it the roles of ${spec.key}, in the Secret by which it knows the cluster (here named ${spec.name}).`,
      command,
    },
    documents: [
      {
        comments: [
          `Labels and annotations for the Secret by which Argo CD knows ${spec.key}; an ApplicationSet with a cluster generator reads them as {{ .metadata.annotations.<name> }}. A patch, since the Secret itself holds credentials${placeholder ? `; the command fills in ${PLACEHOLDER}, which Argo CD does not` : ''}:`,
          `  ${command}`,
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
  };
}

interface Applied {
  /** `/<cluster>` where there are several. */
  readonly below: string;
  readonly placeholder: boolean;
}

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution */
function flux(path: string, { gitops }: Spec, cluster: PlannedCluster, { below, placeholder }: Applied): ManifestFile {
  const { spec } = cluster;
  const name = below === '' ? 'irsa' : `irsa-${spec.key.toLowerCase().replaceAll('_', '-')}`;
  const root = gitops.path.split('/').filter((step) => step !== '' && step !== '.');
  const fromConfigMap = placeholder && spec.accountId === undefined;
  const postBuild: Record<string, Value> = fromConfigMap
    ? { substituteFrom: [{ map: { kind: 'ConfigMap', name } }] }
    : { substitute: { map: { ACCOUNT_ID: spec.accountId ?? '' } } };
  const configMap = (account: string): string =>
    `kubectl create configmap ${name} --namespace flux-system --from-literal=ACCOUNT_ID=${account}`;
  const apply = `kubectl apply --filename ${path}`;
  return {
    path,
    step: {
      text: `With Flux: commit the files, and hand it the manifests of ${spec.key}${fromConfigMap ? `, and the account that it fills in for ${PLACEHOLDER}` : ''}.`,
      command: fromConfigMap ? withAccount(cluster, (account) => `${configMap(account)} && ${apply}`) : apply,
    },
    documents: [
      {
        comments: [
          `Applies the manifests of ${spec.key} by Flux${placeholder ? `, which fills in ${PLACEHOLDER}` : ''}.`,
          ...(fromConfigMap ? ['The account is not in the spec, so Flux takes it from a ConfigMap:', `  ${configMap('<12 digits>')}`] : []),
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
                // With it Flux would empty every other ${X} of these manifests and of those that are kept beside them.
                ...(placeholder ? { postBuild: { map: postBuild } } : {}),
              },
            },
          },
        },
      },
    ],
  };
}
