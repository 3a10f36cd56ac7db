/** What stands in the way to EKS Pod Identity, each with how to go on. */
import { error, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import type { AddOnSpec, AppSpec } from '../../spec/spec.ts';
import { isGiven } from '../arguments.ts';
import type { Asked } from './target.ts';

export type Workload = AddOnSpec | AppSpec;

export const pathOf = (workload: Workload) => ['installer' in workload ? 'addOns' : 'apps', workload.id];

const SOURCES = ['state', 'terraform'];

export function wrongFlags({ args }: Asked): readonly Problem[] {
  const given = (names: readonly string[]) => names.filter((name) => isGiven(args, name)).map((name) => `--${name}`);
  const clash = (flags: readonly string[], why: string): Problem[] =>
    flags.length < 2 ? [] : [error('contradictory-flags', [], `${flags.join(' and ')} ${why}.`, 'Leave all but one of them out.')];
  return [...clash(given(SOURCES), 'each say where the state is read'), ...clash(given(['finish', 'rollback']), 'are two ways on')];
}

export function unknownWorkload(word: string, all: readonly Workload[]): Problem {
  const ids = all.map(({ id }) => id);
  const meant = didYouMean(word, ids);
  return error(
    'workload-unknown',
    [],
    `There is no workload \`${word}\` in irsa.yaml.`,
    meant === undefined ? `It has ${ids.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

export const needsTerraform = (): Problem =>
  error(
    'migration-needs-terraform',
    ['outputs'],
    'The phases are changes of Terraform, and outputs does not list terraform.',
    'Add terraform to outputs; for roles of eksctl see `eksctl utils migrate-to-pod-identity`.',
  );

export const arrived = (workload: Workload): Problem =>
  error(
    'nothing-to-migrate',
    pathOf(workload),
    `${workload.id} has arrived: its identity is pod-identity.`,
    'There is nothing to do, but for `create-irsa migrate pod-identity --finish` once that is applied.',
  );

export const notOfModule = (workload: Workload): Problem =>
  error(
    'role-not-carried',
    pathOf(workload),
    `The role of ${workload.id} is made by no module of this root, so it cannot go over.`,
    'Leave its audience, or via: direct, out first; or let it stay on IRSA.',
  );

export const stateNotSaid = (workload: Workload): Problem =>
  error(
    'state-not-said',
    pathOf(workload),
    `The module of ${workload.id} has made a policy of its own, which stays attached on the way, and only the state says what is in it.`,
    'Say --terraform to have `terraform show -json` run here, or --state FILE for what it printed elsewhere; or --role new for a role beside this one.',
  );

export const phaseNotApplied = (workload: Workload, left: readonly string[], file: string): Problem => ({
  ...error(
    'migration-not-applied',
    [...pathOf(workload), 'migration'],
    `${workload.id} is in phase ${workload.migration?.phase}, and the state does not show that: ${left.slice(0, 3).join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}.`,
    'Apply the phase first, look at the pods as irsa/migration/README.md says, and take the state anew.',
  ),
  file,
});

export const nothingToFinish = (workloads: readonly Workload[], isStateSaid: boolean): Problem =>
  workloads.some(({ migration }) => migration?.phase === 'done')
    ? error(
        'migration-not-under-way',
        [],
        isStateSaid
          ? 'Their new roles go on under the names that they have, several to a workload, which irsa.yaml cannot say otherwise: there is nothing left to take out.'
          : 'Their new roles go on under the names that they have. To take migration out they go to the address of the former ones, and only the state says that these are gone.',
        isStateSaid ? 'Leave --finish out.' : 'Say --terraform, or --state FILE, for that; or leave --finish out.',
      )
    : error(
        'migration-not-under-way',
        [],
        'No workload has arrived: that is after the phases prepare, dual and done, each applied.',
        'Go on with `create-irsa migrate pod-identity`.',
      );

export const notUnderWay = (): Problem =>
  error(
    'migration-not-under-way',
    [],
    'No workload is on its way to Pod Identity here: `migration` is not said.',
    'Begin with `create-irsa migrate pod-identity`.',
  );
