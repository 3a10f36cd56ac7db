/**
 * What is already in the target root module, as far as the Plan cares. Files that create-irsa owns
 * are left out: they are what the Plan is about to say.
 */
import { nameableTypes } from '../iam/nameable.ts';

/** File relative to the scanned directory, 1-based line. */
export interface Location {
  readonly file: string;
  readonly line: number;
}

export interface ModuleCall {
  readonly label: string;
  /** As written, e.g. `terraform-aws-modules/eks/aws`. */
  readonly source: string;
  /** The constraint as written. */
  readonly version?: string;
  /** What `.terraform/modules/modules.json` says is installed; it may lag behind a `version` just edited. */
  readonly resolved?: string;
  /** Its address needs an index. */
  readonly repeated?: 'count' | 'for_each';
  /** `vpc_id` as written, or what a literal is. */
  readonly vpcId?: string;
  /** Arguments whose value is known here: `cluster_name`, `enable_irsa`, … */
  readonly inputs?: Readonly<Record<string, string | number | boolean>>;
  /** It says that EKS Auto Mode is on. */
  readonly autoMode?: true;
  readonly at: Location;
}

export interface ProviderBlock {
  readonly name: string;
  readonly alias?: string;
  /** The literal region of an `aws` provider. */
  readonly region?: string;
  readonly at: Location;
}

/** One mention of something in an expression. */
export interface Reference {
  /** `var.x`, `local.x`, `aws_eks_cluster.x`, `data.aws_vpc.x`, `module.vpc.private_subnets`. */
  readonly to: string;
  /** It is all that the expression is. */
  readonly whole: boolean;
}

/** What tests have to replace or leave out. */
export interface Dependencies {
  /** By address: `module.eks`, `aws_eks_cluster.x`, `data.aws_vpc.x`, `local.x`. */
  readonly references: Readonly<Record<string, readonly Reference[]>>;
  /** Variables without a default. */
  readonly requiredVariables: readonly string[];
}

/** Types of Terraform for what a workload may be let into. */
export const nameable: ReadonlySet<string> = nameableTypes;

export interface FoundResource {
  readonly type: string;
  /** `aws_s3_bucket.orders`, `data.aws_route53_zone.main` */
  readonly address: string;
  /** The literal name, or what says most of it: a key has only a description. */
  readonly name?: string;
  readonly repeated?: 'count' | 'for_each';
  readonly at: Location;
}

/** A module of the repository that a root calls. */
export interface CalledModule {
  /** As seen from the root. */
  readonly folder: string;
  /** Where its outputs are, or would be; likewise. */
  readonly outputsFile: string;
  readonly facts: RepoFacts;
}

export interface RepoFacts {
  /** The root has a `required_providers` block of its own: a second one is an error in Terraform. */
  readonly hasRequiredProviders: boolean;
  /** Local name → source and constraint, from every required_providers in the root. */
  readonly requiredProviders: Readonly<Record<string, { readonly source?: string; readonly version?: string; readonly at: Location }>>;
  readonly requiredVersion?: string;
  /** From .terraform.lock.hcl: provider name (`aws`) → version. */
  readonly lockedProviders: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderBlock[];
  readonly modules: readonly ModuleCall[];
  /** `resource "aws_eks_cluster" "x"`: label and the literal name, if it is one. */
  readonly eksClusters: readonly {
    readonly label: string;
    readonly name?: string;
    readonly repeated?: 'count' | 'for_each';
    readonly at: Location;
  }[];
  /** `resource "aws_iam_openid_connect_provider" "x"` with its url expression as written, or as the local that it names is. */
  readonly oidcProviders: readonly {
    readonly label: string;
    readonly url: string;
    readonly repeated?: 'count' | 'for_each';
    readonly at: Location;
  }[];
  /** Resources and data sources that a workload may be let into: buckets, tables, zones, keys, … */
  readonly resources: readonly FoundResource[];
  /** Every address the root has: `module.eks`, `data.aws_partition.current`, `aws_iam_role.x`, `var.x`, `output.x`, `local.x`. */
  readonly addresses: readonly string[];
  /** Charts (`helm_release`) and EKS add-ons (`aws_eks_addon`) that are installed in Terraform here. */
  readonly installed: readonly { readonly kind: 'chart' | 'eks-add-on'; readonly name: string; readonly at: Location }[];
  /** Names of namespaces declared in Terraform here. */
  readonly namespaces: readonly string[];
  /** The root is called as a child module by another root of this repository, so providers are its caller's. */
  readonly isChildModule: boolean;
  /** Only where they are asked for: it takes a walk through every expression. */
  readonly dependencies?: Dependencies;
  /** Modules of the repository by the label of their call; only those of which a spec names an output. */
  readonly called?: Readonly<Record<string, CalledModule>>;
  /** The root has a `backend` or `cloud` block of its own: a second one is an error in Terraform. */
  readonly backend?: Location;
  /** Names of `.hcl` files in the folders above, up to the top of the repository. */
  readonly hclAbove?: readonly string[];
  /** There are `.tofu` files, or the lock file names OpenTofu's registry. */
  readonly openTofu?: true;
  /** The root is a stack of cdktf: nothing is in it but what the Plan says. */
  readonly isStack?: true;
}

export const emptyFacts: RepoFacts = {
  hasRequiredProviders: false,
  requiredProviders: {},
  lockedProviders: {},
  providers: [],
  modules: [],
  eksClusters: [],
  oidcProviders: [],
  resources: [],
  addresses: [],
  installed: [],
  namespaces: [],
  isChildModule: false,
};

/** What is in the root module that a format is written to: in a stack of cdktf nothing, whatever is in the folder. */
export const factsFor = (format: unknown, found: RepoFacts): RepoFacts => (format === 'cdktf' ? { ...emptyFacts, isStack: true } : found);

/** The same once blocks are gone from it. */
export const without = (facts: RepoFacts, gone: readonly string[]): RepoFacts =>
  gone.length === 0
    ? facts
    : {
        ...facts,
        modules: facts.modules.filter(({ label }) => !gone.includes(`module.${label}`)),
        addresses: facts.addresses.filter((address) => !gone.includes(address)),
      };
