/** The templates of this program, precompiled by the build; users may put others in their place. */
import type { Block, BlockKind } from '../../plan/terraform/blocks.ts';
import childModule from '../../../templates/terraform/child-module.hbs';
import cloud from '../../../templates/terraform/cloud.hbs';
import dataCallerIdentity from '../../../templates/terraform/data-caller-identity.hbs';
import dataEksAddOnVersion from '../../../templates/terraform/data-eks-add-on-version.hbs';
import dataEksCluster from '../../../templates/terraform/data-eks-cluster.hbs';
import dataEksClusterAuth from '../../../templates/terraform/data-eks-cluster-auth.hbs';
import dataOidcProvider from '../../../templates/terraform/data-oidc-provider.hbs';
import dataPartition from '../../../templates/terraform/data-partition.hbs';
import dataRegion from '../../../templates/terraform/data-region.hbs';
import dataRole from '../../../templates/terraform/data-role.hbs';
import dataTlsCertificate from '../../../templates/terraform/data-tls-certificate.hbs';
import eksAddOn from '../../../templates/terraform/eks-add-on.hbs';
import helmRelease from '../../../templates/terraform/helm-release.hbs';
import karpenterEks20 from '../../../templates/terraform/karpenter-eks-20.hbs';
import karpenterEks21 from '../../../templates/terraform/karpenter-eks-21.hbs';
import localIssuer from '../../../templates/terraform/local-issuer.hbs';
import moduleEks20 from '../../../templates/terraform/module-eks-20.hbs';
import moduleEks21 from '../../../templates/terraform/module-eks-21.hbs';
import moduleVpc from '../../../templates/terraform/module-vpc.hbs';
import moved from '../../../templates/terraform/moved.hbs';
import namespace from '../../../templates/terraform/namespace.hbs';
import oidcProvider from '../../../templates/terraform/oidc-provider.hbs';
import output from '../../../templates/terraform/output.hbs';
import outputHelmValues from '../../../templates/terraform/output-helm-values.hbs';
import podIdentityAssociation from '../../../templates/terraform/pod-identity-association.hbs';
import policy from '../../../templates/terraform/policy.hbs';
import policyAttachments from '../../../templates/terraform/policy-attachments.hbs';
import policyDocument from '../../../templates/terraform/policy-document.hbs';
import providerAws from '../../../templates/terraform/provider-aws.hbs';
import providerHelm2 from '../../../templates/terraform/provider-helm-2.hbs';
import providerHelm3 from '../../../templates/terraform/provider-helm-3.hbs';
import providerKubernetes from '../../../templates/terraform/provider-kubernetes.hbs';
import requiredProviders from '../../../templates/terraform/required-providers.hbs';
import roleIam5 from '../../../templates/terraform/role-iam-5.hbs';
import roleIam6 from '../../../templates/terraform/role-iam-6.hbs';
import rolePodIdentity from '../../../templates/terraform/role-pod-identity.hbs';
import roleRaw from '../../../templates/terraform/role-raw.hbs';
import serviceAccount from '../../../templates/terraform/service-account.hbs';
import serviceAccountAnnotations from '../../../templates/terraform/service-account-annotations.hbs';
import variable from '../../../templates/terraform/variable.hbs';
import { printing, type Print } from './printing.ts';

/** Users' templates by kind of block; compiled by `user-templates.ts`. */
export type TemplateOverrides = Readonly<Partial<Record<BlockKind, (block: Block) => string>>>;

const precompiled: Readonly<Record<BlockKind, Print>> = {
  'required-providers': requiredProviders,
  cloud,
  'provider-aws': providerAws,
  'provider-kubernetes': providerKubernetes,
  'provider-helm-2': providerHelm2,
  'provider-helm-3': providerHelm3,
  variable,
  'local-issuer': localIssuer,
  'data-partition': dataPartition,
  'data-caller-identity': dataCallerIdentity,
  'data-region': dataRegion,
  'data-eks-cluster': dataEksCluster,
  'data-eks-cluster-auth': dataEksClusterAuth,
  'data-oidc-provider': dataOidcProvider,
  'data-eks-add-on-version': dataEksAddOnVersion,
  'data-role': dataRole,
  'data-tls-certificate': dataTlsCertificate,
  'oidc-provider': oidcProvider,
  'module-vpc': moduleVpc,
  'module-eks-20': moduleEks20,
  'module-eks-21': moduleEks21,
  namespace,
  'policy-document': policyDocument,
  policy,
  'role-iam-5': roleIam5,
  'role-iam-6': roleIam6,
  'role-pod-identity': rolePodIdentity,
  'role-raw': roleRaw,
  'policy-attachments': policyAttachments,
  'pod-identity-association': podIdentityAssociation,
  'karpenter-eks-20': karpenterEks20,
  'karpenter-eks-21': karpenterEks21,
  'service-account': serviceAccount,
  'service-account-annotations': serviceAccountAnnotations,
  'helm-release': helmRelease,
  'eks-add-on': eksAddOn,
  'child-module': childModule,
  moved,
  output,
  'output-helm-values': outputHelmValues,
};

/** Every kind of block that can be printed. */
export const blockKinds = Object.keys(precompiled) as readonly BlockKind[];

/** A template asked for what its block does not have. Ours never do; users' may, and are told by the edge. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/**
 * The block as HCL, not laid out yet.
 * @throws TemplateError where a template cannot be filled in
 */
export function render(block: Block, overrides: TemplateOverrides = {}): string {
  try {
    const override = overrides[block.kind];
    return override === undefined ? precompiled[block.kind](block, printing) : override(block);
  } catch (cause) {
    throw new TemplateError(`terraform/${block.kind}.hbs: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
