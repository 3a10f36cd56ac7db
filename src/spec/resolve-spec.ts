/** A valid spec as written → Spec: defaults filled in, maps as arrays in their order, the long forms. */
import type { Installer } from '../catalog/add-on.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import { optionsOf } from './checks/options.ts';
import type { SpecCatalog } from './catalog.ts';
import { entries, items, loose, string, strings } from './loose.ts';
import type { Loose } from './loose.ts';
import { resolveNewCluster } from './resolve-new-cluster.ts';
import { resolveStatement } from './resolve-statement.ts';
import { profileOf } from './profile-name.ts';
import { resolveTerraform } from './resolve-terraform.ts';
import { defaultNaming } from './rules/naming.ts';
import { defaultOutputs } from './schema/spec-schema.ts';
import type {
  AddOnSpec,
  AppSpec,
  AssumedRole,
  ClusterSource,
  ClusterSpec,
  DeploymentSpec,
  GrantSpec,
  MigrationSpec,
  ServiceAccountSpec,
  Spec,
  WorkloadSpec,
} from './spec.ts';

/** Takes only what the schema and the checks have let through, without nulls. */
export function resolveSpec(written: Loose, catalog: SpecCatalog): Spec {
  return {
    version: 1,
    ...given(written, 'toolVersion'),
    terraform: resolveTerraform(loose(written['terraform'])),
    clusters: entries(written['clusters']).map(([key, cluster]) => resolveCluster(key, cluster, addOnsIn(key, written), written)),
    shareRoles: (written['shareRoles'] ?? []) as Spec['shareRoles'],
    ...given(written, 'primary'),
    identity: (written['identity'] ?? 'irsa') as Spec['identity'],
    outputs: (written['outputs'] ?? defaultOutputs) as Spec['outputs'],
    helm: loose(written['helm']),
    gitops: { path: string(loose(written['gitops'])['path']) ?? '.' },
    namespaces: entries(written['namespaces']).map(([name, { create }]) => ({ name, create: create === true })),
    addOns: entries(written['addOns']).map(([id, addOn]) => resolveAddOn(id, withIdentity(addOn, written), catalog)),
    apps: entries(written['apps']).map(([id, app]) => resolveApp(id, withIdentity(app, written), catalog)),
    tags: loose(written['tags']) as Spec['tags'],
    ...given(written, 'permissionsBoundary'),
    rolePath: string(written['rolePath']) ?? '/',
    rolePrefix: string(written['rolePrefix']) ?? '',
    naming: string(written['naming']) ?? defaultNaming,
    ...(written['moved'] === undefined
      ? {}
      : { moved: Object.entries(loose(written['moved'])).map(([from, to]) => ({ from, to: String(to) })) }),
  };
}

/** The keys that are there, so that absent ones stay absent. */
const given = (written: Loose, ...keys: readonly string[]): Record<string, never> =>
  Object.fromEntries(keys.filter((key) => written[key] !== undefined).map((key) => [key, written[key]])) as Record<string, never>;

/** Ids of those whose roles trust the cluster. */
const addOnsIn = (cluster: string, written: Loose): readonly string[] =>
  entries(written['addOns']).flatMap(([id, { clusters }]) => (clusters === undefined || strings(clusters).includes(cluster) ? [id] : []));

/** Some of its pods get their role by an association. */
const hasPodIdentity = (cluster: string, written: Loose): boolean =>
  [...entries(written['addOns']), ...entries(written['apps'])].some(
    ([, { identity, migration, clusters }]) =>
      ((identity ?? written['identity']) === 'pod-identity' || migration !== undefined) &&
      (clusters === undefined || strings(clusters).includes(cluster)),
  );

function resolveCluster(key: string, written: Loose, addOns: readonly string[], spec: Loose): ClusterSpec {
  const from = resolveSource(loose(written['from']), addOns, hasPodIdentity(key, spec));
  return {
    key,
    name: string(written['name']) ?? key,
    region: String(written['region']),
    ...given(written, 'accountId'),
    oidcProvider: (written['oidcProvider'] ?? 'existing') as ClusterSpec['oidcProvider'],
    thumbprints: resolveThumbprints(written['thumbprints']),
    providers: loose(written['providers']),
    ...given(written, 'vpcId'),
    ...(from === undefined ? {} : { from }),
    ...given(written, 'podIdentityAgent'),
    retired: written['retired'] === true,
  };
}

/** IAM compares thumbprints in lower case. */
const resolveThumbprints = (written: unknown): ClusterSpec['thumbprints'] =>
  Array.isArray(written) ? written.map((thumbprint) => String(thumbprint).toLowerCase()) : ((written ?? 'lookup') as 'lookup' | 'none');

function resolveSource(from: Loose, addOns: readonly string[], podIdentity: boolean): ClusterSource | undefined {
  if (from['module'] !== undefined) return { kind: 'module', label: String(from['module']) };
  if (from['resource'] !== undefined) return { kind: 'resource', label: String(from['resource']) };
  if (from['data'] === true) return { kind: 'data' };
  if (from['variables'] === true) return { kind: 'variables' };
  if (from['new'] !== undefined) return { kind: 'new', cluster: resolveNewCluster(loose(from['new']), addOns, podIdentity) };
  if (from['dependency'] !== undefined) return resolveDependency(from['dependency']);
  const [literal, expressions] = [loose(from['literal']), loose(from['expressions'])];
  if (from['literal'] !== undefined) return { kind: 'literal', oidcProviderArn: String(literal['oidcProviderArn']) };
  if (from['expressions'] === undefined) return undefined;
  return { kind: 'expressions', oidcProviderArn: String(expressions['oidcProviderArn']), ...given(expressions, 'clusterName') };
}

/** Outputs are named as terraform-aws-modules/eks names them, unless the spec says otherwise. */
function resolveDependency(written: unknown): ClusterSource {
  const { path = written, ...names } = loose(written);
  const output = (key: string, usual: string): string => string(names[key]) ?? usual;
  return {
    kind: 'dependency',
    path: String(path),
    outputs: {
      clusterName: output('clusterName', 'cluster_name'),
      oidcProviderArn: output('oidcProviderArn', 'oidc_provider_arn'),
      endpoint: output('endpoint', 'cluster_endpoint'),
      certificateAuthority: output('certificateAuthority', 'cluster_certificate_authority_data'),
    },
  };
}

function resolveWorkload(id: string, written: Loose, catalog: SpecCatalog): WorkloadSpec {
  return {
    id,
    ...given(written, 'namespace'),
    serviceAccount: resolveServiceAccount(written['serviceAccount']),
    shared: written['shared'] === true,
    identity: written['identity'] as WorkloadSpec['identity'],
    podIdentity: resolvePodIdentity(loose(written['podIdentity'])),
    ...(written['migration'] === undefined ? {} : { migration: resolveMigration(loose(written['migration'])) }),
    ...given(written, 'clusters', 'roleName', 'policyName', 'modulePolicyName', 'roleDescription', 'permissionsBoundary', 'policyRefs'),
    tags: loose(written['tags']) as WorkloadSpec['tags'],
    managedPolicies: (written['managedPolicies'] ?? []) as WorkloadSpec['managedPolicies'],
    statements: items(written['statements']).map((statement) => resolveStatement(loose(statement))),
    assumeRoles: items(written['assumeRoles']).map((role) => resolveAssumedRole(role, catalog)),
  };
}

/** The ARN alone says as much as a map with nothing else. */
function resolveAssumedRole(written: unknown, catalog: SpecCatalog): AssumedRole {
  const said = typeof written === 'string' ? { role: written } : loose(written);
  const role = String(said.role);
  return {
    role,
    via: (said['via'] ?? 'chain') as AssumedRole['via'],
    oidcProvider: (said['oidcProvider'] ?? 'create') as AssumedRole['oidcProvider'],
    ...given(said, 'externalId', 'region'),
    principalTags: strings(said['principalTags']),
    sessionTags: strings(said['sessionTags']),
    sourceIdentity: said['sourceIdentity'] === true,
    profile: profileOf(said),
    default: said['default'] === true,
    grants: resolveGrants(said['grants'], catalog),
    managedPolicies: strings(said['managedPolicies']),
    statements: items(said['statements']).map((statement) => resolveStatement(loose(statement))),
  };
}

/** A workload has the identity of the spec unless it says its own. */
const withIdentity = (workload: Loose, spec: Loose): Loose => ({
  ...workload,
  identity: workload['identity'] ?? spec['identity'] ?? 'irsa',
});

const resolveMigration = ({ phase, role, from, former }: Loose): MigrationSpec => ({
  phase: phase as MigrationSpec['phase'],
  role: (role ?? 'keep') as MigrationSpec['role'],
  ...(from === undefined ? {} : { from: from as 5 | 6 }),
  former: Object.fromEntries(
    entries(former).map(([group, { name, description, statements }]) => [
      group,
      {
        name: String(name),
        description: string(description) ?? '',
        statements: items(statements).map((statement) => resolveStatement(loose(statement))),
      },
    ]),
  ),
});

const resolvePodIdentity = ({ disableSessionTags, policy }: Loose): WorkloadSpec['podIdentity'] => ({
  disableSessionTags: disableSessionTags === true,
  ...(policy === undefined ? {} : { policy: items(policy).map((statement) => resolveStatement(loose(statement))) }),
});

function resolveServiceAccount(written: unknown): ServiceAccountSpec {
  if (typeof written === 'string') return { name: written };
  const account = loose(written);
  const audience = account['audience'] === STS_AUDIENCE ? {} : given(account, 'audience');
  return { ...given(account, 'name', 'owner', 'tokenExpiration', 'stsRegionalEndpoints'), ...audience };
}

function resolveAddOn(id: string, written: Loose, catalog: SpecCatalog): AddOnSpec {
  const addOn = catalog.addOns.find(id);
  const options = addOn?.options ?? {};
  const workload = resolveWorkload(id, written, catalog);
  const installer = (written['installer'] ?? 'helm') as Installer;
  return {
    ...workload,
    ...(installer === 'helm' && addOn?.helm.annotatedByOthers && { serviceAccount: { owner: 'annotate', ...workload.serviceAccount } }),
    installer,
    ...given(written, 'release'),
    ...(written['moduleOnly'] === true ? { moduleOnly: true as const } : {}),
    ...resolveInstall(written['install']),
    options: optionsOf(options, written),
  };
}

/** `true` takes everything as it comes. */
function resolveInstall(written: unknown): Pick<AddOnSpec, 'install'> {
  if (written === undefined || written === false) return {};
  const said = loose(written);
  return { install: { ...given(said, 'version'), values: strings(said['values']), overwrite: said['overwrite'] === true } };
}

function resolveApp(id: string, written: Loose, catalog: SpecCatalog): AppSpec {
  const workload = resolveWorkload(id, written, catalog);
  return {
    ...workload,
    namespace: String(written['namespace']),
    serviceAccount: { name: id, ...workload.serviceAccount },
    ...(written['withoutModule'] === true ? { withoutModule: true as const } : {}),
    ...(written['deployment'] === undefined ? {} : { deployment: resolveDeployment(loose(written['deployment'])) }),
    grants: resolveGrants(written['grants'], catalog),
  };
}

const resolveDeployment = (written: Loose): DeploymentSpec => ({
  image: String(written['image']),
  replicas: Number(written['replicas'] ?? 1),
  ...given(written, 'fsGroup'),
  skipContainers: strings(written['skipContainers']),
});

const resolveGrants = (written: unknown, catalog: SpecCatalog): readonly GrantSpec[] =>
  items(written).flatMap((entry) => entries(entry).map(([service, options]) => resolveGrant(service, options, catalog)));

const resolveGrant = (service: string, written: Loose, { grants }: SpecCatalog): GrantSpec => ({
  service,
  options: optionsOf(grants.find(service)?.options ?? {}, written),
});
