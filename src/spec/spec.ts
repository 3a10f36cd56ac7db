/**
 * The Spec: what the user wants, complete and valid once parsed. Nothing here is derived: names,
 * trust and files are the Plan's business. Keys as in irsa.yaml; maps keep their order as arrays
 * with a `key`, so that everything downstream is deterministic.
 */
import type { OptionValue } from '../catalog/option.ts';
import type { Installer } from '../catalog/add-on.ts';
import type { Statement } from '../iam/statement.ts';
import type { NodeGroup } from './node-group.ts';

export type ModuleName = 'iam' | 'eks' | 'pod-identity';
export type Owner = 'terraform' | 'eksctl' | 'manifests' | 'chart' | 'eks-addon' | 'annotate' | 'none';
export type Identity = 'irsa' | 'pod-identity';
/** What the nodes of a workload are. */
export type Compute = 'ec2' | 'auto' | 'hybrid' | 'fargate' | 'windows' | 'outposts';
export type Output = 'terraform' | 'helm' | 'runbook' | 'verify' | 'eksctl' | 'manifests' | 'gitops' | 'tests' | 'audit';
export type Format = 'hcl' | 'json' | 'cdktf';

/** A release line, or exactly one release and where it comes from. */
export interface ModuleChoice {
  readonly line: number;
  readonly version?: string;
  /** Registry address, `git::…?ref=<sha>` (then without version) or a local path. */
  readonly source?: string;
  /** The line whose addresses the state still holds. */
  readonly from?: number;
}

export interface TerraformSpec {
  readonly modules: Readonly<Partial<Record<ModuleName, ModuleChoice>>>;
  readonly pin: 'exact' | 'pessimistic';
  readonly engine: { readonly name: 'terraform' | 'opentofu'; readonly version?: string };
  readonly layout: 'root' | 'module';
  /** Who calls the child module; `root`: the file above that a Terragrunt unit includes. */
  readonly caller: { readonly name: 'module' | 'terragrunt' | 'tfvars'; readonly root?: string };
  /** The workspace of HCP Terraform or Terraform Enterprise that runs the root. */
  readonly cloud?: { readonly organization: string; readonly workspace: string; readonly project?: string; readonly hostname?: string };
  readonly format: Format;
  /** The package that an app of format `cdktf` is built on. */
  readonly cdktf: 'cdktf' | 'cdktn';
  /** Default owner of apps' ServiceAccounts. */
  readonly serviceAccounts: Owner;
  /** The root module the .tf files go to, relative to irsa.yaml. */
  readonly directory: string;
  readonly kubernetesAuth: 'exec' | 'token';
}

/** A Terraform traversal. */
export interface Ref {
  readonly ref: string;
}

/** A cluster that is made here. */
export interface NewCluster {
  readonly kubernetesVersion: string;
  readonly network:
    | { readonly kind: 'given'; readonly vpcId: string | Ref; readonly subnetIds: readonly string[] | Ref }
    | { readonly kind: 'made'; readonly cidr: string; readonly zones: readonly string[] };
  /** `auto`: EKS Auto Mode. */
  readonly nodes: 'auto' | readonly NodeGroup[];
  /** EKS add-ons that need no role. */
  readonly addOns: readonly string[];
  /** Or the blocks of addresses that it is reached from. */
  readonly endpointPublicAccess: boolean | readonly string[];
}

/** How the root module knows the cluster. */
export type ClusterSource =
  | { readonly kind: 'module'; readonly label: string }
  | { readonly kind: 'resource'; readonly label: string }
  | { readonly kind: 'data' }
  | { readonly kind: 'variables' }
  | { readonly kind: 'literal'; readonly oidcProviderArn: string }
  | { readonly kind: 'expressions'; readonly oidcProviderArn: string; readonly clusterName?: string }
  | {
      readonly kind: 'dependency';
      /** Of the Terragrunt unit that makes the cluster, seen from this one. */
      readonly path: string;
      /** Names of its outputs. */
      readonly outputs: {
        readonly clusterName: string;
        readonly oidcProviderArn: string;
        readonly endpoint: string;
        readonly certificateAuthority: string;
      };
    }
  | { readonly kind: 'new'; readonly cluster: NewCluster };

export interface ClusterSpec {
  readonly key: string;
  /** The EKS name. */
  readonly name: string;
  readonly region: string;
  readonly accountId?: string;
  readonly oidcProvider: 'existing' | 'create';
  /** For `create`: `lookup` asks tls_certificate; `none` leaves it to IAM's trusted CA library; or literal SHA-1 thumbprints. */
  readonly thumbprints: 'lookup' | 'none' | readonly string[];
  /** Provider addresses: `aws`, `aws.use1`; absent where the spec says nothing. */
  readonly providers: { readonly aws?: string; readonly kubernetes?: string; readonly helm?: string };
  /** Of a cluster that exists, for controllers that cannot ask for it. */
  readonly vpcId?: string | Ref;
  /** Absent: the only eks module or cluster resource found, else `data`. */
  readonly from?: ClusterSource;
  /** Absent: made, unless the folder or EKS Auto Mode has it. */
  readonly podIdentityAgent?: 'create' | 'existing';
  /** On its way out: nothing runs in it, but its providers stay until Terraform has removed what was there. */
  readonly retired: boolean;
}

export interface ServiceAccountSpec {
  readonly name?: string;
  readonly owner?: Owner;
  /** Of its tokens, where it is not that of STS. */
  readonly audience?: string;
  readonly tokenExpiration?: number;
  readonly stsRegionalEndpoints?: boolean;
}

/** A role, mostly of another account, that pods assume beside their own. */
export interface AssumedRole {
  /** Its ARN. */
  readonly role: string;
  /** By the role of the pods, by the tokens of the cluster themselves, or by EKS with the role of the pods (Pod Identity). */
  readonly via: 'chain' | 'direct' | 'target';
  /** With `direct`: of the cluster, in the other account. */
  readonly oidcProvider: 'create' | 'existing';
  readonly externalId?: string;
  /** Keys of tags of the pods' role. */
  readonly principalTags: readonly string[];
  /** Keys. */
  readonly sessionTags: readonly string[];
  readonly sourceIdentity: boolean;
  /** In the AWS config file of the pods. */
  readonly profile: string;
  readonly default: boolean;
  /** Where its resources are, if not where the cluster is. */
  readonly region?: string;
  /** What it may do in its own account. */
  readonly grants: readonly GrantSpec[];
  readonly managedPolicies: readonly string[];
  readonly statements: readonly Statement[];
}

/** What an association says beside the role. */
export interface PodIdentitySpec {
  readonly disableSessionTags: boolean;
  /** What a session may do at most. */
  readonly policy?: readonly Statement[];
}

/** A policy that the module of a role has made, as it was. */
export interface FormerPolicy {
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** On the way from IRSA to EKS Pod Identity. */
export interface MigrationSpec {
  /**
   * prepare: the trust admits both. dual: pods get the association's role as they restart. done: tokens are no
   * longer admitted. irsa: back where it came from.
   */
  readonly phase: 'irsa' | 'prepare' | 'dual' | 'done';
  /** The role itself goes over, or a new one takes its place. */
  readonly role: 'keep' | 'new';
  /** The line of the iam module that made it. */
  readonly from?: 5 | 6;
  /** By group. */
  readonly former: Readonly<Record<string, FormerPolicy>>;
}

/** Common to add-ons and apps. */
export interface WorkloadSpec {
  readonly id: string;
  readonly namespace?: string;
  readonly serviceAccount: ServiceAccountSpec;
  readonly shared: boolean;
  /** Cluster keys; absent: all. */
  readonly clusters?: readonly string[];
  readonly identity: Identity;
  readonly podIdentity: PodIdentitySpec;
  readonly migration?: MigrationSpec;
  readonly roleName?: string;
  readonly policyName?: string;
  /** Of the policy that the role's module makes (iam 6.x), where it has one already: of each role, or by group (or cluster). */
  readonly modulePolicyName?: string | Readonly<Record<string, string>>;
  /** Instead of one that says whose pods it is for; empty: none. */
  readonly roleDescription?: string;
  readonly permissionsBoundary?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** References to ARNs of policies that are made beside: attached as they are. */
  readonly policyRefs?: readonly string[];
  readonly managedPolicies: readonly string[];
  readonly statements: readonly Statement[];
  readonly assumeRoles: readonly AssumedRole[];
}

/** What Terraform is told to install an add-on with. */
export interface InstallSpec {
  /** Of the chart or of the EKS add-on, of which `most-recent` is one too. */
  readonly version?: string;
  /** Files with values of the user's own, seen from irsa.yaml. */
  readonly values: readonly string[];
  /** An EKS add-on takes over what is in the cluster already. */
  readonly overwrite: boolean;
}

export interface AddOnSpec extends WorkloadSpec {
  readonly installer: Installer;
  /** Helm release name; default the add-on's id. */
  readonly release?: string;
  /** What the flag of the role's module lacks is left out. */
  readonly moduleOnly?: true;
  /** Absent: somebody else installs it. */
  readonly install?: InstallSpec;
  /** By option name, checked against the catalog, defaults filled in. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

export interface GrantSpec {
  readonly service: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** A Deployment to start from. */
export interface DeploymentSpec {
  readonly image: string;
  readonly replicas: number;
  readonly fsGroup?: number;
  /** Containers that the webhook leaves alone. */
  readonly skipContainers: readonly string[];
}

/** namespace and serviceAccount.name are always there. */
export interface AppSpec extends WorkloadSpec {
  readonly namespace: string;
  readonly deployment?: DeploymentSpec;
  /** Its role is an aws_iam_role, whose trust stands beside it. */
  readonly withoutModule?: true;
  readonly grants: readonly GrantSpec[];
}

export interface NamespaceSpec {
  readonly name: string;
  readonly create: boolean;
}

export interface Spec {
  readonly version: 1;
  readonly toolVersion?: string;
  readonly terraform: TerraformSpec;
  readonly clusters: readonly ClusterSpec[];
  readonly shareRoles: readonly { readonly name: string; readonly clusters: readonly string[] }[];
  /** The group whose labels carry no suffix: a cluster key or a share group's name. */
  readonly primary?: string;
  readonly identity: Identity;
  readonly outputs: readonly Output[];
  readonly helm: { readonly roleArn?: 'literal' | 'terraform' | 'placeholder' };
  /** `path`: the folder of irsa.yaml, from the root of the Git repository. */
  readonly gitops: { readonly path: string };
  readonly namespaces: readonly NamespaceSpec[];
  readonly addOns: readonly AddOnSpec[];
  readonly apps: readonly AppSpec[];
  readonly tags: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string;
  readonly rolePath: string;
  readonly rolePrefix: string;
  readonly naming: string;
  /** Where the state had what is made here before it was adopted. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}
