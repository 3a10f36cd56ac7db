/** Trust policies: whom they let in. https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
import { documentOf, type DocumentStatement } from '../code/documents.ts';
import type { Scope } from '../code/scope.ts';
import type { Tree } from '../code/tree.ts';
import type { At } from '../found.ts';
import type { Role } from '../inventory.ts';
import type { Subject, Trust, WrittenTrustStatement } from '../trusts.ts';
import { expression, fromParts, joinWritten, knownText, partsOfWritten, spellWritten, wholeExpression, type Written } from '../written.ts';

export function trustOf(tree: Tree, scope: Scope): Trust {
  const { source, statements, unread } = documentOf(tree, scope, 'assume_role_policy');
  return { source, statements: statements.map(trustStatement), unread, at: tree.at };
}

const trustStatement = ({
  principals,
  notPrincipals,
  actions,
  resources: _r,
  notResources: _n,
  ...rest
}: DocumentStatement): WrittenTrustStatement => ({
  ...rest,
  actions: actions ?? [],
  principals,
  ...(notPrincipals.length > 0 ? { notPrincipals } : {}),
});

const isAllowed = ({ effect }: WrittenTrustStatement): boolean => knownText(effect) !== 'Deny';

/** Whether it may stand for an action; one that is not known may. */
const mayBe = (written: Written, action: RegExp): boolean => {
  const text = knownText(written);
  return text === undefined || action.test(text);
};

const identifiersOf = (statement: WrittenTrustStatement, type: RegExp): readonly Written[] =>
  statement.principals.filter((principal) => mayBe(principal.type, type)).flatMap(({ identifiers }) => identifiers);

/** ServiceAccounts that tokens are asked of; subjects of other issuers, as those of GitHub, are none. */
export function subjectsOf({ statements }: Trust): Subject[] {
  return statements.filter(isAllowed).flatMap((statement) => {
    if (!statement.actions.some((action) => mayBe(action, /WithWebIdentity$|^sts:\*$|^\*$|AssumeRole\*$/i))) return [];
    const [provider] = identifiersOf(statement, /^Federated$/);
    return statement.conditions.flatMap(({ operator, key, values, at }) => {
      if (!/:sub$/i.test(spellWritten(key).replace(/\}$/, '')) && !endsWith(key, ':sub')) return [];
      const isLike = /like/i.test(spellWritten(operator));
      return values.flatMap((subject): Subject[] => {
        const account = accountIn(subject);
        if (account === undefined) return [];
        const isPattern =
          isLike &&
          /[*?]/.test(
            partsOfWritten(subject)
              .filter((part) => typeof part === 'string')
              .join(''),
          );
        return [
          {
            by: 'web-identity',
            ...account,
            subject,
            ...(isPattern ? { pattern: true as const } : {}),
            ...(provider === undefined ? {} : { provider }),
            at,
          },
        ];
      });
    });
  });
}

const endsWith = (written: Written, end: string): boolean => {
  const last = partsOfWritten(written).at(-1);
  return typeof last === 'string' && last.toLowerCase().endsWith(end);
};

const START = 'system:serviceaccount:';

/** Namespace and name in `system:serviceaccount:<namespace>:<name>`; nothing if it is the subject of something else. */
function accountIn(subject: Written): Pick<Subject, 'namespace' | 'serviceAccount'> | undefined {
  const [first, ...rest] = partsOfWritten(subject);
  if (typeof first !== 'string') return {};
  if (!first.startsWith(START)) return first.length >= START.length || !START.startsWith(first) ? undefined : {};
  return accountOf(fromParts([first.slice(START.length), ...rest]));
}

/** `<namespace>:<name>`, as far as the colon between them is seen. */
export function accountOf(written: Written): Pick<Subject, 'namespace' | 'serviceAccount'> {
  const parts = partsOfWritten(written);
  const i = parts.findIndex((part) => typeof part === 'string' && part.includes(':'));
  const middle = parts[i];
  if (typeof middle !== 'string') return {};
  const colon = middle.indexOf(':');
  return {
    namespace: fromParts([...parts.slice(0, i), middle.slice(0, colon)]),
    serviceAccount: fromParts([middle.slice(colon + 1), ...parts.slice(i + 1)]),
  };
}

type Taker = Role['takenBy'][number];

export function takersOf({ statements }: Trust): Taker[] {
  const takers = new Set<Taker>();
  for (const statement of statements.filter(isAllowed)) {
    for (const { type, identifiers } of statement.principals) {
      for (const identifier of identifiers) takers.add(takerOf(knownText(type) ?? '', spellWritten(identifier)));
    }
  }
  return [...takers];
}

function takerOf(type: string, identifier: string): Taker {
  if (type === 'Federated') return /saml-provider/.test(identifier) ? 'other' : 'web-identity';
  if (type !== 'Service') return 'other';
  if (identifier.includes('pods.eks.')) return 'pod-identity';
  if (/^ec2\.|aws_service_principal\.ec2|^ec2$/.test(identifier)) return 'ec2';
  return identifier.startsWith('eks.') ? 'eks' : 'other';
}

/** What a module makes of its inputs: one statement for each provider. */
export interface MadeStatement {
  readonly provider: Written;
  readonly issuer: Written;
  readonly actions: readonly string[];
  readonly subjects: readonly { readonly operator: Written; readonly values: readonly Written[] }[];
  readonly audience?: { readonly operator: Written; readonly values: readonly Written[] };
  readonly repeated?: true;
  readonly at: At;
}

export const madeStatement = ({ provider, issuer, actions, subjects, audience, repeated, at }: MadeStatement): WrittenTrustStatement => ({
  effect: 'Allow',
  actions,
  principals: [{ type: 'Federated', identifiers: [provider] }],
  conditions: [
    ...subjects.map(({ operator, values }) => ({ operator, key: joinWritten(issuer, ':sub'), values, at })),
    ...(audience === undefined ? [] : [{ operator: audience.operator, key: joinWritten(issuer, ':aud'), values: audience.values, at }]),
  ],
  ...(repeated ? { repeated } : {}),
  at,
});

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
export const podIdentityStatement = (at: At): WrittenTrustStatement => ({
  effect: 'Allow',
  actions: ['sts:AssumeRole', 'sts:TagSession'],
  principals: [{ type: 'Service', identifiers: ['pods.eks.amazonaws.com'] }],
  conditions: [],
  at,
});

export const ec2Statement = (at: At): WrittenTrustStatement => ({
  effect: 'Allow',
  actions: ['sts:AssumeRole'],
  principals: [{ type: 'Service', identifiers: ['ec2.amazonaws.com'] }],
  conditions: [],
  at,
});

/** The issuer in the ARN of a provider, which is what its condition keys begin with; as the modules cut it out. */
export function issuerIn(provider: Written): Written {
  const parts = partsOfWritten(provider);
  const i = parts.findLastIndex((part) => typeof part === 'string' && part.includes(PROVIDER));
  const found = parts[i];
  if (typeof found === 'string') return fromParts([found.slice(found.indexOf(PROVIDER) + PROVIDER.length), ...parts.slice(i + 1)]);
  return expression(`replace(${wholeExpression(provider) ?? JSON.stringify(spellWritten(provider))}, "/^(.*provider/)/", "")`);
}

const PROVIDER = ':oidc-provider/';
