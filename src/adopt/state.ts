/** What the state knows of roles that this root has made. Pure. */

interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface State {
  /** Attributes of the role at the address of a module call, or of the role itself. */
  readonly role: (address: string) => Readonly<Record<string, unknown>> | undefined;
  /** Of the policy that a call of iam 6.x has made. */
  readonly policy: (address: string) => Readonly<Record<string, unknown>> | undefined;
  /** Every condition of the role's trust is on the issuer of the one OIDC provider that it trusts. */
  readonly trusts: (address: string) => boolean;
}

export function stateOf(resources: readonly Resource[]): State {
  const managed = new Map(resources.filter(({ mode }) => mode === 'managed').map(({ address, values }) => [address, values]));
  const role = (address: string) => managed.get(address.startsWith('module.') ? `${address}.aws_iam_role.this[0]` : address);
  return {
    role,
    policy: (address) => managed.get(`${address}.aws_iam_policy.this[0]`),
    trusts: (address) => trustsItsIssuer(role(address)?.['assume_role_policy']),
  };
}

function trustsItsIssuer(json: unknown): boolean {
  const [statement, ...others] = statementsIn(json);
  const issuer = /:oidc-provider\/(.+)$/.exec(String(map(statement?.['Principal'])['Federated']))?.[1];
  const keys = Object.values(map(statement?.['Condition'])).flatMap((keys) => Object.keys(map(keys)));
  return (
    others.length === 0 &&
    issuer !== undefined &&
    keys.length === 2 &&
    [`${issuer}:aud`, `${issuer}:sub`].every((key) => keys.includes(key))
  );
}

function statementsIn(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof json !== 'string') return [];
  try {
    const { Statement } = map(JSON.parse(json));
    return (Array.isArray(Statement) ? Statement : [Statement]).map(map);
  } catch {
    return [];
  }
}

const map = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
