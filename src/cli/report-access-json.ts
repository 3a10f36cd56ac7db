/** What roles gained and lost, as `--json` gives it. Pure. */
import type { RoleDifference } from '../access/change.ts';
import type { PermitCondition } from '../access/conditions.ts';
import { gathered, type Change } from '../access/gather.ts';
import { isSubject } from '../access/of-trust.ts';
import { worst, type FailClass } from '../access/severity.ts';
import type { Problem } from '../problem.ts';
import { changedRoles, severityOf, type Compared } from './diff/compared.ts';
import type { AccessChangeJson, DiffJson } from './json-shapes.ts';
import { problemJson } from './report-problems.ts';

export function accessJson({ base, sources }: Compared, failed: readonly FailClass[], problems: readonly Problem[]): DiffJson {
  const roles = sources.flatMap((source) => changedRoles(source).map((role) => roleJson(source.file, role)));
  return {
    version: 1,
    base,
    severity: worst(roles.map(({ severity }) => severity)),
    failed: [...failed],
    roles,
    unchanged: sources.reduce((sum, source) => sum + source.roles.length - changedRoles(source).length, 0),
    problems: problems.map(problemJson),
  };
}

const roleJson = (file: string, role: RoleDifference) => ({
  file,
  key: role.key,
  role: role.name,
  status: role.status as 'added' | 'removed' | 'changed',
  severity: severityOf(role),
  gained: gathered(role.gained).map(changeJson),
  lost: gathered(role.lost).map(changeJson),
});

function changeJson({
  kind,
  severity,
  rules,
  allows,
  actions,
  notActions,
  on,
  notOn,
  values,
  conditions,
  otherwise,
}: Change): AccessChangeJson {
  const trust = kind === 'trust';
  const subjects = (conditions ?? []).filter(isSubject).flatMap((condition) => condition.values);
  return {
    kind,
    severity,
    rules: [...rules],
    ...(allows === undefined ? {} : { effect: allows ? ('Allow' as const) : ('Deny' as const) }),
    ...(trust && subjects.length > 0 ? { subjects } : {}),
    ...(actions === undefined ? {} : { actions }),
    ...(notActions === undefined ? {} : { notActions }),
    ...(on === undefined ? {} : { [trust ? 'principals' : 'resources']: on }),
    ...(notOn === undefined ? {} : { [trust ? 'notPrincipals' : 'notResources']: notOn }),
    ...(values === undefined ? {} : { values }),
    ...(conditions === undefined ? {} : { conditions: conditions.map(conditionJson) }),
    ...(otherwise === undefined ? {} : { otherwise: otherwise.map((all) => all.map(conditionJson)) }),
  };
}

const conditionJson = ({ operator, key, values }: PermitCondition) => ({ operator, key, values: [...values] });
