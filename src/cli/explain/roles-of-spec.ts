/** Roles of a spec, with the trust policies that they will have: all of it is decided but issuers that Terraform learns. */
import { literalIssuer, plannedTrust } from '../../access/planned-trust.ts';
import { admittedClusters } from '../../plan/admission.ts';
import type { PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import type { ClusterSpec, Spec } from '../../spec/spec.ts';
import { planSpec, readSpec } from '../generation.ts';
import type { ExplainedRole } from './explained-role.ts';

export interface Narrowed {
  /** A key of the spec, or a name that EKS knows. */
  readonly cluster?: string;
  /** Of the only cluster whose issuer the spec does not know. */
  readonly issuer?: string;
}

/** @param word a workload, or a role's name or ARN */
export async function rolesOfSpec(word: string, argument: string, narrowed: Narrowed): Promise<Outcome<readonly ExplainedRole[]>> {
  const source = readSpec(argument);
  if ('code' in source) return { problems: [source] };
  const { file } = source;
  const { value: planned, problems } = await planSpec(source);
  if (planned === undefined) return { problems: problems.map((problem) => ({ file, ...problem })) };

  const { spec, plan } = planned;
  const clusters = spec.clusters.filter(({ key, name }) => narrowed.cluster === undefined || [key, name].includes(narrowed.cluster));
  if (clusters.length === 0) return { problems: [noCluster(narrowed.cluster ?? '', spec, file)] };
  const roles = plan.workloads.flatMap(({ id, roles }) => roles.filter((role) => id === word || isNamed(role, word)));
  if (roles.length === 0) return { problems: [noRole(word, plan.workloads, file)] };
  const used = clusters.filter(({ key }) => roles.some((role) => admittedClusters(role).includes(key)));
  if (used.length === 0) return { problems: [notThere(word, narrowed.cluster ?? '', file)] };
  const { value: issuers, problems: unknown } = issuersOf(used, narrowed.issuer, file);
  if (issuers === undefined) return { problems: unknown };
  return {
    value: roles.flatMap((role) => {
      const trusted = used.filter(({ key }) => admittedClusters(role).includes(key));
      return trusted.length === 0 ? [] : [explained(role, trusted, issuers, file)];
    }),
    problems: [],
  };
}

const isNamed = ({ name, path }: PlannedRole, word: string): boolean => name === word || word.endsWith(`:role${path}${name}`);

/** An issuer that is learnt on apply stands as its cluster's. */
const placeholder = ({ key }: ClusterSpec): string => `<issuer of ${key}>`;

function issuersOf(clusters: readonly ClusterSpec[], given: string | undefined, file: string): Outcome<Readonly<Record<string, string>>> {
  const known = clusters.map((cluster) => [cluster.key, literalIssuer(cluster)] as const);
  const open = clusters.filter((cluster) => literalIssuer(cluster) === undefined);
  const isOfOne = given === undefined || known.some(([, issuer]) => issuer === given);
  if (!isOfOne && open.length > 1) return { problems: [whoseIssuer(given, open, file)] };
  const said = isOfOne ? undefined : given;
  return {
    value: Object.fromEntries(clusters.map((cluster) => [cluster.key, literalIssuer(cluster) ?? said ?? placeholder(cluster)])),
    problems: [],
  };
}

function explained(
  role: PlannedRole,
  clusters: readonly ClusterSpec[],
  issuers: Readonly<Record<string, string>>,
  where: string,
): ExplainedRole {
  const policy = plannedTrust(role, clusters, (cluster) => issuers[cluster.key] ?? placeholder(cluster));
  return { name: role.name, where, policy, issuers: Object.fromEntries(clusters.map(({ key }) => [key, issuers[key] ?? ''])) };
}

const noCluster = (cluster: string, { clusters }: Spec, file: string): Problem => ({
  ...error('cluster-not-in-spec', [], `There is no cluster \`${cluster}\`.`, `It has ${clusters.map(({ key }) => key).join(', ')}.`),
  file,
});

function noRole(word: string, workloads: readonly PlannedWorkload[], file: string): Problem {
  const ids = workloads.map(({ id }) => id);
  const meant = didYouMean(word, [...ids, ...workloads.flatMap(({ roles }) => roles.map(({ name }) => name))]);
  return {
    ...error(
      'role-not-found',
      [],
      `There is no role \`${word}\`.`,
      meant === undefined ? `It has ${ids.join(', ')}.` : `Did you mean ${meant}?`,
    ),
    file,
  };
}

const notThere = (word: string, cluster: string, file: string): Problem => ({
  ...error('role-not-found', [], `${word} has no role for cluster ${cluster}.`, 'Leave --cluster out to see for which it has.'),
  file,
});

const whoseIssuer = (issuer: string, open: readonly ClusterSpec[], file: string): Problem => ({
  ...error(
    'issuer-not-known',
    [],
    `Whose issuer ${issuer} is cannot be told: those of ${open.map(({ key }) => key).join(' and ')} are known after apply.`,
    'Say whose it is by --cluster, or explain what Terraform has made: --plan with `terraform show -json`.',
  ),
  file,
});
