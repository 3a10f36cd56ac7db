/**
 * What a repository holds that bears on the identity of pods: a picture of the code as it is written, of no
 * live account. Pure data, JSON-serialisable. What could not be read is said in `unread`, never guessed.
 */
import type { Edge } from './edge.ts';
import type { At, Found, Id, Placed } from './found.ts';
import type { Permissions } from './policies.ts';
import type { Subject, Trust } from './trusts.ts';
import type { Written } from './written.ts';

/** What is in a folder of Terraform. */
interface InRoot extends Found {
  /** `folder` of its root. */
  readonly root: string;
  /** `aws_iam_role.x`, `module.irsa`, `data.aws_eks_cluster.x` */
  readonly address: string;
  readonly repeated?: 'count' | 'for_each';
}

/** A folder that holds Terraform: a root module, or a module that another folder of the repository calls. */
export interface Root {
  readonly id: Id;
  /** Relative to the scanned folder; `.` for itself. */
  readonly folder: string;
  /** Its first block. */
  readonly at: At;
  readonly kind: 'root' | 'module';
  /** Ids of the module calls that lead here. */
  readonly calledBy: readonly Id[];
  readonly engine: 'terraform' | 'opentofu';
  readonly requiredVersion?: Placed<string>;
  readonly requiredProviders: readonly ProviderRequirement[];
  /** Provider → version, from .terraform.lock.hcl. */
  readonly lockedProviders: Readonly<Record<string, string>>;
  readonly backend?: At;
  readonly terragrunt?: Terragrunt;
}

export interface ProviderRequirement {
  readonly name: string;
  readonly source?: string;
  readonly version?: string;
  readonly at: At;
}

export interface Terragrunt {
  /** The unit's own file; absent if only folders above hold any. */
  readonly file?: string;
  /** Files that it includes, and those which these read. */
  readonly includes: readonly string[];
  /** Files that Terragrunt writes into the root before each run. */
  readonly generates: readonly { readonly path: string; readonly at: At }[];
  readonly dependencies: readonly { readonly name: string; readonly folder?: string; readonly at: At }[];
  readonly source?: Placed<Written>;
  /** Names only. */
  readonly inputs: readonly string[];
}

export interface Provider extends InRoot {
  readonly name: string;
  readonly alias?: string;
  readonly region?: Written;
  /** Written by a `generate` block of Terragrunt. */
  readonly generated?: true;
}

/** A `module` block, known or not. */
export interface ModuleUse extends InRoot {
  readonly label: string;
  readonly source: Placed<Written>;
  /** The constraint; also a `ref` of git. */
  readonly version?: Placed<string>;
  /** What `.terraform/modules/modules.json` says is installed. */
  readonly resolved?: string;
  /** Folder of the root that it leads to, if it lies in this repository. */
  readonly folder?: string;
  readonly inputs: readonly ModuleInput[];
}

export interface ModuleInput {
  readonly name: string;
  /** Absent for objects and lists that are no text. */
  readonly value?: Written;
  readonly literal?: string | number | boolean;
  /** `[]` or `{}`. */
  readonly empty?: true;
  readonly at: At;
}

export interface Cluster extends Found {
  readonly form: 'module' | 'resource' | 'data' | 'remote-state' | 'eksctl';
  /** Absent for eksctl. */
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly name?: Written;
  readonly region?: Written;
  readonly version?: Written;
  /** `enable_irsa`, `withOIDC`: whether an IAM OIDC provider is made along with it. */
  readonly makesOidcProvider?: boolean;
  readonly references: readonly ClusterReference[];
}

/** How one root names a cluster that itself or a module it calls has. */
export interface ClusterReference {
  readonly root: string;
  /** Expressions; each absent if it cannot be named there yet. */
  readonly name?: string;
  readonly oidcProviderArn?: string;
  readonly issuer?: string;
  /** What is to be added on the way. */
  readonly missing: readonly MissingOutput[];
}

export interface MissingOutput {
  /** Folder of the module that lacks it. */
  readonly module: string;
  readonly output: string;
  /** The expression that it should give away. */
  readonly value: string;
}

export interface OidcProvider extends InRoot {
  readonly form: 'resource' | 'data' | 'module';
  readonly url?: Written;
  readonly audiences: readonly Written[];
}

export type RoleForm =
  /** `aws_iam_role` */
  | 'resource'
  /** terraform-aws-modules/iam, by submodule */
  | 'iam-role-for-service-accounts-eks'
  | 'iam-role-for-service-accounts'
  | 'iam-assumable-role-with-oidc'
  | 'iam-eks-role'
  | 'iam-role'
  | 'eks-pod-identity'
  | 'eks-karpenter'
  /** aws-ia/eks-blueprints-addons: one for each add-on that is enabled; -addon: one a call; v4: `irsa_config` */
  | 'blueprints-addons'
  | 'blueprints-addon'
  | 'blueprints-irsa'
  | 'cloudposse-eks-iam-role'
  /** Made by eksctl for a ServiceAccount or an association. */
  | 'eksctl';

export interface Role extends Found {
  readonly form: RoleForm;
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  /** Of a module that makes it: the ModuleUse. */
  readonly module?: Id;
  /** Exact, or a prefix if `namePrefix`. */
  readonly name?: Written;
  readonly namePrefix?: true;
  readonly path?: Written;
  readonly permissionsBoundary?: Written;
  /** Names of tags. */
  readonly tags: readonly string[];
  /** What they say, where they are spelled out. */
  readonly tagValues?: readonly { readonly name: string; readonly value: Written }[];
  readonly trust: Trust;
  /** Who may take it, as far as that is a ServiceAccount. */
  readonly subjects: readonly Subject[];
  /** What it is for, judged by its trust; `none` if nobody is let in by what was read. */
  readonly takenBy: readonly ('web-identity' | 'pod-identity' | 'ec2' | 'eks' | 'other')[];
}

/** Policies of roles: of their own, of modules' flags, of AWS. */
export interface Policy extends Found {
  readonly form: 'resource' | 'inline' | 'module-flag' | 'module' | 'aws-managed' | 'document' | 'eksctl';
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly name?: Written;
  /** Known ARN, as that of a policy of AWS. */
  readonly arn?: Written;
  /** `attach_ebs_csi_policy`, or the add-on of Blueprints whose policy it is: what the module knows, not the code. */
  readonly flag?: string;
  readonly permissions: Permissions;
}

export interface Association extends Found {
  readonly form: 'resource' | 'module' | 'eks-add-on' | 'eksctl';
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly cluster?: Written;
  readonly namespace?: Written;
  readonly serviceAccount?: Written;
  readonly roleArn?: Written;
  readonly targetRoleArn?: Written;
}

export interface ServiceAccount extends Found {
  readonly form: 'terraform' | 'manifest' | 'helm-values' | 'helm-release' | 'eksctl' | 'eks-add-on' | 'module';
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  /** Absent where a chart names it. */
  readonly name?: Written;
  readonly namespace?: Written;
  /** The chart or add-on whose ServiceAccount it is. */
  readonly of?: Written;
  /** False: it is named here, and made elsewhere. */
  readonly created: boolean;
  /** Those of `eks.amazonaws.com/`, and others whose key looks as if it were meant to be one. */
  readonly annotations: readonly { readonly key: string; readonly value: Written; readonly at: At }[];
  /** What `eks.amazonaws.com/role-arn`, or the add-on, says. */
  readonly roleArn?: Placed<Written>;
}

export interface Pod extends Found {
  /** `Deployment`, `kubernetes_deployment_v1`, … */
  readonly kind: string;
  readonly name?: Written;
  readonly namespace?: Written;
  /** Absent: it runs as `default`. */
  readonly serviceAccount?: Placed<Written>;
  readonly hostNetwork?: true;
}

/** A long-lived key in the code. Its value is never read. */
export interface StaticKey extends Found {
  readonly where: 'pod-env' | 'secret' | 'provider' | 'helm-values' | 'iam-user' | 'config-map';
  /** `AWS_ACCESS_KEY_ID`, `access_key`, … */
  readonly name: string;
  /** It comes from a Secret, not from the code. */
  readonly fromSecret?: true;
}

export interface NodeGroup extends Found {
  readonly form: 'module' | 'resource' | 'launch-template' | 'eksctl';
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly name?: Written;
  /** Address of the module or resource of the cluster it belongs to, as far as that is said. */
  readonly cluster?: Written;
  /** Absent: the default of whatever makes it. */
  readonly hopLimit?: Placed<number | Written>;
  readonly httpTokens?: Placed<Written>;
  readonly roleArn?: Written;
  /** ARNs of policies that are attached beside those which every node needs. */
  readonly policies: readonly Placed<Written>[];
}

/** A namespace that somebody makes. */
export interface Namespace extends Found {
  readonly form: 'terraform' | 'manifest';
  readonly root?: string;
  readonly address?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly name: Written;
}

/** What pods may be let into: a bucket, a table, a queue, … */
export interface GrantTarget extends InRoot {
  readonly type: string;
  /** Absent where it has none, or a generated one. */
  readonly name?: Written;
}

export interface Inventory {
  readonly roots: readonly Root[];
  readonly providers: readonly Provider[];
  readonly modules: readonly ModuleUse[];
  readonly clusters: readonly Cluster[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly roles: readonly Role[];
  readonly policies: readonly Policy[];
  readonly associations: readonly Association[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly pods: readonly Pod[];
  readonly staticKeys: readonly StaticKey[];
  readonly nodeGroups: readonly NodeGroup[];
  readonly namespaces: readonly Namespace[];
  readonly grantTargets: readonly GrantTarget[];
  readonly edges: readonly Edge[];
}
