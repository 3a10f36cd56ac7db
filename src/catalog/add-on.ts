/**
 * An add-on is one file: data, and pure functions of its options. It fills in a form, it never holds
 * a pen: no file names, no printing, no labels, no view of other add-ons. So every output works for
 * every add-on without code of its own.
 */
import type { Statement } from '../iam/statement.ts';
import type { Text, Value } from '../iam/text.ts';
import type { Options, OptionValues } from './option.ts';
import type { Entry } from './shelf.ts';

/** What an add-on is for, in the order in which the wizard and the catalog list them. */
export const addOnGroups = ['Networking', 'DNS & certificates', 'Scaling', 'Storage', 'Secrets', 'Observability', 'Controllers'] as const;

export type AddOnGroup = (typeof addOnGroups)[number];

export type Installer = 'helm' | 'eks-addon' | 'blueprints';

/** Who a pod is to Kubernetes. */
export interface Subject {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** What an add-on may know of the cluster it runs in; spelled by the Plan. */
export interface ClusterContext {
  /** The EKS names of the clusters that one role serves. */
  readonly clusterNames: readonly Text[];
}

/** The module lines that make a role for one ServiceAccount. */
export type RoleLine = 'iam-5' | 'iam-6';

/** The module lines that make a role and its Pod Identity associations. */
export type PodIdentityLine = 'pod-identity-1' | 'pod-identity-2';

/**
 * What the role may do, on one module line. `inputs` go to the module's own policy (its `attach_*`
 * flag and the companions that scope it); what the line has no input for is said in `statements`.
 */
export interface Permissions {
  readonly inputs?: Readonly<Record<string, Value>>;
  readonly managedPolicies?: readonly Text[];
  readonly statements?: readonly Statement[];
}

/**
 * Policies that eksctl knows by name, as far as they are scoped: externalDNS and certManager open every
 * hosted zone, and autoScaler every Auto Scaling group. https://eksctl.io/usage/iamserviceaccounts/
 */
export type WellKnownPolicy = 'awsLoadBalancerController' | 'ebsCSIController' | 'efsCSIController';

/** What the role may do where there is no module that would lend it a policy. */
export interface OwnPermissions extends Omit<Permissions, 'inputs'> {
  readonly wellKnown?: WellKnownPolicy;
}

/** What the role may do on a line of eks-pod-identity, whose flags have other names and a policy name each. */
export interface PodIdentityPermissions extends Permissions {
  /** The input that names the flag's policy; absent where the flag makes none of its own. */
  readonly policyName?: string;
}

/** What is other for an add-on with EKS Pod Identity. */
export interface WithPodIdentity<O extends Options = Options> {
  /**
   * The first version of the software whose SDK asks the agent: an older one falls back to the node role without a word.
   * Read from the SDK that each of its releases holds. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
   */
  readonly since: string;
  /** Absent where neither line has a flag for it: `withoutModule` then says it in statements. */
  readonly permissions?: (options: OptionValues<O>, cluster: ClusterContext, line: PodIdentityLine) => PodIdentityPermissions;
  /**
   * The first version of the EKS add-on that takes an association itself; absent where the association stands alone.
   * https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
   */
  readonly eksAddOnSince?: string;
  /** Facts a user should know beside `notes`. */
  readonly notes?: readonly string[];
}

/** Of EKS add-ons of which EKS has never offered a version that takes no association. */
export const FROM_THE_FIRST = 'its first version';

/** A role that another module makes together with what belongs to it (Karpenter's queue and node role). */
export type OwnModule = 'eks-karpenter';

/** The lines that have it. */
export type OwnModuleLine = 'eks-20' | 'eks-21';

export interface HelmChart {
  readonly chart: string;
  readonly repository: string;
  /** Path of the ServiceAccount's values: `['serviceAccount']`, `['rbac', 'serviceAccount']`. */
  readonly serviceAccount: readonly string[];
  /** Its ServiceAccount takes no annotations: whoever makes the role annotates it, once the chart is installed. */
  readonly annotatedByOthers?: true;
  /** Its pods ask IMDS for their VPC unless this value, which `values` sets, tells them. */
  readonly needsVpcId?: string;
  /** Its webhook refuses what other charts make, such as Services, until its pods run: they are installed after it. */
  readonly beforeOthers?: true;
  /** Further values that the identity depends on, given what the Plan knows; `queueName` of the module that makes one. */
  readonly values?: (facts: {
    readonly clusterName: Text;
    readonly region: string;
    /** Where it is known: pods cannot ask IMDS for it where the hop limit is 1. */
    readonly vpcId?: Text;
    readonly queueName?: string;
  }) => Readonly<Record<string, Value>>;
}

/** As helm's commands name it: OCI registries have the chart in their address. */
export const chartSource = ({ chart, repository }: HelmChart): string =>
  repository.startsWith('oci:') ? `${repository}/${chart}` : `${chart} --repo ${repository}`;

export interface AddOn<O extends Options = Options> {
  readonly id: string;
  readonly title: string;
  readonly group: AddOnGroup;
  /** One line, for the wizard's list. */
  readonly summary: string;
  /** The project's own page on the permissions it needs. */
  readonly link: string;
  /** Date (YYYY-MM-DD) on which the permissions were last compared with `link`. */
  readonly compared: string;
  /** A mismatch here silently falls back to the node role, so each installer has its own entry. */
  readonly subjects: Readonly<{ helm: Subject } & Partial<Record<Exclude<Installer, 'helm'>, Subject>>>;
  readonly options: O;
  /** Rules between options, and on traversals: what is wrong, in one sentence, or nothing. */
  readonly check?: (options: OptionValues<O>) => string | undefined;
  readonly permissions: (options: OptionValues<O>, cluster: ClusterContext, line: RoleLine) => Permissions;
  /** The same without Terraform; nothing where the role needs companions that only a module makes. */
  readonly withoutModule: (options: OptionValues<O>, cluster: ClusterContext) => OwnPermissions | undefined;
  readonly podIdentity: WithPodIdentity<O>;
  /** Its role serves one cluster, also where others share theirs. */
  readonly perCluster?: true;
  /** The module that makes the role instead, unless the options say that its companions exist already. */
  readonly ownModule?: (options: OptionValues<O>) => OwnModule | undefined;
  /** What the newest version of the add-on needs, and that module's policy lacks on this line. */
  readonly besideOwnModule?: (cluster: ClusterContext, line: OwnModuleLine) => readonly Statement[];
  readonly helm: HelmChart;
  readonly eksAddOn?: string;
  /** The nodes of every new cluster have a policy for it: it may be there without a role of its own. */
  readonly onNodeRole?: true;
  /** Nodes become Ready only once it runs: whoever makes a cluster installs it before them. */
  readonly beforeNodes?: true;
  /** What EKS Auto Mode does in its place, in the third person. https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
  readonly inAutoMode?: string;
  /** Facts a user should know before applying, e.g. what IMDS hop limit 1 breaks. */
  readonly notes: readonly string[];
}

/** Types an add-on by its own options, then forgets them: the catalog holds all add-ons alike. */
export const defineAddOn = <const O extends Options>(id: string, make: () => Omit<AddOn<O>, 'id'>): Entry<AddOn> => ({
  id,
  make: () => ({ id, ...make() }) as unknown as AddOn,
});
