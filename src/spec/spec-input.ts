/**
 * A spec as people write it in irsa.yaml: everything with a default may be left out. The Spec is
 * what it means. A loose type on purpose: only `parseSpec` says whether it is valid.
 */
import type { Compute, Identity, ModuleName, Output, Owner } from './spec.ts';

export interface ModuleChoiceInput {
  readonly line?: number;
  readonly version?: string;
  readonly source?: string;
  readonly from?: number;
}

interface TerraformInput {
  readonly modules?: Readonly<Partial<Record<ModuleName, number | ModuleChoiceInput>>>;
  readonly pin?: string;
  readonly engine?: string | { readonly name: string; readonly version?: string };
  readonly layout?: string;
  readonly caller?: string | { readonly name: string; readonly root?: string };
  readonly cloud?: { readonly organization: string; readonly workspace?: string; readonly project?: string; readonly hostname?: string };
  readonly format?: string;
  readonly serviceAccounts?: Owner;
  readonly directory?: string;
  readonly kubernetesAuth?: string;
  readonly cdktf?: string;
}

interface RefInput {
  readonly ref: string;
}

export interface NewClusterInput {
  readonly kubernetesVersion: string;
  readonly vpcId?: string | RefInput;
  readonly subnetIds?: readonly string[] | RefInput;
  readonly vpc?: { readonly cidr: string; readonly zones: readonly string[] };
  readonly nodes:
    | 'auto'
    | Readonly<
        Record<
          string,
          {
            readonly instanceTypes: readonly string[];
            readonly min: number;
            readonly max: number;
            readonly desired?: number;
            readonly amiType?: string;
          }
        >
      >;
  readonly addOns?: readonly string[];
  readonly endpointPublicAccess?: boolean | readonly string[];
}

export interface ClusterSourceInput {
  readonly module?: string;
  readonly resource?: string;
  readonly data?: true;
  readonly variables?: true;
  readonly literal?: { readonly oidcProviderArn: string };
  readonly expressions?: { readonly oidcProviderArn: string; readonly clusterName?: string };
  readonly dependency?: string | Readonly<Record<string, string>>;
  readonly new?: NewClusterInput;
}

export interface ClusterInput {
  readonly name?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly oidcProvider?: string;
  readonly thumbprints?: string | readonly string[];
  readonly providers?: { readonly aws?: string; readonly kubernetes?: string; readonly helm?: string };
  readonly vpcId?: string | RefInput;
  readonly podIdentityAgent?: 'create' | 'existing';
  readonly from?: ClusterSourceInput;
  readonly retired?: boolean;
}

interface ServiceAccountInput {
  readonly name?: string;
  readonly owner?: Owner;
  readonly audience?: string;
  readonly tokenExpiration?: number;
  readonly stsRegionalEndpoints?: boolean;
}

/** Options of add-ons stand beside the common keys. */
export interface WorkloadInput {
  readonly namespace?: string;
  readonly serviceAccount?: string | ServiceAccountInput;
  readonly shared?: boolean;
  readonly clusters?: readonly string[];
  readonly identity?: Identity;
  readonly podIdentity?: { readonly disableSessionTags?: boolean; readonly policy?: readonly Readonly<Record<string, unknown>>[] };
  readonly runsOn?: readonly Compute[];
  readonly sdk?: Readonly<Record<string, string>>;
  readonly roleName?: string;
  readonly policyName?: string;
  readonly modulePolicyName?: string | Readonly<Record<string, string>>;
  readonly roleDescription?: string;
  readonly permissionsBoundary?: string | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedPolicies?: readonly string[];
  readonly policyRefs?: readonly string[];
  readonly accept?: readonly string[];
  readonly statements?: readonly Readonly<Record<string, unknown>>[];
  readonly policyFiles?: readonly string[];
  readonly assumeRoles?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly [option: string]: unknown;
}

export interface AppInput extends WorkloadInput {
  readonly deployment?: {
    readonly image: string;
    readonly replicas?: number;
    readonly fsGroup?: number;
    readonly skipContainers?: readonly string[];
  };
  readonly grants?: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
}

export interface SpecInput {
  readonly version?: 1;
  readonly toolVersion?: string;
  readonly extends?: string;
  readonly include?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly terraform?: TerraformInput;
  readonly clusters?: Readonly<Record<string, ClusterInput>>;
  readonly shareRoles?: readonly { readonly name: string; readonly clusters: readonly string[] }[];
  readonly primary?: string;
  readonly identity?: Identity;
  readonly outputs?: readonly Output[];
  readonly helm?: { readonly roleArn?: string };
  readonly gitops?: { readonly path?: string };
  readonly namespaces?: Readonly<Record<string, { readonly create?: boolean }>>;
  readonly addOns?: Readonly<Record<string, WorkloadInput>>;
  readonly apps?: Readonly<Record<string, AppInput>>;
  readonly appsForm?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string | null;
  readonly rolePath?: string;
  readonly rolePrefix?: string;
  readonly naming?: string;
  readonly moved?: Readonly<Record<string, string>>;
}
