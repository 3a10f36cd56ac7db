/** What the state knows of roles that modules of this root have made. Pure. */

interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface State {
  /** Attributes of the role that the call of that label has made. */
  readonly role: (label: string) => Readonly<Record<string, unknown>> | undefined;
  /** Of the policy that a call of iam 6.x has made. */
  readonly policy: (label: string) => Readonly<Record<string, unknown>> | undefined;
}

export function stateOf(resources: readonly Resource[]): State {
  const managed = new Map(resources.filter(({ mode }) => mode === 'managed').map(({ address, values }) => [address, values]));
  return {
    role: (label) => managed.get(`module.${label}.aws_iam_role.this[0]`),
    policy: (label) => managed.get(`module.${label}.aws_iam_policy.this[0]`),
  };
}
