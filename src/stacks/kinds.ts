import type { Construct } from 'constructs';
import type { BlockKind, BlockOf } from '../plan/terraform/blocks.ts';
import { ChildModule } from './constructs/child-module.ts';
import { CallerIdentityData } from './constructs/data-caller-identity.ts';
import { Cloud } from './constructs/cloud.ts';
import { EksAddOnVersionData } from './constructs/data-eks-add-on-version.ts';
import { EksClusterAuthData } from './constructs/data-eks-cluster-auth.ts';
import { EksClusterData } from './constructs/data-eks-cluster.ts';
import { OidcProviderData } from './constructs/data-oidc-provider.ts';
import { PartitionData } from './constructs/data-partition.ts';
import { RoleData } from './constructs/data-role.ts';
import { RegionData } from './constructs/data-region.ts';
import { TlsCertificateData } from './constructs/data-tls-certificate.ts';
import { EksAddOn } from './constructs/eks-add-on.ts';
import { HelmRelease } from './constructs/helm-release.ts';
import { Karpenter20 } from './constructs/karpenter-eks-20.ts';
import { Karpenter21 } from './constructs/karpenter-eks-21.ts';
import { IssuerLocal } from './constructs/local-issuer.ts';
import { Eks20 } from './constructs/module-eks-20.ts';
import { Eks21 } from './constructs/module-eks-21.ts';
import { Vpc } from './constructs/module-vpc.ts';
import { Moved } from './constructs/moved.ts';
import { Namespace } from './constructs/namespace.ts';
import { OidcProvider } from './constructs/oidc-provider.ts';
import { HelmValuesOutput } from './constructs/output-helm-values.ts';
import { Output } from './constructs/output.ts';
import { PodIdentityAssociation } from './constructs/pod-identity-association.ts';
import { PolicyAttachments } from './constructs/policy-attachments.ts';
import { PolicyDocument } from './constructs/policy-document.ts';
import { Policy } from './constructs/policy.ts';
import { AwsProvider } from './constructs/provider-aws.ts';
import { Helm2Provider } from './constructs/provider-helm-2.ts';
import { Helm3Provider } from './constructs/provider-helm-3.ts';
import { KubernetesProvider } from './constructs/provider-kubernetes.ts';
import { RequiredProviders } from './constructs/required-providers.ts';
import { Iam5Role } from './constructs/role-iam-5.ts';
import { Iam6Role } from './constructs/role-iam-6.ts';
import { PodIdentityRole } from './constructs/role-pod-identity.ts';
import { RawRole } from './constructs/role-raw.ts';
import { ServiceAccountAnnotations } from './constructs/service-account-annotations.ts';
import { ServiceAccount } from './constructs/service-account.ts';
import { Variable } from './constructs/variable.ts';

type Kinds = { readonly [K in BlockKind]: new (scope: Construct, block: BlockOf<K>) => Construct };

/** The construct class of every kind of block. */
export const KINDS: Kinds = {
  'required-providers': RequiredProviders,
  cloud: Cloud,
  'provider-aws': AwsProvider,
  'provider-kubernetes': KubernetesProvider,
  'provider-helm-2': Helm2Provider,
  'provider-helm-3': Helm3Provider,
  variable: Variable,
  'local-issuer': IssuerLocal,
  'data-partition': PartitionData,
  'data-caller-identity': CallerIdentityData,
  'data-region': RegionData,
  'data-eks-cluster': EksClusterData,
  'data-eks-cluster-auth': EksClusterAuthData,
  'data-oidc-provider': OidcProviderData,
  'data-eks-add-on-version': EksAddOnVersionData,
  'data-role': RoleData,
  'data-tls-certificate': TlsCertificateData,
  'oidc-provider': OidcProvider,
  'module-vpc': Vpc,
  'module-eks-20': Eks20,
  'module-eks-21': Eks21,
  namespace: Namespace,
  'policy-document': PolicyDocument,
  policy: Policy,
  'role-iam-5': Iam5Role,
  'role-iam-6': Iam6Role,
  'role-pod-identity': PodIdentityRole,
  'role-raw': RawRole,
  'policy-attachments': PolicyAttachments,
  'pod-identity-association': PodIdentityAssociation,
  'karpenter-eks-20': Karpenter20,
  'karpenter-eks-21': Karpenter21,
  'service-account': ServiceAccount,
  'service-account-annotations': ServiceAccountAnnotations,
  'helm-release': HelmRelease,
  'eks-add-on': EksAddOn,
  moved: Moved,
  'child-module': ChildModule,
  output: Output,
  'output-helm-values': HelmValuesOutput,
};
