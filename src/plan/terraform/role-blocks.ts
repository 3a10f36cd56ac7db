/** Roles: whom they admit and what they may do. */
import type { Text, Value } from '../../iam/text.ts';
import type { CallBlock, Entry, Labelled, OfProvider } from './block-parts.ts';

export interface DocumentStatement {
  readonly comments?: readonly string[];
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly Text[];
  readonly notResources?: readonly Text[];
  readonly principals: readonly { readonly type: string; readonly identifiers: readonly Text[] }[];
  readonly conditions: readonly { readonly test: string; readonly variable: Text; readonly values: readonly Text[] }[];
}

export interface PolicyDocumentBlock extends Labelled, OfProvider {
  readonly kind: 'policy-document';
  readonly statements: readonly DocumentStatement[];
}

export interface PolicyBlock extends Labelled, OfProvider {
  readonly kind: 'policy';
  readonly name: string;
  readonly path?: string;
  readonly description: string;
  /** `data.aws_iam_policy_document.<label>.json` */
  readonly document: Text;
  readonly tags: readonly Entry<string>[];
}

export interface RoleModuleBlock extends CallBlock {
  readonly name: string;
  readonly description?: string;
  readonly path?: string;
  readonly permissionsBoundary?: Text;
  /** The module's own policy: `attach_*` and companions, in printing order. */
  readonly inputs: readonly Entry<Value>[];
  /** Attached beside it: key → policy ARN. */
  readonly policies: readonly Entry[];
  /** One trust statement each. */
  readonly oidcProviders: readonly { readonly key: string; readonly providerArn: Text; readonly subjects: readonly string[] }[];
}

/** terraform-aws-modules/iam 5.x `iam-role-for-service-accounts-eks`. */
export interface Iam5RoleBlock extends RoleModuleBlock {
  readonly kind: 'role-iam-5';
}

/** terraform-aws-modules/iam 6.x `iam-role-for-service-accounts`: exact names need `use_name_prefix = false`. */
export interface Iam6RoleBlock extends RoleModuleBlock {
  readonly kind: 'role-iam-6';
  /** Name of the module's own policy; absent if it makes none. */
  readonly policyName?: string;
}

/** terraform-aws-modules/eks-pod-identity: the role, its policy and its associations. */
export interface PodIdentityRoleBlock extends Omit<RoleModuleBlock, 'oidcProviders'> {
  readonly kind: 'role-pod-identity';
  /** Which pods EKS may hand it to. */
  readonly trustConditions: readonly { readonly test: string; readonly variable: string; readonly values: readonly Text[] }[];
  /** Whom it admits beside them. */
  readonly trustStatements: readonly Omit<DocumentStatement, 'comments'>[];
  readonly associations: readonly {
    readonly key: string;
    readonly clusterName: Text;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly targetRoleArn?: string;
    readonly disableSessionTags?: boolean;
  }[];
}

/** `aws_eks_pod_identity_association`, where the module that makes the role cannot say it. */
export interface PodIdentityAssociationBlock extends Labelled, OfProvider {
  readonly kind: 'pod-identity-association';
  readonly clusterName: Text;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: Text;
  readonly targetRoleArn?: string;
  readonly disableSessionTags?: boolean;
  /** `data.aws_iam_policy_document.<label>.minified_json` */
  readonly policy?: Text;
  readonly tags: readonly Entry<string>[];
}

/** `aws_iam_role`, where no module states the trust that is wanted. */
export interface RawRoleBlock extends Labelled, OfProvider {
  readonly kind: 'role-raw';
  readonly name: string;
  readonly path?: string;
  readonly description?: string;
  /** `data.aws_iam_policy_document.<label>.json` */
  readonly trustDocument: Text;
  readonly permissionsBoundary?: Text;
  readonly tags: readonly Entry<string>[];
}

/** `aws_iam_role_policy_attachment`, for each of: key → policy ARN. */
export interface PolicyAttachmentsBlock extends Labelled, OfProvider {
  readonly kind: 'policy-attachments';
  /** `aws_iam_role.<label>.name` */
  readonly role: Text;
  readonly policies: readonly Entry[];
}

export interface KarpenterBlock extends CallBlock {
  readonly clusterName: Text;
  readonly roleName: string;
  readonly rolePath?: string;
  readonly permissionsBoundary?: Text;
  readonly policyName: string;
  readonly nodeRoleName: string;
  readonly queueName: string;
  /** The event rules' names start with it. */
  readonly rulePrefix: string;
  readonly policies: readonly Entry[];
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** terraform-aws-modules/eks 20.x `karpenter`. */
export interface Karpenter20Block extends KarpenterBlock {
  readonly kind: 'karpenter-eks-20';
  readonly oidcProviderArn: Text;
}

/** terraform-aws-modules/eks 21.x `karpenter`: IRSA, and scoped Pod Identity, only by overriding the trust statement `PodIdentity`. */
export interface Karpenter21Block extends KarpenterBlock {
  readonly kind: 'karpenter-eks-21';
  /** The module makes it, of the cluster and the ServiceAccount above. */
  readonly makesAssociation: boolean;
  /** `data.aws_iam_policy_document.<label>.json`, with a statement of sid `PodIdentity`. */
  readonly trustDocument: Text;
}
