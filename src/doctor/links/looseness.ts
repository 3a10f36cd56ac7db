/** What a trust policy that lets a ServiceAccount in leaves open beside it. */
import { listOf, type TrustPolicy, type TrustStatement } from '../../iam/trust.ts';
import type { TrustFound } from './trust-causes.ts';

export function loosenessOf(trust: TrustPolicy, issuer: string): readonly TrustFound[] {
  const statements = listOf<TrustStatement>(trust.Statement).filter(
    ({ Effect, Principal }) =>
      Effect === 'Allow' &&
      typeof Principal === 'object' &&
      listOf(Principal['Federated'] ?? []).some((arn) => arn.endsWith(`:oidc-provider/${issuer}`)),
  );
  return statements.flatMap((statement): TrustFound[] => {
    const values = (claim: string) => valuesOf(statement, `${issuer}:${claim}`);
    const [sub, aud] = [values('sub'), values('aud')];
    const wide = sub?.filter((value) => /[*?]/.test(value)) ?? [];
    return [
      ...(sub === undefined
        ? [
            {
              code: 'trust-no-sub' as const,
              message: 'Every ServiceAccount of the cluster may take the role.',
              evidence: [`no condition on ${issuer}:sub`],
              fix: 'Add a condition on :sub that names the ServiceAccount.',
            },
          ]
        : []),
      ...(aud === undefined
        ? [
            {
              code: 'trust-no-aud' as const,
              message: 'The trust policy asks for no audience.',
              evidence: [`no condition on ${issuer}:aud`],
              fix: 'Add a condition on :aud, sts.amazonaws.com.',
            },
          ]
        : []),
      ...(wide.length > 0
        ? [
            {
              code: 'trust-wildcard-sub' as const,
              message: 'The trust policy admits other ServiceAccounts too.',
              evidence: wide.map((value) => `:sub is ${value}`),
              fix: 'Name the ServiceAccounts one by one: several values of one key are fine.',
            },
          ]
        : []),
    ];
  });
}

/** Condition keys are case-insensitive. */
function valuesOf({ Condition }: TrustStatement, key: string): readonly string[] | undefined {
  const found = Object.values(Condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([name, values]) => (name.toLowerCase() === key.toLowerCase() ? listOf(values).map(String) : [])),
  );
  return found.length === 0 ? undefined : found;
}
