/** Whether an identity policy, as IAM reads it, allows a request: what grants are measured by. */
import { meets } from '../../src/iam/conditions/meets.ts';
import { matchesWildcards } from '../../src/iam/wildcards.ts';

type OneOrMany = string | readonly string[];

export interface PolicyDocument {
  readonly Statement: readonly {
    readonly Sid?: string;
    readonly Effect: string;
    readonly Action: OneOrMany;
    readonly Resource: OneOrMany;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
  }[];
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** The keys of the request's context. */
  readonly context?: Readonly<Record<string, string>>;
}

const many = (value: OneOrMany): readonly string[] => (typeof value === 'string' ? [value] : value);

/** Allowed by some statement, and denied by none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function allows({ Statement }: PolicyDocument, { action, resource, context = {} }: Request): boolean {
  const effects = Statement.filter(
    ({ Action, Resource, Condition = {} }) =>
      many(Action).some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
      many(Resource).some((pattern) => matchesWildcards(pattern, resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          meets(operator, many(values), context[key] === undefined ? undefined : [context[key]]),
        ),
      ),
  ).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}
