/** Providers of a root that lacks them. */
import type { Text } from '../../iam/text.ts';
import type { Commented } from './block-parts.ts';

export interface AwsProviderBlock extends Commented {
  readonly kind: 'provider-aws';
  readonly alias?: string;
  readonly region: Text;
}

export interface ClusterProviderBlock extends Commented {
  readonly alias?: string;
  readonly host: Text;
  /** Base64, as EKS gives it. */
  readonly certificateAuthority: Text;
  /** Exactly one of the two. */
  readonly exec?: { readonly clusterName: Text; readonly region: string };
  readonly token?: Text;
}

export interface KubernetesProviderBlock extends ClusterProviderBlock {
  readonly kind: 'provider-kubernetes';
}

/** hashicorp/helm 2.x, where `kubernetes` and `exec` are blocks. */
export interface Helm2ProviderBlock extends ClusterProviderBlock {
  readonly kind: 'provider-helm-2';
}

/** hashicorp/helm 3.x, where they are arguments. */
export interface Helm3ProviderBlock extends ClusterProviderBlock {
  readonly kind: 'provider-helm-3';
}
