/** Types of Terraform for what a workload may be let into. */
import * as kinds from './resources.ts';
import * as compute from './compute-resources.ts';
import * as data from './data-resources.ts';
import * as messages from './message-resources.ts';

export const nameableTypes: ReadonlySet<string> = new Set(
  Object.values({ ...kinds, ...compute, ...data, ...messages }).flatMap(({ madeBy }) =>
    madeBy.flatMap((maker) => ('type' in maker ? maker.type : [])),
  ),
);
