/** A grant is one AWS service that apps are let into: named resources, verbs that fit the service, least privilege. */
import type { Statement } from '../iam/statement.ts';
import type { Options, OptionValues } from './option.ts';
import type { Entry } from './shelf.ts';

export interface Grant<O extends Options = Options> {
  /** The key in the spec: `s3`, `dynamodb`, ... */
  readonly service: string;
  readonly title: string;
  readonly summary: string;
  readonly link: string;
  readonly options: O;
  /** Rules between options, and on traversals: what is wrong, in one sentence, or nothing. */
  readonly check?: (options: OptionValues<O>) => string | undefined;
  /**
   * The statements of one grant. Sids start with the service's name and are unique within the grant;
   * the Plan makes them unique within the policy.
   */
  readonly statements: (options: OptionValues<O>) => readonly Statement[];
}

export const defineGrant = <const O extends Options>(service: string, make: () => Omit<Grant<O>, 'service'>): Entry<Grant> => ({
  id: service,
  make: () => ({ service, ...make() }) as unknown as Grant,
});
