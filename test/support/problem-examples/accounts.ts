import { ofCluster, spec, withApp, withCluster, type ExamplesOf } from './example.ts';

const ROLE = 'arn:aws:iam::222222222222:role/reports';
const OTHER = 'arn:aws:iam::222222222222:role/ledger';

/** An app that assumes roles, in a sound spec with more keys. */
const assuming = (entries: string, keys = '') => spec(withApp(`assumeRoles: [${entries}]\n`, keys));

/** The same in a cluster that says its account. */
const inAccount = (entry: string) =>
  spec(ofCluster('accountId: "222222222222"') + `apps:\n  my-app: { namespace: shop, assumeRoles: [${entry}] }\n`);

export const accounts: ExamplesOf<'Roles of other accounts'> = {
  'assume-role-way': assuming(`{ role: "${ROLE}", via: direct, externalId: my-app }`),
  'assume-role-partition': spec(
    `version: 1\nclusters:\n  production: { region: us-east-1 }\n  beijing: { region: cn-north-1 }\nprimary: production\napps:\n  my-app: { namespace: shop, assumeRoles: ["${ROLE}"] }\n`,
  ),
  'assume-role-own-account': inAccount(`"${ROLE}"`),
  'assume-role-twice': assuming(`"${ROLE}", "${ROLE}"`),
  'assumed-role-clash': assuming(`"${ROLE}", "arn:aws:iam::222222222222:role/data/Reports"`),
  'assumed-role-policy': assuming(`{ role: "${ROLE}", managedPolicies: ["arn:aws:iam::111122223333:policy/reports"] }`),
  'assumed-role-reference': assuming(`{ role: "${ROLE}", grants: [{ s3: { bucket: { ref: aws_s3_bucket.orders.arn }, access: read } }] }`),
  'assumed-oidc-provider': assuming(`{ role: "${ROLE}", via: direct }, { role: "${OTHER}", via: direct, oidcProvider: existing }`),
  'principal-tag-missing': assuming(`{ role: "${ROLE}", principalTags: [team] }`),
  'profile-taken': assuming(`"${ROLE}", { role: "${OTHER}", profile: reports }`),
  'several-default-roles': assuming(`{ role: "${ROLE}", default: true }, { role: "${OTHER}", default: true }`),
  'other-account-not-written': spec(
    withCluster(`outputs: [helm]\nterraform: { serviceAccounts: none }\napps:\n  my-app: { namespace: shop, assumeRoles: ["${ROLE}"] }\n`),
  ),
};
