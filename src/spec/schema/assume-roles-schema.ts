/** Roles of other accounts that a workload assumes. https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html */
import {
  externalId,
  externalIdPattern,
  profileName,
  profileNamePattern,
  region,
  regionPattern,
  roleArn,
  roleArnPattern,
  tagKey,
} from '../rules/aws.ts';
import type { Rule } from '../rules/rule.ts';
import { about, choice, either, flag, found, list, map, may, must, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';

const EXPECTED = 'the ARN of a role, or a map such as { role: arn:aws:iam::222222222222:role/reports, externalId: my-app }';

/** What the trust of a chain can ask of the role that calls, and a token cannot answer. */
const OF_CHAINS: readonly string[] = ['externalId', 'principalTags', 'sessionTags', 'sourceIdentity'];

/** What the role may do in its own account is said as it is for workloads. */
export function assumeRolesSchema(
  permissions: Readonly<Record<'grants' | 'managedPolicies' | 'statements' | 'policyFiles', () => Schema>>,
): Schema {
  const arn = () => text('the ARN of a role', { code: 'invalid-role-arn', rule: roleArn, pattern: roleArnPattern });
  const entry = map(
    {
      role: must('Its ARN, which says account, path and name.', arn(), { examples: ['arn:aws:iam::222222222222:role/reports'] }),
      via: may(
        'chain: the role of the pods assumes it. direct: its account trusts the tokens of the cluster itself. target: EKS assumes it for the pods (Pod Identity), and they have nothing else.',
        () => choice(['chain', 'direct', 'target']),
        { default: 'chain' },
      ),
      oidcProvider: may(
        'With direct: whether the OIDC provider of the cluster is made in the other account, or there already.',
        () => choice(['create', 'existing']),
        { default: 'create' },
      ),
      externalId: may('With chain: the sts:ExternalId that its trust asks for.', () =>
        text('an external id', { code: 'invalid-external-id', rule: externalId, pattern: externalIdPattern }),
      ),
      principalTags: may('With chain: tags of the pods’ role, by their keys, that its trust asks for.', tagKeys, { examples: [['team']] }),
      sessionTags: may('With chain: keys of session tags that pods may pass.', tagKeys, { examples: [['project']] }),
      sourceIdentity: may('With chain: pods may set a source identity.', flag, { default: false }),
      profile: may('Its profile in the AWS config file of the pods; default: the name of the role.', () =>
        text('the name of a profile', { code: 'invalid-profile', rule: profileName, pattern: profileNamePattern }),
      ),
      default: may('Whether pods use it unless they say otherwise.', flag, { default: false }),
      region: may('Where its resources are; default: the region of the cluster.', () =>
        text('an AWS region such as eu-west-1', { code: 'invalid-region', rule: region, pattern: regionPattern }),
      ),
      grants: may('What it may do in its own account, where names are resources of that account.', permissions.grants),
      managedPolicies: may('ARNs of managed policies to attach to it.', permissions.managedPolicies),
      statements: may('Raw IAM statements of its own.', permissions.statements),
      policyFiles: may('JSON files with policies of IAM, whose statements go with those above.', permissions.policyFiles, {
        examples: [['policies/reports.json']],
      }),
    },
    EXPECTED,
    fieldsOfWay,
  );
  return about(list(either([arn(), entry], EXPECTED), `a list of roles, each ${EXPECTED}`), { id: 'assumeRoles' });
}

const key: Rule = (literal) => tagKey(literal);

const tagKeys = (): Schema =>
  list(text('the key of a tag', { code: 'invalid-tag', rule: key }), 'a list of tag keys, such as [team]', { unique: true });

function fieldsOfWay(entry: Record<string, unknown>): readonly Finding[] {
  if (entry['via'] === 'target') return ofTarget(entry);
  const direct = entry['via'] === 'direct';
  const at = (name: string) => ({ path: [name], onKey: true });
  if (!direct) {
    return entry['oidcProvider'] === undefined
      ? []
      : found(
          'assume-role-way',
          { message: 'oidcProvider is about via: direct, and this role is assumed by a chain.', fix: 'Remove it, or write via: direct.' },
          at('oidcProvider'),
        );
  }
  return OF_CHAINS.filter((name) => entry[name] !== undefined && entry[name] !== false).flatMap((name) =>
    found(
      'assume-role-way',
      {
        message: `A token carries no ${WORDS[name] ?? name}, so ${name} cannot be asked for with via: direct.`,
        fix: 'Remove it, or leave via out for a chain, which can.',
      },
      at(name),
    ),
  );
}

/** EKS asks for the role, in its own words. */
const NOT_OF_TARGETS: readonly string[] = ['oidcProvider', 'externalId', 'sessionTags', 'sourceIdentity', 'profile', 'default'];

const ofTarget = (entry: Record<string, unknown>): readonly Finding[] =>
  NOT_OF_TARGETS.filter((name) => entry[name] !== undefined && entry[name] !== false).flatMap((name) =>
    found(
      'assume-role-way',
      {
        message: `With via: target it is EKS that assumes the role, so there is nothing to say of ${name}.`,
        fix: 'Remove it, or leave via out for a chain.',
      },
      { path: [name], onKey: true },
    ),
  );

const WORDS: Readonly<Record<string, string>> = {
  externalId: 'external id',
  principalTags: 'tags of a role',
  sessionTags: 'session tags on EKS',
  sourceIdentity: 'source identity on EKS',
};
