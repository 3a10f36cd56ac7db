/**
 * Terraform as data: one interface per kind of block, each field decided. Shape is stated where these
 * types are read, once per kind for each syntax, and nothing is decided there.
 *
 * Every `Text` here holds literals and Terraform traversals only (facts are filled in by then).
 * `label`s are valid identifiers, already unique in the root. `provider` is a provider address
 * (`aws.use1`) or absent for the default one. Maps are arrays of entries in printing order.
 */
import type { CallBlock } from './block-parts.ts';
import type { Eks20Block, Eks21Block, IssuerLocalBlock, OidcProviderBlock, VpcBlock } from './cluster-blocks.ts';
import type {
  CallerIdentityDataBlock,
  EksAddOnVersionDataBlock,
  EksClusterAuthDataBlock,
  EksClusterDataBlock,
  OidcProviderDataBlock,
  PartitionDataBlock,
  RegionDataBlock,
  RoleDataBlock,
  TlsCertificateDataBlock,
} from './data-blocks.ts';
import type {
  EksAddOnBlock,
  HelmReleaseBlock,
  NamespaceBlock,
  ServiceAccountAnnotationsBlock,
  ServiceAccountBlock,
} from './kubernetes-blocks.ts';
import type { MovedBlock } from './move-blocks.ts';
import type { AwsProviderBlock, Helm2ProviderBlock, Helm3ProviderBlock, KubernetesProviderBlock } from './provider-blocks.ts';
import type {
  Iam5RoleBlock,
  Iam6RoleBlock,
  Karpenter20Block,
  Karpenter21Block,
  PodIdentityAssociationBlock,
  PodIdentityRoleBlock,
  PolicyAttachmentsBlock,
  PolicyBlock,
  PolicyDocumentBlock,
  RawRoleBlock,
} from './role-blocks.ts';
import type { ChildModuleBlock, CloudBlock, RequiredProvidersBlock } from './root-blocks.ts';
import type { HelmValuesOutputBlock, OutputBlock, VariableBlock } from './value-blocks.ts';

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
  | PodIdentityRoleBlock
  | RawRoleBlock
  | PolicyAttachmentsBlock
  | PodIdentityAssociationBlock
  | Karpenter20Block
  | Karpenter21Block
  | ServiceAccountBlock
  | ServiceAccountAnnotationsBlock
  | HelmReleaseBlock
  | EksAddOnBlock
  | MovedBlock
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
