/** What is made in a cluster: namespaces, ServiceAccounts, and add-ons that Terraform installs. */
import type { Text, Value } from '../../iam/text.ts';
import type { Entry, Labelled, OfProvider } from './block-parts.ts';

export interface NamespaceBlock extends Labelled, OfProvider {
  readonly kind: 'namespace';
  readonly name: string;
}

export interface ServiceAccountBlock extends Labelled, OfProvider {
  readonly kind: 'service-account';
  readonly name: string;
  readonly namespace: Text;
  readonly annotations: readonly Entry[];
}

/** `kubernetes_annotations` on a ServiceAccount that somebody else owns. */
export interface ServiceAccountAnnotationsBlock extends Labelled, OfProvider {
  readonly kind: 'service-account-annotations';
  readonly name: string;
  readonly namespace: Text;
  readonly annotations: readonly Entry[];
}

/** `helm_release`: the same arguments in helm 2.x and 3.x. */
export interface HelmReleaseBlock extends Labelled, OfProvider {
  readonly kind: 'helm-release';
  readonly name: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: Text;
  /** Nobody else is known to make it. */
  readonly createNamespace?: true;
  /** Paths of values of the user's own, which ours come after. */
  readonly valuesFiles: readonly Text[];
  readonly values: Value;
  readonly dependsOn: readonly Text[];
}

/** `aws_eks_addon` */
export interface EksAddOnBlock extends Labelled, OfProvider {
  readonly kind: 'eks-add-on';
  readonly clusterName: Text;
  readonly name: string;
  /** Absent: what EKS takes for the cluster's version. */
  readonly version?: Text;
  /** IRSA. */
  readonly roleArn?: Text;
  /** EKS Pod Identity: it goes with the add-on. */
  readonly association?: { readonly serviceAccount: string; readonly roleArn: Text };
  /** Path of the configuration, in JSON or YAML. */
  readonly configurationFile?: Text;
  readonly onCreate: 'NONE' | 'OVERWRITE';
  readonly tags: readonly Entry<string>[];
  readonly dependsOn: readonly Text[];
}
