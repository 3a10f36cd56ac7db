/** What Pod Identity associations say that not every AWS provider can. */
import { satisfiable } from '../catalog/modules/versions.ts';
import { error, type FileEdit, type Problem } from '../problem.ts';
import type { ModuleUses } from './modules.ts';

/** What one party demands of the AWS provider. */
export interface Demand {
  /** Where the user's own file says it. */
  readonly edit?: Omit<FileEdit, 'value'>;
  readonly who: string;
  readonly constraint: string;
}

/** https://github.com/hashicorp/terraform-provider-aws/pull/42979 and https://github.com/hashicorp/terraform-provider-aws/pull/48869 */
export const associationDemands = ({ associations }: ModuleUses): Demand[] => [
  ...(associations.target ? [{ who: 'disable_session_tags or target_role_arn of an association', constraint: '>= 6.2.0' }] : []),
  ...(associations.policy ? [{ who: 'policy of an association', constraint: '>= 6.57.1' }] : []),
];

/** The constraint of the user's own, where it alone is in the way and what is wanted fits all others. */
export function ownConstraint(
  wanted: string,
  demands: readonly Demand[],
  binding: readonly Demand[] = demands,
): { readonly edits?: readonly FileEdit[] } {
  const [own, ...more] = demands.flatMap(({ edit, constraint }) => (edit === undefined || satisfiable([constraint, wanted]) ? [] : [edit]));
  const rest = binding.filter(({ edit }) => edit === undefined).map(({ constraint }) => constraint);
  if (own === undefined || more.length > 0 || !satisfiable([...rest, wanted])) return {};
  return { edits: [{ ...own, value: [JSON.stringify(wanted)] }] };
}

export const tooOldFor = ({ who, constraint }: Demand, demands: readonly Demand[]): Problem => ({
  ...ownConstraint(constraint, demands),
  ...error(
    'versions-unsatisfiable',
    ['terraform'],
    `No AWS provider version fits: ${who} needs aws ${constraint}, but ${demands
      .filter((d) => !satisfiable([d.constraint, constraint]))
      .map((d) => `${d.who} needs aws ${d.constraint}`)
      .join('; ')}.`,
    'Raise the AWS provider in your own files, or leave podIdentity and via: target out.',
  ),
});
