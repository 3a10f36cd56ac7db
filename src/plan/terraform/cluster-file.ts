/** irsa-cluster.tf and irsa-variables.tf: what is needed to speak of each cluster and its OIDC provider. */
import { ref } from '../../iam/text.ts';
import type { PlannedCluster } from '../clusters.ts';
import type { Entry } from './block-parts.ts';
import type { Block } from './blocks.ts';
import type { VariableBlock } from './value-blocks.ts';
import type { Labels } from './labels.ts';

const THUMBPRINT_LOOKUP =
  'IAM trusts the CA that signs EKS issuers, so the thumbprint is not what secures this provider; it is kept because older AWS provider releases require one. Where the issuer cannot be reached from here (private networks), set thumbprints: none.';
export const ISSUER = 'The issuer as condition keys name it: without https://';
export const NO_THUMBPRINT =
  'No thumbprint: IAM verifies the issuer against its own library of trusted CAs. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html';

interface ClusterBlockOptions {
  readonly awsProvider?: string;
  readonly tags: readonly Entry<string>[];
  /** The issuer without `https://` is needed as a local value. */
  readonly issuerLocal: boolean;
  /** Audiences of the tokens that roles trust. */
  readonly clientIds: readonly string[];
}

export function clusterBlocks(
  cluster: PlannedCluster,
  labels: Labels,
  { awsProvider, tags, issuerLocal: needsIssuer, clientIds }: ClusterBlockOptions,
): Block[] {
  const provider = awsProvider === undefined ? {} : { provider: awsProvider };
  const blocks: Block[] = [];
  const label = (type: string) => labels.free(type, cluster.label);
  if (cluster.needs.dataCluster) {
    blocks.push({
      kind: 'data-eks-cluster',
      label: label('data.aws_eks_cluster'),
      name: cluster.source.kind === 'data' ? cluster.spec.name : cluster.clusterName,
      ...provider,
    });
  }
  if (cluster.needs.oidcData && cluster.issuer !== undefined) {
    blocks.push({ kind: 'data-oidc-provider', label: label('data.aws_iam_openid_connect_provider'), url: cluster.issuer, ...provider });
  }
  if (cluster.needs.oidcResource && cluster.issuer !== undefined) {
    const { thumbprints } = cluster.spec;
    const tls = label('data.tls_certificate');
    if (thumbprints === 'lookup') blocks.push({ kind: 'data-tls-certificate', label: tls, url: cluster.issuer });
    blocks.push({
      kind: 'oidc-provider',
      label: label('aws_iam_openid_connect_provider'),
      ...(thumbprints === 'lookup' ? { comments: [THUMBPRINT_LOOKUP] } : thumbprints === 'none' ? { comments: [NO_THUMBPRINT] } : {}),
      url: cluster.issuer,
      clientIds,
      ...(thumbprints === 'lookup'
        ? { thumbprints: [ref(`data.tls_certificate.${tls}.certificates[0].sha1_fingerprint`)] }
        : thumbprints === 'none'
          ? {}
          : { thumbprints }),
      tags,
      ...provider,
    });
  }
  if (needsIssuer) blocks.push(issuerLocal(cluster, labels));
  return blocks;
}

export const issuerLocal = (cluster: PlannedCluster, labels: Labels): Block => ({
  kind: 'local-issuer',
  label: issuerLabel(cluster, labels),
  comments: [ISSUER],
  oidcProviderArn: cluster.oidcProviderArn,
});

export const issuerLabel = (cluster: PlannedCluster, labels: Labels): string => labels.free('local', `${cluster.label}_issuer`);

/** @param trusted a role here trusts the tokens of the cluster */
export function variableBlocks(cluster: PlannedCluster, labels: Labels, trusted = true): VariableBlock[] {
  if (!cluster.needs.variables) return [];
  const blocks: VariableBlock[] = [
    {
      kind: 'variable',
      label: labels.free('var', `${cluster.label}_cluster_name`),
      type: 'string',
      description: `Name of the EKS cluster ${cluster.spec.key}.`,
      validation: {
        pattern: '^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$',
        message: 'An EKS cluster name has 1 to 100 letters, digits, hyphens and underscores.',
      },
    },
    {
      kind: 'variable',
      label: labels.free('var', `${cluster.label}_oidc_provider_arn`),
      type: 'string',
      description: `ARN of the IAM OIDC provider of the EKS cluster ${cluster.spec.key}.`,
      // The issuer host is oidc.eks.<region>…; "oidc.<region>.eks…" is a frequent slip that no plan would show.
      validation: {
        pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/oidc\\.eks\\.[a-z0-9-]+\\.[a-z0-9.]+/id/[0-9A-Za-z]+$',
        message: 'Expected arn:<partition>:iam::<account>:oidc-provider/oidc.eks.<region>.<domain>/id/<id>.',
      },
    },
  ];
  return trusted ? blocks : blocks.slice(0, 1);
}

/** Where only the other side knows it: the URL that EKS shows. */
export const issuerVariable = (cluster: PlannedCluster): VariableBlock => ({
  kind: 'variable',
  label: `${cluster.label}_issuer`,
  type: 'string',
  description: `Issuer of the EKS cluster ${cluster.spec.key}: aws eks describe-cluster --name ${cluster.spec.name} --region ${cluster.spec.region} --query cluster.identity.oidc.issuer`,
  validation: {
    pattern: '^https://oidc\\.eks\\.[a-z0-9-]+\\.[a-z0-9.]+/id/[0-9A-Za-z]+$',
    message: 'Expected https://oidc.eks.<region>.<domain>/id/<id>.',
  },
});
