/** The trust policy that a planned role will have: all of it is decided but issuers that Terraform learns. */
import { partitionOf } from '../iam/partition.ts';
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../iam/pod-identity.ts';
import type { TrustPolicy, TrustStatement } from '../iam/trust.ts';
import { podConditions } from '../plan/pod-trust.ts';
import type { PlannedRole } from '../plan/plan.ts';
import type { ClusterSpec } from '../spec/spec.ts';

/** What stands for an account that is not known. */
export const ACCOUNT = '<account>';

/** Where the spec knows it. */
export const literalIssuer = ({ from }: ClusterSpec): string | undefined =>
  from?.kind === 'literal' ? from.oidcProviderArn.replace(/^.*?:oidc-provider\//, '') : undefined;

/**
 * @param clusters that it admits
 * @param issuerOf a cluster, or what stands for it
 * @param accountOf a cluster, or what stands for it
 */
export const plannedTrust = (
  role: PlannedRole,
  clusters: readonly ClusterSpec[],
  issuerOf: (cluster: ClusterSpec) => string,
  accountOf: (cluster: ClusterSpec) => string = ({ accountId }) => accountId ?? ACCOUNT,
): TrustPolicy => ({
  Version: '2012-10-17',
  Statement: [
    ...clusters.flatMap((cluster) => tokenStatements(role, cluster, issuerOf(cluster), accountOf(cluster))),
    ...podStatements(role, clusters, accountOf),
  ],
});

const tokenStatements = (
  { trust }: PlannedRole,
  { key, region }: ClusterSpec,
  issuer: string,
  account: string,
): readonly TrustStatement[] =>
  trust
    .filter(({ cluster }) => cluster === key)
    .map(({ subject, audience }) => ({
      Effect: 'Allow' as const,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:${partitionOf(region)}:iam::${account}:oidc-provider/${issuer}` },
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`,
          [`${issuer}:aud`]: audience,
        },
      },
    }));

function podStatements(
  { podTrust }: PlannedRole,
  clusters: readonly ClusterSpec[],
  accountOf: (cluster: ClusterSpec) => string,
): readonly TrustStatement[] {
  if (podTrust === undefined) return [];
  // All are of one account, whichever says so.
  const account = clusters.map(accountOf).find((one) => one !== ACCOUNT) ?? ACCOUNT;
  const arns = clusters
    .filter(({ key }) => podTrust.clusters.includes(key))
    .map(({ region, name }) => `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${name}`);
  const operators: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of podConditions(podTrust, arns, account)) (operators[test] ??= {})[variable] = values.map(String);
  return [{ Effect: 'Allow', Action: [...POD_IDENTITY_ACTIONS], Principal: { Service: POD_IDENTITY }, Condition: operators }];
}
