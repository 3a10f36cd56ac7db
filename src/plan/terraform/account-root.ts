/**
 * The root of another account: the roles that pods assume there. Its owner takes the folder as it is, so
 * it refers to nothing outside, and what this side does not know of the clusters are its variables.
 */
import { ref, text, type Text } from '../../iam/text.ts';
import { STS_AUDIENCE } from '../../iam/audience.ts';
import { SESSION_TAGS } from '../../iam/pod-identity.ts';
import type { Spec } from '../../spec/spec.ts';
import { shortHash } from '../names.ts';
import type { PlannedCluster } from '../clusters.ts';
import { OTHER_ACCOUNTS } from '../own-folders.ts';
import type { AccountRoles, Caller, ChainTrust, DirectTrust, RoleElsewhere } from '../roles-elsewhere.ts';
import type { OtherAccount, PlannedRole } from '../plan.ts';
import { taggedAs } from '../pod-trust.ts';
import type { Block, TerraformFile } from './blocks.ts';
import { ISSUER, issuerVariable, NO_THUMBPRINT } from './cluster-file.ts';
import type { DocumentStatement } from './role-blocks.ts';
import { snake } from './labels.ts';
import type { VariableBlock } from './value-blocks.ts';
import { ownPolicyBlocks, policyEntries, tagEntries } from './policy-blocks.ts';

/** From the first release that needs no thumbprint of an OIDC provider; the owner of the account may be on either line. */
const AWS = '>= 5.95, < 7.0';

export function layOutAccount(account: AccountRoles, spec: Spec): OtherAccount {
  const { accountId, roles } = account;
  const trusts = roles.flatMap(({ trust }) => trust);
  const direct = trusts.filter((trust) => trust.kind === 'direct');
  const clusters = [...new Map(direct.map(({ cluster }) => [cluster.spec.key, cluster])).values()];
  const providers = clusters.flatMap((cluster) => [oidcProvider(cluster, account, direct, spec), issuerLocal(cluster, account)]);
  const variables = variablesOf(trusts, clusters);
  const files: TerraformFile[] = [
    {
      name: 'irsa-versions.tf',
      blocks: [
        {
          kind: 'required-providers',
          comments: [
            `For the owner of account ${accountId}: the roles that pods of EKS clusters in other accounts assume. A root module of its own, which refers to nothing outside: take the folder as it is, and give it the backend of that account.`,
          ],
          requiredVersion: '>= 1.3.2',
          providers: [{ name: 'aws', source: 'hashicorp/aws', version: AWS }],
        },
      ],
    },
    { name: 'irsa-providers.tf', blocks: [{ kind: 'provider-aws', region: account.region }] },
    { name: 'irsa-variables.tf', blocks: variables.map(({ block }) => block) },
    { name: 'irsa-account.tf', blocks: [{ kind: 'data-caller-identity', label: 'irsa' }, ...providers] },
    ...roles.map((role): TerraformFile => ({ name: `irsa-role-${role.address.name}.tf`, blocks: roleBlocks(role, account, spec) })),
    { name: 'irsa-outputs.tf', blocks: [outputBlock(account)] },
  ];
  const { directory, format } = spec.terraform;
  return {
    accountId,
    trustsRoles: trusts.some(({ kind }) => kind === 'chain'),
    asked: variables.map(({ block, what }) => ({ variable: block.label, what })),
    root: {
      directory: `${directory.replace(/\/+$/, '')}/${OTHER_ACCOUNTS}/${accountId}`,
      format: format === 'cdktf' ? 'hcl' : format,
      files: files.filter(({ blocks }) => blocks.length > 0),
    },
  };
}

/** Hyphens alone can be told from what replaces them. */
const labelOf = ({ address: { name } }: RoleElsewhere): string =>
  `irsa_${snake(name)}${/^[A-Za-z0-9-]+$/.test(name) ? '' : `_${shortHash(name).slice(0, 4)}`}`;

const PROVIDER = { create: 'aws_iam_openid_connect_provider', existing: 'data.aws_iam_openid_connect_provider' } as const;

const providerArn = ({ label }: PlannedCluster, account: AccountRoles): Text => ref(`${PROVIDER[account.oidcProvider]}.${label}.arn`);

/** Of a cluster, in this account: an issuer has one in each. */
function oidcProvider(cluster: PlannedCluster, account: AccountRoles, direct: readonly DirectTrust[], spec: Spec): Block {
  const literal = literalIssuer(cluster);
  const url = literal === undefined ? ref(`var.${cluster.label}_issuer`) : `https://${literal}`;
  if (account.oidcProvider === 'existing') return { kind: 'data-oidc-provider', label: cluster.label, url };
  const audiences = direct.filter((trust) => trust.cluster === cluster).map(({ audience }) => audience);
  return {
    kind: 'oidc-provider',
    label: cluster.label,
    comments: [
      `Account ${account.accountId} trusts the tokens of the EKS cluster ${cluster.spec.key} itself. Where another root has made this provider already, write oidcProvider: existing in irsa.yaml, or AWS refuses the second one.`,
      NO_THUMBPRINT,
    ],
    url,
    clientIds: [...new Set(audiences)],
    tags: tagEntries(spec.tags),
  };
}

const issuerLocal = (cluster: PlannedCluster, account: AccountRoles): Block => ({
  kind: 'local-issuer',
  label: `${cluster.label}_issuer`,
  comments: [ISSUER],
  oidcProviderArn: providerArn(cluster, account),
});

const literalIssuer = ({ source }: PlannedCluster): string | undefined =>
  source.kind === 'literal' ? source.oidcProviderArn.replace(/^.*:oidc-provider\//, '') : undefined;

interface Asked {
  readonly block: VariableBlock;
  readonly what: string;
}

/** What only the other side knows, each once. */
function variablesOf(trusts: readonly (ChainTrust | DirectTrust)[], direct: readonly PlannedCluster[]): Asked[] {
  const callers = trusts.flatMap((trust) => (trust.kind === 'chain' ? trust.callers : [])).filter(({ role }) => role.arn === undefined);
  const unknown = [...new Map(callers.map(({ cluster }) => [cluster.spec.key, cluster])).values()];
  return [
    ...unknown.map((cluster) => ({ block: accountVariable(cluster), what: `the account of ${cluster.spec.key}` })),
    ...direct
      .filter((cluster) => literalIssuer(cluster) === undefined)
      .map((cluster) => ({ block: issuerVariable(cluster), what: `the issuer of ${cluster.spec.key}` })),
  ];
}

const accountVariable = (cluster: PlannedCluster): VariableBlock => ({
  kind: 'variable',
  label: `${cluster.label}_account_id`,
  type: 'string',
  description: `Account of the EKS cluster ${cluster.spec.key}, whose pods are admitted. With accountId in irsa.yaml it stands here.`,
  validation: { pattern: '^[0-9]{12}$', message: 'An account id has 12 digits.' },
});

function roleBlocks(role: RoleElsewhere, account: AccountRoles, spec: Spec): Block[] {
  const { address, policies, managedPolicies } = role;
  const label = labelOf(role);
  const tags = tagEntries(spec.tags);
  const attached = policyEntries(label, policies, managedPolicies, literal, labels);
  return [
    {
      kind: 'policy-document',
      label: `${label}_trust`,
      comments: role.trust.some(({ kind }) => kind === 'chain') ? [PRINCIPAL] : [],
      statements: role.trust.map((trust) =>
        trust.kind === 'chain' ? chainStatement(trust, address.partition) : directStatement(trust, account),
      ),
    },
    ...ownPolicyBlocks({ label, policies, path: address.path, description: `What ${address.name} may do`, tags }, literal, labels),
    {
      kind: 'role-raw',
      label,
      comments: [
        'A role of this name that is there already is taken over first:',
        `  terraform import aws_iam_role.${label} ${address.name}`,
        ...(attached.length === 0 ? [MAY_NOTHING] : []),
      ],
      name: address.name,
      ...(address.path === '/' ? {} : { path: address.path }),
      description: `For pods of ${[...new Set(role.trust.map(({ workload }) => workload))].join(', ')}`.slice(0, 1000),
      trustDocument: ref(`data.aws_iam_policy_document.${label}_trust.json`),
      tags,
    },
    ...(attached.length === 0
      ? []
      : [{ kind: 'policy-attachments' as const, label, role: ref(`aws_iam_role.${label}.name`), policies: attached }]),
  ];
}

const PRINCIPAL =
  'IAM refuses a principal that does not exist: apply the root of the cluster first. A role that was deleted and made anew is another principal to IAM: apply this again.';
const MAY_NOTHING =
  'irsa.yaml does not say what it may do: attach policies to it in a file of your own, or have grants written beside the role there.';

/** The root holds nothing but what is written here. */
const labels = { free: (_type: string, wanted: string): string => wanted };
/** All facts of the account are known. */
const literal = (value: Text): Text => value;

function chainStatement(trust: ChainTrust, partition: string): DocumentStatement {
  const { workload, callers, externalId, principalTags, sessionTags, sourceIdentity, inheritsTags, pods } = trust;
  const tagKeys = [...(inheritsTags ? SESSION_TAGS : []), ...sessionTags];
  const equals = (variable: string, ...values: readonly string[]) => ({ test: 'StringEquals', variable, values });
  return {
    comments: [
      pods
        ? `Pods of ${workload}: EKS assumes this role with theirs, as their association says.`
        : `Pods of ${workload}, by a chain: their own role assumes this one, for an hour at most.`,
    ],
    effect: 'Allow',
    actions: ['sts:AssumeRole', ...(tagKeys.length > 0 ? ['sts:TagSession'] : []), ...(sourceIdentity ? ['sts:SetSourceIdentity'] : [])],
    principals: [{ type: 'AWS', identifiers: distinct(callers.map((caller) => callerArn(caller, partition))) }],
    conditions: [
      ...(externalId === undefined ? [] : [equals('sts:ExternalId', externalId)]),
      ...Object.entries(principalTags).map(([key, value]) => equals(`aws:PrincipalTag/${key}`, value)),
      ...(pods === undefined ? [] : podConditions(pods, callers, partition)),
      ...(tagKeys.length === 0 || pods !== undefined
        ? []
        : [{ test: 'ForAllValues:StringEquals', variable: 'aws:TagKeys', values: tagKeys }]),
    ],
  };
}

/** What EKS says of the pods that it assumes a target role for. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html */
function podConditions({ subject, tagged }: NonNullable<ChainTrust['pods']>, callers: readonly Caller[], partition: string) {
  const { namespace, serviceAccount } = subject;
  if (tagged)
    return taggedAs(
      subject,
      callers.map(({ role, cluster }) => clusterArnOf(role, cluster, partition)),
    );
  const ids = callers.map(
    ({ role, cluster }) => text`${cluster.spec.region}/${accountOf(role, cluster)}/${cluster.spec.name}/${namespace}/${serviceAccount}`,
  );
  return [{ test: 'StringEquals', variable: 'sts:ExternalId', values: ids }];
}

const clusterArnOf = (role: PlannedRole, cluster: PlannedCluster, partition: string): Text =>
  text`arn:${partition}:eks:${cluster.spec.region}:${accountOf(role, cluster)}:cluster/${cluster.spec.name}`;

/** Where no account is given, it is asked for. */
const accountOf = ({ arn }: PlannedRole, { spec, label }: PlannedCluster): Text =>
  arn === undefined ? ref(`var.${label}_account_id`) : (spec.accountId ?? ref(`var.${label}_account_id`));

/** Two clusters of a group have one role. */
const distinct = (texts: readonly Text[]): Text[] => [...new Map(texts.map((one) => [JSON.stringify(one), one])).values()];

const callerArn = ({ role, cluster }: Caller, partition: string): Text =>
  role.arn ?? text`arn:${partition}:iam::${ref(`var.${cluster.label}_account_id`)}:role${role.path}${role.name}`;

function directStatement({ workload, cluster, subject, audience }: DirectTrust, account: AccountRoles): DocumentStatement {
  const issuer = ref(`local.${cluster.label}_issuer`);
  const equals = (key: string, value: string) => ({ test: 'StringEquals', variable: text`${issuer}:${key}`, values: [value] });
  return {
    comments: [
      `Pods of ${workload} in ${cluster.spec.key}, by their tokens${audience === STS_AUDIENCE ? '' : ' for another audience than that of STS'}.`,
    ],
    effect: 'Allow',
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: [{ type: 'Federated', identifiers: [providerArn(cluster, account)] }],
    conditions: [equals('sub', `system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`), equals('aud', audience)],
  };
}

/** The plan fails in any other account, where a role of this name would be another one. */
function outputBlock({ accountId, roles }: AccountRoles): Block {
  const actual = ref('data.aws_caller_identity.irsa.account_id');
  return {
    kind: 'output',
    label: 'irsa_role_arns',
    description: 'ARNs of the roles that pods assume, by their names.',
    value: { map: Object.fromEntries(roles.map((role) => [role.address.name, ref(`aws_iam_role.${labelOf(role)}.arn`)])) },
    preconditions: [
      {
        actual,
        expected: accountId,
        message: text`Provider aws speaks for account ${actual}, and these roles belong to ${accountId}. Use credentials of that account.`,
      },
    ],
  };
}
