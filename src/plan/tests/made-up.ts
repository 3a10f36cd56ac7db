/** Accounts and issuers of tests: of the form that AWS gives them, and nobody's. */
import type { ClusterSpec } from '../../spec/spec.ts';
import { shortHash } from '../names.ts';
import { domainOf, partitionOf } from '../../iam/partition.ts';

/** An account of AWS's own documentation. */
const ACCOUNT = '111122223333';

export const accountOf = ({ accountId = ACCOUNT }: Pick<ClusterSpec, 'accountId'>): string => accountId;

/** Another one for each cluster, so that roles of two clusters cannot be taken for each other. */
export const issuerOf = ({ key, region }: ClusterSpec): string =>
  `oidc.eks.${region}.${domainOf(region)}/id/${shortHash(key).toUpperCase().padEnd(32, '0')}`;

export const oidcProviderArnOf = (cluster: ClusterSpec): string =>
  `arn:${partitionOf(cluster.region)}:iam::${accountOf(cluster)}:oidc-provider/${issuerOf(cluster)}`;

export const clusterArnOf = (cluster: ClusterSpec): string =>
  `arn:${partitionOf(cluster.region)}:eks:${cluster.region}:${accountOf(cluster)}:cluster/${cluster.name}`;

export const roleArnOf = (cluster: ClusterSpec, path: string, name: string): string =>
  `arn:${partitionOf(cluster.region)}:iam::${accountOf(cluster)}:role${path}${name}`;
