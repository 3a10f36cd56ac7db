/**
 * What of a cluster may be kept and shown. It is a list of what is let through, name by name and shape by shape; all
 * else is dropped, whatever it is. Values that are only there to be secret are kept as `(set)`.
 */
import type { OneOrMore, TrustConditions, TrustPolicy, TrustPrincipal, TrustStatement } from '../iam/trust.ts';
import { listOf } from '../iam/trust.ts';

/** In place of a value that is not shown. */
export const SET = '(set)';

const ROLE_ARN = /^arn:aws[a-z-]{0,12}:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const REGION = /^[a-z]{2,4}(?:-[a-z]{2,9}){1,3}-\d{1,2}$/;
const WORD = /^[a-z][a-z-]{0,30}$/;

type Keeps = (value: string) => boolean;
const shape =
  (pattern: RegExp): Keeps =>
  (value) =>
    pattern.test(value);
const oneOf =
  (...values: readonly string[]): Keeps =>
  (value) =>
    values.includes(value);
const nothing: Keeps = () => false;

/** Variables that say something of credentials, and which of their values are shown. */
const VARIABLES: Readonly<Record<string, Keeps>> = {
  AWS_ROLE_ARN: shape(ROLE_ARN),
  AWS_WEB_IDENTITY_TOKEN_FILE: oneOf('/var/run/secrets/eks.amazonaws.com/serviceaccount/token'),
  AWS_REGION: shape(REGION),
  AWS_DEFAULT_REGION: shape(REGION),
  AWS_STS_REGIONAL_ENDPOINTS: oneOf('regional', 'legacy'),
  AWS_CONTAINER_CREDENTIALS_FULL_URI: oneOf('http://169.254.170.23/v1/credentials', 'http://[fd00:ec2::23]/v1/credentials'),
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: oneOf('/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token'),
  AWS_CONTAINER_AUTHORIZATION_TOKEN: nothing,
  AWS_ACCESS_KEY_ID: nothing,
  AWS_SECRET_ACCESS_KEY: nothing,
  AWS_ACCESS_KEY: nothing,
  AWS_SECRET_KEY: nothing,
  AWS_SESSION_TOKEN: nothing,
  AWS_PROFILE: nothing,
  AWS_DEFAULT_PROFILE: nothing,
  AWS_SHARED_CREDENTIALS_FILE: nothing,
  AWS_CONFIG_FILE: nothing,
  // A proxy’s address may hold its password.
  HTTP_PROXY: nothing,
  http_proxy: nothing,
  HTTPS_PROXY: nothing,
  https_proxy: nothing,
};

/** Entries of these are kept one by one: the agent’s addresses and ranges that hold them. */
const PAST_PROXY = ['NO_PROXY', 'no_proxy'];
const AGENT = /^(?:169\.254\.(?:170\.23|0\.0\/16|170\.0\/24)(?:\/\d{1,2})?|\[?fd00:ec2::(?:23)?\]?(?:\/\d{1,3})?|\*)$/;

/** @param value absent where it comes from a Secret, a ConfigMap or a field */
export function keptVariable(name: string, value: string | undefined): string | undefined {
  if (PAST_PROXY.includes(name)) {
    const entries = (value ?? '').split(',').map((entry) => entry.trim());
    return entries.filter((entry) => AGENT.test(entry)).join(',');
  }
  if (!Object.hasOwn(VARIABLES, name)) return undefined;
  return value !== undefined && VARIABLES[name]?.(value) === true ? value : SET;
}

const HOST = /^(?:https:\/\/)?[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,5}(?:\/[a-z]{1,16})?$/;
const NAMES = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(?:, ?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,20}$/;

const ANNOTATIONS: Readonly<Record<string, Keeps>> = {
  'eks.amazonaws.com/role-arn': shape(ROLE_ARN),
  'eks.amazonaws.com/audience': shape(HOST),
  'eks.amazonaws.com/sts-regional-endpoints': oneOf('true', 'false'),
  'eks.amazonaws.com/token-expiration': shape(/^\d{1,6}$/),
  'eks.amazonaws.com/skip-containers': shape(NAMES),
};

/** `eks.amazon.com/role-arn`: what looks like the annotation of a role, and is none. */
const LOOKS_LIKE_ROLE = /^[a-z.]{1,40}\/(?:iam-)?role[a-z_-]{0,12}$/i;

/** Of annotations, those of EKS and what looks like them. */
export const keptAnnotations = (annotations: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) => {
      const known = Object.hasOwn(ANNOTATIONS, key);
      if (typeof value !== 'string' || (!known && !LOOKS_LIKE_ROLE.test(key))) return [];
      return [[key, known && ANNOTATIONS[key]?.(value) === true ? value : notShown(value)] as const];
    }),
  );

/** Enough to see what is wrong with an ARN that is none. */
const notShown = (value: string): string =>
  ROLE_ARN.test(value)
    ? value
    : `(not an ARN: ${value.length} characters${/\s/.test(value) ? ', with spaces' : ''}${/[<>${}]/.test(value) ? ', with signs of a template' : ''})`;

const LABELS: Readonly<Record<string, Keeps>> = {
  'eks.amazonaws.com/skip-pod-identity-webhook': shape(WORD),
  'eks.amazonaws.com/pod-identity': shape(WORD),
  'eks.amazonaws.com/fargate-profile': nothing,
};

export const keptLabels = (labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) =>
      Object.hasOwn(LABELS, key) && typeof value === 'string' ? [[key, LABELS[key]?.(value) === true ? value : SET] as const] : [],
    ),
  );

/** Where credentials of AWS are mounted; the rest of a path is not shown. */
export function keptMount(path: string): string | undefined {
  if (/^\/var\/run\/secrets\/(?:pods\.)?eks\.amazonaws\.com\/serviceaccount\/?$/.test(path)) return path;
  return /\/\.aws(?:\/|$)/.test(path) ? '…/.aws' : undefined;
}

/** Of an image what names it: a registry with a user and password before it is no image. */
export const keptImage = (image: string): string =>
  /^[a-z0-9][\w./:-]{0,255}(?:@sha256:[0-9a-f]{64})?$/i.test(image) && !looksSecret(image)
    ? image.replace(/@sha256:.*$/, '')
    : '(not shown)';

const SECRETS: readonly RegExp[] = [
  // Ids of keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  /A(?:KIA|SIA)[0-9A-Z]{12,}/,
  // Tokens of ServiceAccounts and of others, private keys, tokens of GitHub.
  /eyJ[\w-]{8,}/,
  /-----BEGIN/,
  /gh[pousr]_\w{20,}/,
];

/** Secret keys and session tokens: base64 of some length, which ARNs may look like. */
const BASE64 = /(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40,}/;
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[a-z-]+[/:][\w+=,.@/:*-]+$/;

/** Whether a text looks like a key or a token: the second net, under the lists above. */
export const looksSecret = (text: string): boolean => SECRETS.some((secret) => secret.test(text)) || (!ARN.test(text) && BASE64.test(text));

/** The same value, without any text or key that looks like a secret. */
export function swept<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => swept(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), swept<unknown>(inner)])) as T;
}

/** A trust policy, without what two accounts have agreed on in secret. */
export const keptTrust = ({ Version, Statement }: TrustPolicy): TrustPolicy => ({
  ...(Version === undefined ? {} : { Version: clean(Version) }),
  Statement: listOf<TrustStatement>(Statement).map(keptStatement),
});

function keptStatement({ Sid, Effect, Principal, NotPrincipal, Action, NotAction, Condition }: TrustStatement): TrustStatement {
  return {
    ...(Sid === undefined ? {} : { Sid: clean(Sid) }),
    Effect,
    ...(Principal === undefined ? {} : { Principal: keptPrincipal(Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: keptPrincipal(NotPrincipal) }),
    ...(Action === undefined ? {} : { Action: cleanAll(Action) }),
    ...(NotAction === undefined ? {} : { NotAction: cleanAll(NotAction) }),
    ...(Condition === undefined ? {} : { Condition: keptConditions(Condition) }),
  };
}

const keptPrincipal = (principal: TrustPrincipal): TrustPrincipal =>
  principal === '*' ? '*' : Object.fromEntries(Object.entries(principal).map(([type, values]) => [type, cleanAll(values)]));

/** Keys whose values are no secrets: who asks, and from where. */
const CONDITION =
  /:(?:sub|aud)$|^aws:(?:SourceArn|SourceAccount|PrincipalArn|PrincipalAccount|PrincipalOrgID|FederatedProvider|RequestTag\/(?:eks-cluster-(?:arn|name)|kubernetes-[a-z-]+))$/i;

const keptConditions = (conditions: TrustConditions): TrustConditions =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          clean(key),
          CONDITION.test(key) ? cleanAll(listOf(values).map(String)) : '(not shown)',
        ]),
      ),
    ]),
  );

const clean = (text: string): string => (looksSecret(text) ? '(not shown)' : text);

const cleanAll = (values: OneOrMore<string>): OneOrMore<string> => (typeof values === 'string' ? clean(values) : values.map(clean));

/** What a program said when it failed: only what it was about, never its words. */
export function keptTrouble(words: string): string {
  const known: readonly (readonly [RegExp, string])[] = [
    [/AccessDenied|not authorized|Forbidden|forbidden|UnauthorizedOperation/i, 'It may not be seen by whoever asked.'],
    [/ExpiredToken|token.*expired|InvalidClientTokenId|SSO session/i, 'The credentials have expired.'],
    [/Unable to locate credentials|NoCredentials/i, 'Nobody is signed in.'],
    [/Throttl|Rate exceeded|TooManyRequests/i, 'It was asked too often.'],
    [/Could not connect|timed? ?out|refused|no such host|EOF/i, 'It did not answer.'],
    [/NoSuchEntity|ResourceNotFound|NotFound|not found/i, 'It is not there.'],
    [/Could not load credentials|certificate|x509/i, 'Its certificate is not trusted.'],
    [/Unknown options?|Invalid choice|Unknown command|unrecognized arguments/i, 'The AWS CLI is too old to ask.'],
  ];
  return known.find(([pattern]) => pattern.test(words))?.[1] ?? 'It failed, for a reason that is not shown here.';
}
