/**
 * What the AWS provider refuses beyond its schema, for the resources that roles for pods need.
 * Limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import type { Objection } from '../knowledge.ts';
import type { Kind } from '../schema.ts';
import { isValues, type Values } from '../wire.ts';

/** @returns what is wrong with the value, if anything */
type Check = (value: string, attribute: string) => string | undefined;

const length =
  (max: number): Check =>
  (value, at) =>
    value.length < 1 || value.length > max ? `expected length of ${at} to be in the range (1 - ${max}), got ${value}` : undefined;

const matches =
  (pattern: RegExp, rule: string): Check =>
  (value, at) =>
    pattern.test(value) ? undefined : `invalid value for ${at} (${rule})`;

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    allowed.includes(value) ? undefined : `expected ${at} to be one of [${allowed.map((v) => `"${v}"`).join(' ')}], got ${value}`;

const isJson = (text: string, wanted: (value: unknown) => boolean): boolean => {
  try {
    return wanted(JSON.parse(text));
  } catch {
    return false;
  }
};

const policy: Check = (value, at) => (isJson(value, isValues) ? undefined : `"${at}" contains an invalid JSON policy`);

const ARN = /^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|aws-managed|third-party|)?(\.[a-z0-9]+)?:.+$/;
const arn: Check = (value, at) =>
  value === '' || ARN.test(value) ? undefined : `"${at}" (${value}) is an invalid ARN: arn: invalid prefix or sections`;

const iamName = matches(
  /^[0-9A-Za-z=,.@_+-]+$/,
  'must only contain alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs',
);

const CHECKS: Readonly<Record<string, Readonly<Record<string, readonly Check[]>>>> = {
  aws_iam_role: {
    name: [length(64), iamName],
    name_prefix: [length(38), iamName],
    assume_role_policy: [policy],
    description: [length(1000), matches(/^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/, 'must satisfy regular expression pattern')],
    permissions_boundary: [arn],
    path: [matches(/^\/(.*\/)?$/, 'must begin and end with /')],
  },
  aws_iam_policy: { name: [length(128), iamName], name_prefix: [length(102), iamName], policy: [policy] },
  aws_iam_role_policy: { name: [length(128), iamName], policy: [policy] },
  aws_iam_role_policy_attachment: { policy_arn: [arn] },
  aws_iam_openid_connect_provider: { url: [matches(/^https:\/\//, 'must begin with https://')] },
  aws_eks_cluster: {
    name: [
      length(100),
      matches(/^[0-9A-Za-z][0-9A-Za-z_-]*$/, 'must begin with an alphanumeric, then alphanumerics, hyphens and underscores'),
    ],
    role_arn: [arn],
  },
  aws_eks_addon: {
    service_account_role_arn: [arn],
    resolve_conflicts_on_create: [oneOf('NONE', 'OVERWRITE')],
    resolve_conflicts_on_update: [oneOf('NONE', 'OVERWRITE', 'PRESERVE')],
  },
  aws_eks_pod_identity_association: { role_arn: [arn] },
  aws_cloudwatch_event_rule: { name: [length(64)], name_prefix: [length(38)] },
};

/** Of these, one only. */
const NAMED = ['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_instance_profile', 'aws_cloudwatch_event_rule'];

export function objections(kind: Kind, type: string, config: Values): readonly Objection[] {
  if (kind === 'data') return type === 'aws_iam_policy_document' ? documentObjections(config) : [];
  const both = NAMED.includes(type) && typeof config['name'] === 'string' && typeof config['name_prefix'] === 'string';
  return [
    ...Object.entries(CHECKS[type] ?? {}).flatMap(([name, checks]) => objectionsTo(config[name], [name], checks)),
    ...(both ? [{ path: ['name'], summary: 'Conflicting configuration arguments', detail: '"name": conflicts with name_prefix' }] : []),
  ];
}

function objectionsTo(value: unknown, path: readonly (string | number)[], checks: readonly Check[]): Objection[] {
  if (typeof value !== 'string') return [];
  return checks.flatMap((check) => {
    const summary = check(value, String(path.at(-1)));
    return summary === undefined ? [] : [{ path, summary }];
  });
}

const DOCUMENT: Check = (value, at) => (value === '' || isJson(value, () => true) ? undefined : `"${at}" contains an invalid JSON`);

function documentObjections(config: Values): Objection[] {
  const list = (name: string) => (Array.isArray(config[name]) ? (config[name] as unknown[]) : []);
  return [
    ...objectionsTo(config['version'], ['version'], [oneOf('2008-10-17', '2012-10-17')]),
    ...['source_policy_documents', 'override_policy_documents'].flatMap((name) =>
      list(name).flatMap((document, i) => objectionsTo(document, [name, i], [DOCUMENT])),
    ),
    ...list('statement').flatMap((statement, i) =>
      isValues(statement)
        ? [
            ...objectionsTo(statement['effect'], ['statement', i, 'effect'], [oneOf('Allow', 'Deny')]),
            ...objectionsTo(
              statement['sid'],
              ['statement', i, 'sid'],
              [matches(/^[a-zA-Z0-9]*$/, 'must only include alphanumeric characters')],
            ),
          ]
        : [],
    ),
  ];
}
