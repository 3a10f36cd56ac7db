/**
 * Roles that modules of the field make for ServiceAccounts. What each makes of its inputs is known from its source:
 * https://github.com/terraform-aws-modules/terraform-aws-iam (2.x to 6.x),
 * https://github.com/cloudposse/terraform-aws-eks-iam-role, https://github.com/aws-ia/terraform-aws-eks-blueprints-addon
 */
import { entriesOf, fieldOf, fieldText, writtenListOf, writtenOf, type KnownEntry } from '../code/known.ts';
import type { Tree } from '../code/tree.ts';
import type { RoleForm } from '../inventory.ts';
import type { WrittenTrustStatement } from '../trusts.ts';
import { joinWritten, knownText, partsOfWritten, type Written } from '../written.ts';
import type { Arguments } from './arguments.ts';
import { statementsOfInputs } from './input-statements.ts';
import { issuerIn, madeStatement } from './trust.ts';

const WEB = 'sts:AssumeRoleWithWebIdentity';

const accountSubject = (account: Written): Written => joinWritten('system:serviceaccount:', account);

const withoutScheme = (url: Written): Written => {
  const [first, ...rest] = partsOfWritten(url);
  if (typeof first === 'string')
    return joinWritten(first.replace(/^https:\/\//, ''), ...rest.map((part) => (typeof part === 'string' ? part : { parts: [part] })));
  // `replace(x, "https://", "")` and `module.eks.oidc_provider` have none any more, which does no harm.
  return url;
};

/** ARN that a module makes of an issuer, in the partition and account it runs in. */
const providerOf = (issuer: Written): Written =>
  joinWritten(
    'arn:',
    { parts: [{ expression: 'data.aws_partition.current.partition' }] },
    ':iam::',
    { parts: [{ expression: 'data.aws_caller_identity.current.account_id' }] },
    ':oidc-provider/',
    issuer,
  );

/** `oidc_providers = { main = { provider_arn, namespace_service_accounts } }` */
export function ofOidcProviders(given: Arguments, test: string): WrittenTrustStatement[] {
  const operator = given.text(test) ?? 'StringEquals';
  return given.entries('oidc_providers').map((provider) => {
    const fields = entriesOf(provider.tree, provider.scope, 'oidc_providers', given.unread);
    const arn = fieldText(fields, 'provider_arn') ?? { parts: [{ expression: 'provider_arn' }] };
    return madeStatement({
      provider: arn,
      issuer: issuerIn(arn),
      actions: [WEB],
      subjects: [{ operator, values: accountsOf(fields, given).map(accountSubject) }],
      audience: { operator, values: ['sts.amazonaws.com'] },
      ...(provider.repeated ? { repeated: true as const } : {}),
      at: fieldOf(fields, 'namespace_service_accounts')?.tree.at ?? provider.key.at,
    });
  });
}

/** `namespace_service_accounts = ["kube-system:aws-node"]`; of -addon, `namespace` and `service_account`. */
function accountsOf(fields: readonly KnownEntry[], given: Arguments): readonly Written[] {
  const listed = fieldOf(fields, 'namespace_service_accounts');
  if (listed !== undefined) return writtenListOf(listed.tree, listed.scope, 'namespace_service_accounts', given.unread);
  const name = fieldText(fields, 'service_account');
  return name === undefined ? [] : [joinWritten(fieldText(fields, 'namespace') ?? given.text('namespace') ?? '', ':', name)];
}

/** `iam-assumable-role-with-oidc`, and `iam-role` of 6.x with `enable_oidc`. */
export function ofProviderUrls(given: Arguments, form: RoleForm): WrittenTrustStatement[] {
  const isNew = form === 'iam-role';
  if (isNew && given.tree('enable_oidc') === undefined) return [];
  const urls = isNew ? given.texts('oidc_provider_urls') : [...given.texts('provider_urls'), ...given.texts('provider_url')];
  const exact = given.texts(isNew ? 'oidc_subjects' : 'oidc_fully_qualified_subjects');
  const like = given.texts(isNew ? 'oidc_wildcard_subjects' : 'oidc_subjects_with_wildcards');
  const audiences = given.texts(isNew ? 'oidc_audiences' : 'oidc_fully_qualified_audiences');
  return urls
    .filter((url) => url !== '')
    .map((url) => {
      const issuer = withoutScheme(url);
      return madeStatement({
        provider: providerOf(issuer),
        issuer,
        actions: [WEB, 'sts:TagSession'],
        subjects: [
          ...(exact.length > 0 ? [{ operator: 'StringEquals', values: exact }] : []),
          ...(like.length > 0 ? [{ operator: 'StringLike', values: like }] : []),
        ],
        ...(audiences.length > 0 ? { audience: { operator: isNew ? 'StringEquals' : 'StringLike', values: audiences } } : {}),
        at: given.block.at,
      });
    });
}

/** `iam-eks-role`: `cluster_service_accounts = { (cluster) = ["ns:name"] }`; it compares no audience. */
export function ofClusters(given: Arguments): WrittenTrustStatement[] {
  const operator = given.text('assume_role_condition_test') ?? 'StringEquals';
  const statement = (entry: KnownEntry, issuer: Written): WrittenTrustStatement =>
    madeStatement({
      provider: providerOf(issuer),
      issuer,
      actions: [WEB],
      subjects: [{ operator, values: writtenListOf(entry.tree, entry.scope, entry.name, given.unread).map(accountSubject) }],
      ...(entry.repeated ? { repeated: true as const } : {}),
      at: entry.key.at,
    });
  return [
    ...given
      .entries('cluster_service_accounts')
      .map((entry) => statement(entry, { parts: [{ expression: `issuer of ${nameOf(entry)}` }] })),
    ...given.entries('provider_url_sa_pairs').map((entry) => statement(entry, withoutScheme(writtenKey(entry)))),
  ];
}

const writtenKey = ({ key, scope, name }: KnownEntry): Written => (isWord(key) ? name : writtenOf(key, scope));
const isWord = (key: Tree): boolean => key.kind === 'reference' && !key.text.includes('.');
const nameOf = (entry: KnownEntry): string => knownText(writtenKey(entry)) ?? entry.name;

/** cloudposse: `*` for what is not said, and always by `StringLike`. */
export function ofCloudPosse(given: Arguments): WrittenTrustStatement[] {
  const list = given.texts('service_account_namespace_name_list');
  const [namespace, name] = [given.text('service_account_namespace'), given.text('service_account_name')];
  const single = namespace === undefined && name === undefined && list.length > 0 ? [] : [joinWritten(namespace ?? '*', ':', name ?? '*')];
  const issuer = withoutScheme(given.text('eks_cluster_oidc_issuer_url') ?? '');
  return [
    madeStatement({
      provider: providerOf(issuer),
      issuer,
      actions: [WEB],
      subjects: [{ operator: 'StringLike', values: [...single, ...list].map(accountSubject) }],
      audience: { operator: 'StringEquals', values: ['sts.amazonaws.com'] },
      at: given.block.at,
    }),
  ];
}

/** `irsa` of EKS Blueprints 4.x: one ServiceAccount, by `StringLike`, no audience. */
export function ofBlueprintsIrsa(given: Arguments): WrittenTrustStatement[] {
  const provider = given.text('eks_oidc_provider_arn') ?? '';
  return [
    madeStatement({
      provider,
      issuer: issuerIn(provider),
      actions: [WEB],
      subjects: [
        {
          operator: 'StringLike',
          values: [
            accountSubject(joinWritten(given.text('kubernetes_namespace') ?? '', ':', given.text('kubernetes_service_account') ?? '')),
          ],
        },
      ],
      audience: { operator: 'StringLike', values: ['sts.amazonaws.com'] },
      at: given.block.at,
    }),
  ];
}

/** `trust_policy_permissions` of `iam-role`, and statements that other modules take. */
export const ofTrustInputs = (given: Arguments, ...names: readonly string[]): WrittenTrustStatement[] =>
  names
    .flatMap((name) => statementsOfInputs(given, name))
    .map(({ actions, resources: _r, notResources: _n, ...rest }) => ({ ...rest, actions: actions ?? [] }));
