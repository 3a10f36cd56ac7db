/** A cluster made here and its VPC, and the OIDC provider that tokens are trusted by. */
import type { Text, Value } from '../../iam/text.ts';
import type { NodeGroup } from '../../spec/node-group.ts';
import type { CallBlock, Entry, Labelled, OfProvider } from './block-parts.ts';

/** `locals { <label> = replace(<arn>, "/^(.*provider/)/", "") }`: the issuer as condition keys name it. */
export interface IssuerLocalBlock extends Labelled {
  readonly kind: 'local-issuer';
  readonly oidcProviderArn: Text;
}

export interface OidcProviderBlock extends Labelled, OfProvider {
  readonly kind: 'oidc-provider';
  readonly url: Text;
  readonly clientIds: readonly string[];
  /** Absent: left to IAM's library of trusted CAs. */
  readonly thumbprints?: readonly Text[];
  readonly tags: readonly Entry<string>[];
}

/** terraform-aws-modules/vpc 5.x and 6.x: private and public subnets, one NAT gateway. */
export interface VpcBlock extends CallBlock {
  readonly kind: 'module-vpc';
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly privateSubnets: readonly string[];
  readonly publicSubnets: readonly string[];
}

/** A cluster with its OIDC provider. IMDSv2 with hop limit 1 is no field: every node group has it. */
export interface EksBlock extends CallBlock {
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly vpcId: Text;
  /** A list, or a reference to one. */
  readonly subnetIds: Value;
  readonly publicAccess: boolean;
  readonly publicAccessCidrs?: readonly string[];
  /** Of the OIDC provider, beside that of STS. */
  readonly audiences?: readonly string[];
  /** Of Auto Mode; absent without it. */
  readonly nodePools?: readonly string[];
  /** In printing order; `beforeCompute` ones are there before the nodes. */
  readonly addOns: readonly { readonly name: string; readonly beforeCompute: boolean }[];
  readonly nodeGroups: readonly Omit<NodeGroup, 'selfManaged'>[];
  readonly selfManagedNodeGroups: readonly (Omit<NodeGroup, 'selfManaged' | 'instanceTypes'> & { readonly instanceType: string })[];
}

/** terraform-aws-modules/eks 20.x. */
export interface Eks20Block extends EksBlock {
  readonly kind: 'module-eks-20';
}

/** terraform-aws-modules/eks 21.x. */
export interface Eks21Block extends EksBlock {
  readonly kind: 'module-eks-21';
}
