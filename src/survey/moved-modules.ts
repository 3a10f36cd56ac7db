/** Paths of module registries that only some release lines have. */

export interface MovedModule {
  readonly address: string;
  /** The first release without it. */
  readonly goneIn?: string;
  /** The first release with it. */
  readonly since?: string;
  /** What takes its place. */
  readonly instead: string;
  readonly link: string;
}

const IAM = 'terraform-aws-modules/iam/aws//modules/';
const IAM_6 = 'https://github.com/terraform-aws-modules/terraform-aws-iam/blob/master/docs/UPGRADE-6.0.md';

/** https://github.com/terraform-aws-modules/terraform-aws-iam/tree/v6.0.0/modules, beside that of v5.60.0 */
const IAM_NAMES: readonly (readonly [of5: string, of6: string])[] = [
  ['iam-role-for-service-accounts-eks', 'iam-role-for-service-accounts'],
  ['iam-assumable-role', 'iam-role'],
  ['iam-assumable-role-with-oidc', 'iam-role'],
  ['iam-assumable-role-with-saml', 'iam-role'],
  ['iam-assumable-roles', 'iam-role'],
  ['iam-assumable-roles-with-saml', 'iam-role'],
  ['iam-eks-role', 'iam-role-for-service-accounts'],
  ['iam-github-oidc-provider', 'iam-oidc-provider'],
  ['iam-github-oidc-role', 'iam-role'],
  ['iam-group-with-assumable-roles-policy', 'iam-group'],
  ['iam-group-with-policies', 'iam-group'],
];

export const movedModules: readonly MovedModule[] = [
  ...IAM_NAMES.map(([of5, of6]) => ({ address: IAM + of5, goneIn: '6.0.0', instead: IAM + of6, link: IAM_6 })),
  ...['iam-role-for-service-accounts', 'iam-role', 'iam-oidc-provider', 'iam-group'].map((of6) => ({
    address: IAM + of6,
    since: '6.0.0',
    instead: IAM + (IAM_NAMES.find((names) => names[1] === of6)?.[0] ?? of6),
    link: IAM_6,
  })),
  {
    address: 'terraform-aws-modules/eks/aws//modules/aws-auth',
    since: '20.0.0',
    goneIn: '21.0.0',
    instead: 'access_entries of terraform-aws-modules/eks/aws',
    link: 'https://github.com/terraform-aws-modules/terraform-aws-eks/blob/master/docs/UPGRADE-21.0.md',
  },
];
