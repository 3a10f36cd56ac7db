/** Options that name resources by name, ARN or Terraform traversal. */
import { arnProblem, namedProblem, refProblem, resourceArn } from '../iam/arn.ts';
import type { ArnKind } from '../iam/arn.ts';
import type { Text } from '../iam/text.ts';
import type { Option, ResourceName } from './option.ts';

type Naming = Pick<Option, 'example'> & Required<Pick<Option, 'check' | 'checkRef'>>;

/** The checks and example of an option whose values name this kind of resource. */
export const named = (kind: ArnKind): Naming => ({
  check: (literal) => namedProblem(literal, kind),
  checkRef: (traversal) => refProblem(traversal, kind),
  example: kind.example.name,
});

/** The same where a name does not say enough. */
export const namedByArn = (kind: ArnKind): Naming => ({
  check: (literal) => arnProblem(literal, kind),
  checkRef: (traversal) => refProblem(traversal, kind),
  example: kind.example.arn,
});

export const arnsOf = (resources: readonly ResourceName[] | undefined, kind: ArnKind): readonly Text[] =>
  (resources ?? []).map((resource) => resourceArn(resource, kind));
