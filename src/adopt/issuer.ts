/** Whether the key of a condition is of the issuer of an OIDC provider, by how both are written. Pure. */
import { partsOf, type Text } from '../iam/text.ts';
import type { Scope } from '../survey/code/scope.ts';
import { literalText, type Tree } from '../survey/code/tree.ts';
import { partsOfWritten, type Written } from '../survey/written.ts';

/** @param key `${…}:sub` @param provider ARN of the OIDC provider */
export function isIssuerOf(key: Written, provider: Text, scope: Scope): boolean {
  const [before, after, ...more] = partsOfWritten(key);
  const [arn, ...others] = partsOf(provider);
  if (others.length > 0 || more.length > 0) return false;
  if (typeof arn === 'string')
    return typeof before === 'string' && after === undefined && before.replace(/:(sub|aud)$/, '') === issuerIn(arn);
  if (arn === undefined || !('ref' in arn) || typeof before !== 'object' || (after !== ':sub' && after !== ':aud')) return false;
  const spelled = before.expression.replaceAll(/\s+/g, '');
  return issuersOf(arn.ref, scope).some((issuer) => spelled === issuer);
}

const issuerIn = (arn: string): string => arn.replace(/^.*:oidc-provider\//, '');

const bare = (url: string): string => `replace(${url},"https://","")`;

/** As people write the issuer of a provider, without spaces. */
function issuersOf(arn: string, scope: Scope): readonly string[] {
  const module = /^(module\.[\w-]+)\.oidc_provider_arn$/.exec(arn)?.[1];
  const fromArn = [
    `element(split("oidc-provider/",${arn}),1)`,
    `element(split("oidc-provider/","\${${arn}}"),1)`,
    `split("oidc-provider/",${arn})[1]`,
    `replace(${arn},"/^(.*provider/)/","")`,
    `replace(${arn},"/^.*oidc-provider\\\\//","")`,
  ];
  if (module !== undefined) return [`${module}.oidc_provider`, bare(`${module}.cluster_oidc_issuer_url`), ...fromArn];
  const address = /^((?:data\.)?aws_iam_openid_connect_provider\.[\w-]+)\.arn$/.exec(arn)?.[1];
  if (address === undefined) return fromArn;
  const url = scope.blocks.get(address)?.attributes.get('url');
  return [bare(`${address}.url`), ...(url === undefined ? [] : ofUrl(url)), ...fromArn];
}

/** The provider’s own argument, said again. */
function ofUrl(url: Tree): readonly string[] {
  const literal = literalText(url);
  if (literal !== undefined) return [literal.replace(/^https:\/\//, '')];
  const written = url.kind === 'reference' ? url.text : undefined;
  return written === undefined ? [] : [bare(written)];
}
