/**
 * Terraform as data: one interface per kind of block, each field decided. Shape is stated where these
 * types are read, once per kind for each syntax, and nothing is decided there.
 *
 * Every `Text` here holds literals and Terraform traversals only (facts are filled in by then).
 * `label`s are valid identifiers, already unique in the root. `provider` is a provider address
 * (`aws.use1`) or absent for the default one. Maps are arrays of entries in printing order.
 */
import type { Text, Value } from '../../iam/text.ts';
import type { NodeGroup } from '../../spec/node-group.ts';
import type { ChildModuleBlock, CloudBlock, RequiredProvidersBlock } from './root-blocks.ts';

/** Printed above the block, one paragraph each; says why. */
export interface Commented {
  readonly comments?: readonly string[];
}

export interface Labelled extends Commented {
  readonly label: string;
}

interface OfProvider {
  readonly provider?: string;
}

export interface Entry<T = Text> {
  readonly key: string;
  readonly value: T;
}

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

export interface VariableBlock extends Labelled {
  readonly kind: 'variable';
  readonly type: 'string';
  readonly description: string;
  /** `can(regex(pattern, var.<label>))`, RE2 without lookarounds. */
  readonly validation?: { readonly pattern: string; readonly message: string };
}

/** `locals { <label> = replace(<arn>, "/^(.*provider/)/", "") }`: the issuer as condition keys name it. */
export interface IssuerLocalBlock extends Labelled {
  readonly kind: 'local-issuer';
  readonly oidcProviderArn: Text;
}

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

export interface OidcProviderBlock extends Labelled, OfProvider {
  readonly kind: 'oidc-provider';
  readonly url: Text;
  readonly clientIds: readonly string[];
  /** Absent: left to IAM's library of trusted CAs. */
  readonly thumbprints?: readonly Text[];
  readonly tags: readonly Entry<string>[];
}

export interface NamespaceBlock extends Labelled, OfProvider {
  readonly kind: 'namespace';
  readonly name: string;
}

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

/** A call of a module. */
export interface CallBlock extends Labelled {
  readonly source: string;
  /** Absent for git and local sources. */
  readonly version?: string;
  /** `providers = { aws = <address> }`; absent for the default provider. */
  readonly awsProvider?: string;
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
  readonly nodeGroups: readonly NodeGroup[];
}

/** terraform-aws-modules/eks 20.x. */
export interface Eks20Block extends EksBlock {
  readonly kind: 'module-eks-20';
}

/** terraform-aws-modules/eks 21.x. */
export interface Eks21Block extends EksBlock {
  readonly kind: 'module-eks-21';
}

export interface RoleModuleBlock extends CallBlock {
  readonly name: string;
  readonly description: string;
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

/** `aws_iam_role`, where no module states the trust that is wanted. */
export interface RawRoleBlock extends Labelled, OfProvider {
  readonly kind: 'role-raw';
  readonly name: string;
  readonly path?: string;
  readonly description: string;
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

/** terraform-aws-modules/eks 21.x `karpenter`: IRSA only by overriding the trust statement `PodIdentity`. */
export interface Karpenter21Block extends KarpenterBlock {
  readonly kind: 'karpenter-eks-21';
  /** `data.aws_iam_policy_document.<label>.json`, with a statement of sid `PodIdentity`. */
  readonly trustDocument: Text;
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
  readonly roleArn: Text;
  /** Path of the configuration, in JSON or YAML. */
  readonly configurationFile?: Text;
  readonly onCreate: 'NONE' | 'OVERWRITE';
  readonly tags: readonly Entry<string>[];
  readonly dependsOn: readonly Text[];
}

export interface OutputBlock extends Labelled {
  readonly kind: 'output';
  readonly description: string;
  readonly value: Value;
  /** Plan fails where `actual` is another value: the one form of check that Terraform 1.2 and OpenTofu know. */
  readonly preconditions?: readonly { readonly actual: Text; readonly expected: string; readonly message: Text }[];
}

/** `output "irsa_helm_values"`: add-on → `yamlencode({ ... })`, so that ARNs arrive rendered. */
export interface HelmValuesOutputBlock extends Labelled {
  readonly kind: 'output-helm-values';
  readonly description: string;
  readonly charts: readonly Entry<Value>[];
}

export type Block =
  | RequiredProvidersBlock
  | CloudBlock
  | AwsProviderBlock
  | KubernetesProviderBlock
  | Helm2ProviderBlock
  | Helm3ProviderBlock
  | VariableBlock
  | IssuerLocalBlock
  | PartitionDataBlock
  | CallerIdentityDataBlock
  | RegionDataBlock
  | EksClusterDataBlock
  | EksClusterAuthDataBlock
  | OidcProviderDataBlock
  | EksAddOnVersionDataBlock
  | RoleDataBlock
  | TlsCertificateDataBlock
  | OidcProviderBlock
  | VpcBlock
  | Eks20Block
  | Eks21Block
  | NamespaceBlock
  | PolicyDocumentBlock
  | PolicyBlock
  | Iam5RoleBlock
  | Iam6RoleBlock
  | RawRoleBlock
  | PolicyAttachmentsBlock
  | Karpenter20Block
  | Karpenter21Block
  | ServiceAccountBlock
  | ServiceAccountAnnotationsBlock
  | HelmReleaseBlock
  | EksAddOnBlock
  | ChildModuleBlock
  | OutputBlock
  | HelmValuesOutputBlock;

export type BlockKind = Block['kind'];
export type BlockOf<K extends BlockKind> = Extract<Block, { kind: K }>;
export type ModuleBlock = Extract<Block, CallBlock>;

export interface TerraformFile {
  /** Base name for HCL, e.g. `irsa-external-dns.tf`; JSON puts all blocks in `irsa.tf.json`. */
  readonly name: string;
  readonly blocks: readonly Block[];
}

export interface TerraformPlan {
  /** Relative to the folder of irsa.yaml. */
  readonly directory: string;
  readonly format: 'hcl' | 'json' | 'cdktf';
  /** The package that an app of format `cdktf` is built on. */
  readonly cdktf?: 'cdktf' | 'cdktn';
  readonly files: readonly TerraformFile[];
}
