/** What is looked up. */
import type { Text } from '../../iam/text.ts';
import type { Labelled, OfProvider } from './block-parts.ts';

export interface PartitionDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-partition';
}

export interface CallerIdentityDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-caller-identity';
}

export interface RegionDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-region';
}

export interface EksClusterDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-eks-cluster';
  readonly name: Text;
}

export interface EksClusterAuthDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-eks-cluster-auth';
  readonly name: Text;
}

export interface OidcProviderDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-oidc-provider';
  readonly url: Text;
}

export interface EksAddOnVersionDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-eks-add-on-version';
  readonly addOn: string;
  readonly kubernetesVersion: Text;
}

export interface RoleDataBlock extends Labelled, OfProvider {
  readonly kind: 'data-role';
  readonly name: string;
}

export interface TlsCertificateDataBlock extends Labelled {
  readonly kind: 'data-tls-certificate';
  readonly url: Text;
}
