/** Whether an identity policy, as IAM reads it, allows a request: what grants are measured by. */
import { meets } from '../../src/iam/conditions/meets.ts';
import { matchesPattern, patternOf } from '../../src/iam/conditions/pattern.ts';
import { matchesWildcards } from '../../src/iam/wildcards.ts';

type OneOrMany = string | readonly string[];

type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: OneOrMany;
  readonly Resource: OneOrMany;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
};

export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

/** One that may also say what it is not about. */
export interface AnyStatement extends Partial<Statement> {
  readonly Effect: string;
  readonly NotAction?: OneOrMany;
  readonly NotResource?: OneOrMany;
}

export interface AnyPolicyDocument {
  readonly Statement: readonly AnyStatement[];
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** The keys of the request's context. */
  readonly context?: Readonly<Record<string, string>>;
}

const many = (value: OneOrMany): readonly string[] => (typeof value === 'string' ? [value] : value);

const isMeant = (only: OneOrMany | undefined, allBut: OneOrMany | undefined, matches: (pattern: string) => boolean): boolean =>
  only === undefined ? !many(allBut ?? []).some(matches) : many(only).some(matches);

/** Allowed by some statement, and denied by none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function allows({ Statement }: AnyPolicyDocument, { action, resource, context = {} }: Request): boolean {
  const effects = Statement.filter(
    ({ Action, NotAction, Resource, NotResource, Condition = {} }) =>
      isMeant(Action, NotAction, (pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
      isMeant(Resource, NotResource, (text) => {
        const pattern = patternOf(text, (key) => context[key]);
        return pattern !== undefined && matchesPattern(pattern, resource);
      }) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          meets(operator, many(values), context[key] === undefined ? undefined : [context[key]]),
        ),
      ),
  ).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}
