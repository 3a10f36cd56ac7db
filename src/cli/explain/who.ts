/** Who asks: a ServiceAccount by name, or the claims of a token. */
import { error, type Outcome, type Problem } from '../../problem.ts';
import { STS_AUDIENCE } from '../../iam/audience.ts';
import { loose, string, strings } from '../../spec/loose.ts';
import { namespacePattern, serviceAccountPattern } from '../../spec/rules/kubernetes.ts';
import type { Asker } from '../../iam/ways-in.ts';
import { readData } from './read-data.ts';

export interface WhoFlags {
  readonly issuer?: string;
  readonly audience?: string;
  readonly cluster?: string;
}

/** As condition keys name it. */
export const bareIssuer = (issuer: string): string => issuer.replace(/^https:\/\//, '').replace(/\/$/, '');

/** @param word `shop:orders`, `shop/orders`, the whole subject, or a file: JSON of claims, or the token itself */
export function whoAsks(word: string, { issuer, audience, cluster }: WhoFlags): Outcome<Asker> {
  const [, namespace = '', name = ''] = /^(?:system:serviceaccount:)?([^:/]+)[:/]([^:/]+)$/.exec(word) ?? [];
  const flags = {
    ...(issuer === undefined ? {} : { issuer: bareIssuer(issuer), byTokenOnly: true as const }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  if (namespacePattern.test(namespace) && serviceAccountPattern.test(name) && !/\.(?:json|jwt)$/.test(name)) {
    const subject = `system:serviceaccount:${namespace}:${name}`;
    return { value: { subject, audience: audience ?? STS_AUDIENCE, ...flags }, problems: [] };
  }
  const text = readData(word);
  if (text === undefined) return { problems: [noSubject(word)] };
  if (typeof text !== 'string') return { problems: [text] };
  const claims = loose(claimsIn(text));
  const { iss, sub, aud } = claims;
  if (typeof sub !== 'string') return { problems: [{ ...noClaims(), file: word }] };
  const said = typeof aud === 'string' ? aud : strings(aud);
  return {
    value: {
      subject: sub,
      audience: audience ?? (said.length === 0 ? STS_AUDIENCE : said),
      ...(typeof iss === 'string' ? { issuer: bareIssuer(iss) } : {}),
      ...flags,
      context: contextIn(claims),
      byTokenOnly: true,
    },
    problems: [],
  };
}

/** Keys of IAM have a colon, claims of a token have none. */
const contextIn = (claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string | readonly string[]>> =>
  Object.fromEntries(
    Object.entries(claims).flatMap(([key, value]) => (key.includes(':') ? [[key, string(value) ?? strings(value)] as const] : [])),
  );

/** https://datatracker.ietf.org/doc/html/rfc7519#section-3: a token is not verified here, only read. */
function claimsIn(text: string): unknown {
  const [, payload] = /^\s*[\w-]+\.([\w-]+)\.[\w-]*\s*$/.exec(text) ?? [];
  try {
    return JSON.parse(payload === undefined ? text : Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const noSubject = (word: string): Problem =>
  error(
    'subject-not-read',
    [],
    `\`${word}\` is neither a ServiceAccount nor a file.`,
    'Write namespace:name, as in shop:orders, or name a file with the claims of a token as JSON.',
  );

const noClaims = (): Problem =>
  error(
    'claims-not-read',
    [],
    'The file holds no claims of a token: `sub` at least is missing.',
    'Write them as JSON, as in {"iss": "https://…", "sub": "system:serviceaccount:shop:orders", "aud": ["sts.amazonaws.com"]}, or save the token itself.',
  );
