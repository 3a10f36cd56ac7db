/** Options that name resources by name, ARN or Terraform traversal. */
import { arnProblem, namedProblem, refProblem, resourceArn } from '../iam/arn.ts';
import type { ArnKind } from '../iam/arn.ts';
import type { Text } from '../iam/text.ts';
import type { Option, ResourceName } from './option.ts';

type Naming = Required<Pick<Option, 'check' | 'checkRef' | 'example' | 'madeBy'>>;

/** The checks and example of an option whose values name this kind of resource, and what makes one. */
export const named = (kind: ArnKind): Naming => ({
  check: (literal) => namedProblem(literal, kind),
  checkRef: (traversal) => refProblem(traversal, kind),
  example: kind.example.name,
  madeBy: kind.madeBy,
});

/** The same where a name does not say enough. */
export const namedByArn = (kind: ArnKind): Naming => ({
  check: (literal) => arnProblem(literal, kind),
  checkRef: (traversal) => refProblem(traversal, kind),
  example: kind.example.arn,
  madeBy: kind.madeBy,
});

export const arnsOf = (resources: readonly ResourceName[] | undefined, kind: ArnKind): readonly Text[] =>
  (resources ?? []).map((resource) => resourceArn(resource, kind));
