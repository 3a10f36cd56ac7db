import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory, ModuleUse } from '../inventory.ts';
import { addressOfCall, isTrue, isWithout } from '../module-calls.ts';
import { isOfCluster, lacks, tokenStatements } from '../token-trust.ts';

/** Modules of terraform-aws-modules/iam that leave the subject out where nobody gives one. */
const MODULES: readonly {
  readonly address: string;
  readonly flag?: string;
  readonly provider: readonly string[];
  readonly subjects: readonly string[];
}[] = [
  {
    address: 'terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc',
    provider: ['provider_url', 'provider_urls'],
    subjects: ['oidc_fully_qualified_subjects', 'oidc_subjects_with_wildcards', 'provider_trust_policy_conditions'],
  },
  {
    address: 'terraform-aws-modules/iam/aws//modules/iam-role',
    flag: 'enable_oidc',
    provider: ['oidc_provider_urls'],
    subjects: [
      'oidc_subjects',
      'oidc_wildcard_subjects',
      'trust_policy_conditions',
      'source_trust_policy_documents',
      'override_trust_policy_documents',
    ],
  },
];

const FIX = 'Add a condition StringEquals on the issuer’s :sub, with system:serviceaccount:<namespace>:<name>.';

export const trustNoSub: FindingKind = {
  code: 'trust-no-sub',
  severity: 'error',
  title: 'Trust without a subject',
  why: 'Every ServiceAccount of the cluster gets tokens of this issuer, so whoever can start a pod in any namespace can take the role.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => [...ofRoles(inventory), ...ofModules(inventory)],
};

const ofRoles = (inventory: Inventory): readonly Sighting[] =>
  inventory.roles.flatMap((role) =>
    tokenStatements(role, inventory)
      .filter((statement) => lacks('sub', statement, role))
      .map(({ at }) => ({
        at,
        subject: role.id,
        message: 'This trust lets in tokens of the cluster without asking for their :sub.',
        fix: FIX,
      })),
  );

const ofModules = (inventory: Inventory): readonly Sighting[] =>
  inventory.modules.flatMap((use) => {
    const known = MODULES.find(({ address, flag }) => address === addressOfCall(use) && (flag === undefined || isTrue(use, flag)));
    if (known === undefined || !trustsCluster(use, known.provider, inventory) || !known.subjects.every((name) => isWithout(use, name)))
      return [];
    return [
      {
        at: use.at,
        subject: use.id,
        message: `${use.address} trusts the cluster’s provider without naming a subject.`,
        fix: `Give ${known.subjects[0]} = ["system:serviceaccount:<namespace>:<name>"].`,
      },
    ];
  });

const trustsCluster = (use: ModuleUse, names: readonly string[], inventory: Inventory): boolean =>
  use.inputs.some(({ name, value }) => names.includes(name) && value !== undefined && isOfCluster(value, inventory));
