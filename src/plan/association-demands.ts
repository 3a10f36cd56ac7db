/** What Pod Identity associations say that not every AWS provider can. */
import { satisfiable } from '../catalog/modules/versions.ts';
import { error, type Problem } from '../problem.ts';
import type { ModuleUses } from './modules.ts';

/** What one party demands of the AWS provider. */
export interface Demand {
  readonly who: string;
  readonly constraint: string;
}

/** https://github.com/hashicorp/terraform-provider-aws/pull/42979 and https://github.com/hashicorp/terraform-provider-aws/pull/48869 */
export const associationDemands = ({ associations }: ModuleUses): Demand[] => [
  ...(associations.target ? [{ who: 'disable_session_tags or target_role_arn of an association', constraint: '>= 6.2.0' }] : []),
  ...(associations.policy ? [{ who: 'policy of an association', constraint: '>= 6.57.1' }] : []),
];

export const tooOldFor = ({ who, constraint }: Demand, demands: readonly Demand[]): Problem =>
  error(
    'versions-unsatisfiable',
    ['terraform'],
    `No AWS provider version fits: ${who} needs aws ${constraint}, but ${demands
      .filter((d) => !satisfiable([d.constraint, constraint]))
      .map((d) => `${d.who} needs aws ${d.constraint}`)
      .join('; ')}.`,
    'Raise the AWS provider in your own files, or leave podIdentity and via: target out.',
  );
