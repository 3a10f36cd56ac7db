/**
 * The Plan: everything decided, as JSON-serialisable data. Two outputs can never disagree on
 * anything stated here. No text formatting, no disk, no clock.
 */
import type { Statement } from '../iam/statement.ts';
import type { FileEdit } from '../problem.ts';
import type { Text, Value } from '../iam/text.ts';
import type { Subject } from '../catalog/add-on.ts';
import type { FormerPolicy, MigrationSpec, Owner } from '../spec/spec.ts';
import type { PlannedAudit } from './audit/planned-audit.ts';
import type { Caller } from './caller.ts';
import type { PlannedRunbook } from './runbook/planned-runbook.ts';
import type { Run } from './runs.ts';
import type { PlannedTests } from './tests/planned-tests.ts';
import type { TerraformPlan } from './terraform/blocks.ts';
import type { PlannedVerify } from './verify/planned-verify.ts';

/** Clusters that share each workload's role; mostly one. */
export interface PlannedGroup {
  readonly key: string;
  /** `{group}` of the naming pattern. */
  readonly name: string;
  readonly clusters: readonly string[];
  readonly primary: boolean;
}

/** One subject of one cluster that the role admits, for one audience: one trust statement. */
export interface PlannedTrust {
  readonly cluster: string;
  readonly subject: Subject;
  readonly audience: string;
}

/** Pods of one subject that EKS Pod Identity hands the role to, in clusters of its account: one trust statement. */
export interface PlannedPodTrust {
  readonly clusters: readonly string[];
  readonly subject: Subject;
  /** EKS adds its session tags, which the trust asks for; else it can ask for the clusters only. */
  readonly tagged: boolean;
}

/** What binds the role to a subject in one cluster. */
export interface PlannedAssociation {
  readonly cluster: string;
  readonly subject: Subject;
  /** The module that makes the role, a resource of its own, or the EKS add-on whose pods they are. */
  readonly by: 'module' | 'resource' | 'eks-addon';
  /** A role that EKS assumes with this one, for the pods. */
  readonly targetRole?: string;
  readonly disableSessionTags?: true;
  /** What a session may do at most. */
  readonly policy?: readonly Statement[];
}

export interface PlannedServiceAccount {
  readonly cluster: string;
  readonly subject: Subject;
  readonly owner: Owner;
  /** It names the role, for the webhook of IRSA. */
  readonly annotated: boolean;
  /** Beside the role's ARN. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** The module that makes the role, or the resource itself: modules trust tokens for STS only. Or the root of another account. */
export type RoleMaker =
  'role-iam-5' | 'role-iam-6' | 'role-pod-identity' | 'role-raw' | 'karpenter-eks-20' | 'karpenter-eks-21' | 'other-account';

/** A managed policy with statements of ours. */
export interface OwnPolicy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface PlannedRole {
  readonly maker: RoleMaker;
  /** Terraform label of its module call or resource; other blocks of the workload share it. */
  readonly label: string;
  /** Provider address the role is made with; absent: the default one. */
  readonly awsProvider?: string;
  /** The group's key, or the cluster's for roles that cannot be shared. */
  readonly group: string;
  readonly name: string;
  readonly path: string;
  /** Of the policy that the role's module makes, if it makes one. */
  readonly policyName: string;
  readonly description: string;
  /** Of the interruption queue that comes with the role (Karpenter). */
  readonly queueName?: string;
  readonly trust: readonly PlannedTrust[];
  readonly podTrust?: PlannedPodTrust;
  readonly associations: readonly PlannedAssociation[];
  /** What the module that made it before allowed: kept until nobody can miss it. */
  readonly former?: FormerPolicy & { /** In that module: `external_dns`, `this`. */ readonly resource: string };
  readonly permissions: {
    /** Inputs of the role module's own policy. */
    readonly inputs: Readonly<Record<string, Value>>;
    /** The input that names that policy, where it is not that of the line. */
    readonly policyNameInput?: string;
    /** Characters of that policy, as far as its release is known. */
    readonly moduleSize?: number;
    readonly managedPolicies: readonly Text[];
    /** Ours: mostly one, more where one has no room for all, none for a role that may nothing of its own. */
    readonly policies: readonly OwnPolicy[];
  };
  readonly permissionsBoundary?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly serviceAccounts: readonly PlannedServiceAccount[];
  /** Literal where the spec gives an account: known before apply. */
  readonly arn?: Text;
  /** Where Terraform says it: `module.irsa_x.iam_role_arn`. */
  readonly terraformArn: Text;
}

export interface PlannedWorkload {
  readonly id: string;
  readonly kind: 'add-on' | 'app';
  readonly title: string;
  /** Above the first role in HCL: what it is, and where its permissions are documented. */
  readonly comments: readonly string[];
  readonly roles: readonly PlannedRole[];
  readonly notes: readonly string[];
}

/** `irsa/helm/<add-on>.values.yaml`, or one per cluster and folder where there are several. */
export interface HelmValuesFile {
  readonly path: string;
  readonly comments: readonly string[];
  readonly values: Value;
  /** What the user does beside it. */
  readonly step?: NextStep;
}

/** One Kubernetes object. */
export interface Manifest {
  readonly comments: readonly string[];
  readonly value: Value;
}

/** `irsa/kubernetes/serviceaccounts.yaml` and what belongs to it, or `irsa/gitops/…`, in a folder per cluster where there are several. */
export interface ManifestFile {
  readonly path: string;
  readonly documents: readonly Manifest[];
  /** What the user does with it. */
  readonly step?: NextStep;
}

/** Workloads on their way to EKS Pod Identity. */
export interface PlannedMigration {
  readonly workloads: readonly {
    readonly id: string;
    readonly title: string;
    readonly group: string;
    /** Keys of the clusters it runs in. */
    readonly clusters: readonly string[];
    readonly subject: Subject;
    readonly owner: Owner;
    readonly phase: MigrationSpec['phase'];
    readonly role: MigrationSpec['role'];
    /** By which a pod that starts now gets its role. */
    readonly way: 'association' | 'token';
    /** Name of the role that it gets. */
    readonly holds: string;
  }[];
  readonly clusters: readonly {
    readonly key: string;
    readonly name: string;
    readonly region: string;
    /** Path of its Jobs. */
    readonly canary: string;
  }[];
}

/** EKS Pod Identity with a role that eksctl makes. */
export interface EksctlAssociation {
  readonly comments: readonly string[];
  readonly config: Value;
  readonly subject: Subject;
  /** Words that follow `eksctl create podidentityassociation`; absent where its flags cannot say all. */
  readonly flags?: readonly string[];
  /** Name of the file with this one alone, where flags cannot. */
  readonly file?: string;
}

/** One cluster for eksctl: `<folder>/cluster.yaml` and `<folder>/commands.sh`. */
export interface EksctlCluster {
  readonly folder: string;
  /** As EKS knows it. */
  readonly name: string;
  readonly region: string;
  /** What the ARNs in the files are of; absent where none holds an account. */
  readonly accountId?: string;
  /** Whether eksctl makes the roles and the OIDC provider; Terraform does otherwise. */
  readonly makesRoles: boolean;
  /** Of a cluster that eksctl makes. */
  readonly creation?: {
    /** Of its `metadata`, beside name and region. */
    readonly metadata: Readonly<Record<string, Value>>;
    /** `vpc`, `managedNodeGroups` and the like. */
    readonly sections: Readonly<Record<string, Value>>;
    /** Its Kubernetes API, which eksctl asks while it makes the cluster, is reached from the VPC only. */
    readonly fromVpcOnly?: true;
  };
  /** IAM knows the issuer of its tokens, for workloads with IRSA. */
  readonly withOidc: boolean;
  /** Of a cluster that is there already: eksctl installs the EKS Pod Identity Agent. */
  readonly installsAgent: boolean;
  /** Workloads of which eksctl has nothing to do, and why. */
  readonly left: readonly string[];
  /** Entries of `iam.podIdentityAssociations`. */
  readonly associations: readonly EksctlAssociation[];
  /** Entries of `iam.serviceAccounts`. */
  readonly accounts: readonly { readonly comments: readonly string[]; readonly config: Value }[];
  /** ServiceAccounts that eksctl makes, and the names of their roles. */
  readonly made: readonly { readonly subject: Subject; readonly roleName: string }[];
  /** ServiceAccounts of others that nothing else annotates. */
  readonly annotated: readonly {
    readonly subject: Subject;
    readonly roleName: string;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
  /** Namespaces that nothing else makes. */
  readonly namespaces: readonly string[];
}

/** A root module of its own, which another account is applied with. */
export interface OtherAccount {
  readonly accountId: string;
  readonly root: TerraformPlan;
  /** Its trust policies name roles of this side, which IAM wants to find. */
  readonly trustsRoles: boolean;
  /** Variables that its owner is told the values of. */
  readonly asked: readonly { readonly variable: string; readonly what: string }[];
}

export interface ResolvedModule {
  readonly source: string;
  readonly version?: string;
}

export interface Plan {
  readonly version: 1;
  readonly groups: readonly PlannedGroup[];
  readonly workloads: readonly PlannedWorkload[];
  readonly namespaces: readonly string[];
  readonly terraform?: TerraformPlan;
  /** Where `terraform` is a child module: what calls it. */
  readonly caller?: Caller;
  /** The second root: Kubernetes resources of clusters that the first one makes. */
  readonly kubernetesRoot?: TerraformPlan;
  /** For the owners of other accounts: the roles that workloads assume there. */
  readonly otherAccounts: readonly OtherAccount[];
  /** What is planned and applied, in order. */
  readonly runs: readonly Run[];
  readonly helm: readonly HelmValuesFile[];
  readonly manifests: readonly ManifestFile[];
  readonly eksctl: readonly EksctlCluster[];
  readonly tests?: PlannedTests;
  readonly migration?: PlannedMigration;
  readonly verify?: PlannedVerify;
  readonly runbook?: PlannedRunbook;
  readonly audit?: PlannedAudit;
  /** What the user does next, in order; markdown-free sentences and commands. */
  readonly nextSteps: readonly NextStep[];
}

export interface NextStep {
  readonly text: string;
  readonly command?: string;
  /** The same as changes of the user's own files. */
  readonly edits?: readonly FileEdit[];
}
