/** Options that name resources by name, ARN or Terraform traversal. */
import { arnProblem, namedProblem, resourceArn } from '../iam/arn.ts';
import type { ArnKind } from '../iam/arn.ts';
import type { Text } from '../iam/text.ts';
import type { ResourceName } from './option.ts';

/** The check and example of an option whose literals name this kind of resource. */
export const named = (kind: ArnKind): { readonly check: (literal: string) => string | undefined; readonly example: string } => ({
  check: (literal) => namedProblem(literal, kind),
  example: kind.example.name,
});

/** The same where a name does not say enough. */
export const namedByArn = (kind: ArnKind): { readonly check: (literal: string) => string | undefined; readonly example: string } => ({
  check: (literal) => arnProblem(literal, kind),
  example: kind.example.arn,
});

export const arnsOf = (resources: readonly ResourceName[] | undefined, kind: ArnKind): readonly Text[] =>
  (resources ?? []).map((resource) => resourceArn(resource, kind));
