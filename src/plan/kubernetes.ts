/**
 * Manifests for those who apply YAML: the ServiceAccounts that nobody else makes, and the namespaces
 * where Terraform makes none. Each folder is a kustomization of its own.
 */
import { join, type Value } from '../iam/text.ts';
import { warning, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { awsConfig, CONFIG_FILE, configMapName, profiles, workloadSpec } from './aws-config.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Manifest, ManifestFile, PlannedRole, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { deployment } from './deployment.ts';
import { arnUnknown, fillIn, holdsPlaceholder, PLACEHOLDER, ROLE_ARN, staticArn } from './role-arn.ts';

interface Seat {
  readonly workload: PlannedWorkload;
  readonly role: PlannedRole;
  readonly account: PlannedServiceAccount;
}

export function planKubernetes(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { files: readonly ManifestFile[]; problems: readonly Problem[] } {
  if (!spec.outputs.includes('manifests')) return { files: [], problems: notWritten(spec, workloads) };
  const problems: Problem[] = [];
  const files = [...clusters.values()].flatMap((cluster): ManifestFile[] => {
    if (cluster.spec.retired) return [];
    const seats = seatsOf(workloads, cluster);
    const configs = awsConfigs(spec, workloads, cluster);
    const named = configs.filter(({ role }) => role.serviceAccounts.some(({ annotated }) => annotated));
    const withArn = [...seats.filter(({ account }) => account.annotated), ...named];
    if (withArn.some(({ role }) => staticArn(spec, role, cluster) === undefined))
      problems.push(
        arnUnknown(
          'Manifests',
          cluster,
          'leave the ServiceAccounts to Terraform (serviceAccount: { owner: terraform }), which knows the ARN',
        ),
      );
    const folder = manifestsFolder(spec, cluster.spec.key);
    const resources = (
      [
        ['namespaces.yaml', namespaces(spec)],
        ['serviceaccounts.yaml', seats.map((seat) => serviceAccount(spec, seat, cluster))],
        ['configmaps.yaml', configs.map((config) => configMap(spec, config, cluster))],
        ['deployments.yaml', deployments(spec, cluster)],
      ] as const
    ).filter(([, documents]) => documents.length > 0);
    return resources.length === 0
      ? []
      : [
          kustomization(
            folder,
            resources.map(([name]) => name),
            commandFor(folder, cluster, holdsPlaceholder(resources)),
            spec,
          ),
          ...resources.map(([name, documents]) => ({ path: `${folder}/${name}`, documents })),
        ];
  });
  return { files, problems };
}

/** A folder per cluster where there are several, as for Helm. */
export const manifestsFolder = (spec: Spec, cluster: string): string =>
  spec.clusters.length > 1 ? `irsa/kubernetes/${cluster}` : 'irsa/kubernetes';

const seatsOf = (workloads: readonly PlannedWorkload[], { spec }: PlannedCluster): Seat[] =>
  workloads.flatMap((workload) =>
    workload.roles.flatMap((role) =>
      role.serviceAccounts
        .filter(({ cluster, owner }) => cluster === spec.key && owner === 'manifests')
        .map((account) => ({ workload, role, account })),
    ),
  );

interface Applied {
  readonly comment: string;
  readonly command: string;
}

const commandFor = (folder: string, cluster: PlannedCluster, placeholder: boolean): Applied =>
  placeholder
    ? {
        comment: `It holds ${PLACEHOLDER}, which Flux fills in (postBuild of its Kustomization), and Argo CD and kubectl apply -k do not. By hand:`,
        command: fillIn(cluster, (filter) => `kubectl kustomize ${folder} | ${filter} | kubectl apply --filename -`),
      }
    : {
        comment: 'Applied as it is, or named among the resources of a kustomization of your own:',
        command: `kubectl apply -k ${folder}`,
      };

function kustomization(folder: string, resources: readonly string[], { comment, command }: Applied, { outputs }: Spec): ManifestFile {
  return {
    path: `${folder}/kustomization.yaml`,
    documents: [
      {
        comments: [comment, `  ${command}`],
        value: { map: { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources } },
      },
    ],
    // Else a GitOps engine applies it.
    ...(outputs.includes('gitops')
      ? {}
      : { step: { text: 'Apply the manifests to their cluster, or name their folder in a kustomization of yours.', command } }),
  };
}

/** Terraform makes the namespaces wherever it is written. */
const namespaces = (spec: Spec): Manifest[] =>
  spec.outputs.includes('terraform')
    ? []
    : spec.namespaces
        .filter(({ create }) => create)
        .map(({ name }) => ({ comments: [], value: { map: { apiVersion: 'v1', kind: 'Namespace', metadata: { map: { name } } } } }));

function serviceAccount(spec: Spec, { workload, role, account }: Seat, cluster: PlannedCluster): Manifest {
  const { namespace, serviceAccount: name } = account.subject;
  const arn = staticArn(spec, role, cluster);
  const annotations: Record<string, Value> = {
    ...(arn === undefined || !account.annotated ? {} : { [ROLE_ARN]: arn }),
    ...account.annotations,
  };
  const metadata = { name, namespace, ...(Object.keys(annotations).length === 0 ? {} : { annotations: { map: annotations } }) };
  return {
    comments: [`For pods of ${workload.title}, which name it: serviceAccountName: ${name}`],
    value: {
      map: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { map: metadata } },
    },
  };
}

type Configured = Omit<Seat, 'account'>;

/** Of apps whose pods assume more than one role; add-ons are told in their own way. */
const awsConfigs = (spec: Spec, workloads: readonly PlannedWorkload[], { spec: { key } }: PlannedCluster): Configured[] =>
  workloads.flatMap((workload) =>
    workload.kind === 'add-on' || profiles(workloadSpec(spec, workload.id)).length === 0
      ? []
      : workload.roles.filter((role) => role.serviceAccounts.some(({ cluster }) => cluster === key)).map((role) => ({ workload, role })),
  );

function configMap(spec: Spec, { workload, role }: Configured, cluster: PlannedCluster): Manifest {
  const said = workloadSpec(spec, workload.id);
  const lines = awsConfig(said, staticArn(spec, role, cluster) ?? '') ?? [];
  const metadata: Value = { map: { name: configMapName(said), namespace: role.serviceAccounts[0]?.subject.namespace ?? '' } };
  return {
    comments: [
      `The roles that pods of ${workload.title} assume, for AWS_CONFIG_FILE. SDKs that take the token of their environment before a profile (Java) are told the profile in code.`,
    ],
    value: {
      map: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { map: { [CONFIG_FILE]: join(...lines.flatMap((line) => [line, '\n'])) } },
      },
    },
  };
}

const deployments = (spec: Spec, cluster: PlannedCluster): Manifest[] =>
  spec.apps
    .filter((app) => app.clusters === undefined || app.clusters.includes(cluster.spec.key))
    .flatMap((app) => (app.deployment === undefined ? [] : [deployment(app, app.deployment)]));

const pathOf = ({ kind, id }: PlannedWorkload): string[] => [kind === 'add-on' ? 'addOns' : 'apps', id];

/** Nobody would make these ServiceAccounts and Deployments. */
function notWritten(spec: Spec, workloads: readonly PlannedWorkload[]): Problem[] {
  const left = workloads.filter((w) => w.roles.some((r) => r.serviceAccounts.some((s) => s.owner === 'manifests')));
  const said = new Map([...spec.addOns, ...spec.apps].map((w) => [w.id, w.serviceAccount.owner !== undefined]));
  const byDefault = left.filter((w) => said.get(w.id) !== true);
  const lost = spec.apps.filter((app) => app.deployment !== undefined);
  const fix = 'Add manifests to outputs, or write owner: none where manifests of your own make it.';
  const message = (who: string) => `The owner manifests makes the ServiceAccount of ${who}, but outputs does not list manifests.`;
  return [
    ...lost.map(({ id }) =>
      warning(
        'manifests-not-written',
        ['apps', id, 'deployment'],
        `${id} asks for a Deployment, which is a manifest, but outputs does not list manifests.`,
        'Add manifests to outputs, or leave deployment out.',
      ),
    ),
    ...left
      .filter((w) => said.get(w.id) === true)
      .map((w) => warning('manifests-not-written', [...pathOf(w), 'serviceAccount', 'owner'], message(w.id), fix)),
    ...(byDefault.length === 0
      ? []
      : [warning('manifests-not-written', ['terraform', 'serviceAccounts'], message(byDefault.map((w) => w.id).join(', ')), fix)]),
  ];
}
