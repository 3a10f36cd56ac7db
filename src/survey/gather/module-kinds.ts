/** Which of the modules of the field a `source` names. */
export type ModuleKind =
  | 'eks'
  | 'eks-karpenter'
  | 'iam-role-for-service-accounts-eks'
  | 'iam-role-for-service-accounts'
  | 'iam-assumable-role-with-oidc'
  | 'iam-eks-role'
  | 'iam-role'
  | 'iam-policy'
  | 'iam-oidc-provider'
  | 'eks-pod-identity'
  | 'blueprints'
  | 'blueprints-addons'
  | 'blueprints-addon'
  | 'blueprints-irsa'
  | 'cloudposse-eks-iam-role';

/** Submodules of terraform-aws-modules/iam, known by their name wherever a company keeps its copy. */
const IAM = new Set<string>([
  'iam-role-for-service-accounts-eks',
  'iam-role-for-service-accounts',
  'iam-assumable-role-with-oidc',
  'iam-eks-role',
  'iam-role',
  'iam-policy',
  'iam-oidc-provider',
]);

/** Packages by the last word of a registry address or of a repository's name, with and without `terraform-aws-`. */
const PACKAGES: Readonly<Record<string, ModuleKind>> = {
  'terraform-aws-modules/eks': 'eks',
  'terraform-aws-modules/eks-pod-identity': 'eks-pod-identity',
  'aws-ia/eks-blueprints-addons': 'blueprints-addons',
  'aws-ia/eks-blueprints-addon': 'blueprints-addon',
  'aws-ia/eks-blueprints': 'blueprints',
  'cloudposse/eks-iam-role': 'cloudposse-eks-iam-role',
};

const SUBMODULES: Readonly<Record<string, ModuleKind>> = {
  'terraform-aws-modules/eks karpenter': 'eks-karpenter',
  'aws-ia/eks-blueprints irsa': 'blueprints-irsa',
  'aws-ia/eks-blueprints kubernetes-addons': 'blueprints-addons',
  'terraform-aws-modules/eks ': 'eks',
};

/** @param source as written @returns nothing if it is none of them, or a submodule that bears on nothing here */
export function kindOfModule(source: string): ModuleKind | undefined {
  const [address = ''] = source.split('?');
  const [, submodule = ''] = /\/\/(?:modules\/)?([\w-]+)\/?$/.exec(address.replace(/^\w+(::\w+)?:\/\//, '').replace(/^\w+::/, '')) ?? [];
  const local = /^\.\.?\//.test(address) ? (/\/modules\/([\w-]+)\/?$/.exec(address)?.[1] ?? '') : '';
  if (IAM.has(submodule)) return submodule as ModuleKind;
  if (IAM.has(local)) return local as ModuleKind;
  const [, owner = '', name = ''] =
    /([\w-]+)[/:](?:terraform-aws-)?([\w-]+?)(?:\/aws)?(?:\.git)?(?:\/\/.*)?$/.exec(packageOf(address)) ?? [];
  const known = `${owner}/${name.replace(/^terraform-aws-/, '')}`;
  return submodule === '' ? PACKAGES[known] : SUBMODULES[`${known} ${submodule}`];
}

/** Without the scheme, whose `//` is no border of a package. */
const packageOf = (address: string): string => address.replace(/^(\w+::)?(\w+:\/\/)?([\w.-]+@)?/, '').replace(/\/\/.*$/, '');

/** The first number of a constraint or tag, `~> 20.31` → 20. */
export function majorOf(version: string | undefined): number | undefined {
  const found = /\d+/.exec(version ?? '')?.[0];
  return found === undefined ? undefined : Number(found);
}

/** `?ref=v20.1.0` of a git source. */
export const refOf = (source: string): string | undefined => /[?&]ref=([^&]+)/.exec(source)?.[1];
