/** What is taken over, and what is left → lines. Pure. */
import type { LeftRole } from '../../adopt/adoption.ts';
import type { Adoption } from '../../adopt/adopt.ts';
import type { At } from '../../survey/found.ts';
import { count } from '../report-changes.ts';
import type { Style } from '../style.ts';
import { wrap } from '../wrap.ts';

/** @param seen a place of the inventory, seen from where the command runs */
export function adoptionLines({ taken, left, unnamed }: Adoption, { colors, width }: Style, seen: (at: At) => string): string[] {
  const indented = (text: string, indent: number): string[] => wrap(text, width - indent).map((line) => ' '.repeat(indent) + line);
  return [
    ...(taken.length === 0 ? [] : ['', colors.bold(`Taken over: ${count(taken.length, 'role')}`)]),
    ...taken.flatMap(({ address, at, workload, section, role, to, lacks, assumed }) => [
      ...indented(`${seen(at)}  ${address}${address === to ? '' : ` → ${to}`}`, 2),
      ...indented(`the role ${role} is that of ${section}.${workload} from now on`, 4),
      ...(assumed === undefined ? [] : indented(assumes(assumed), 4)),
      ...(lacks === true ? indented(LACKS, 4) : []),
    ]),
    ...(left.length === 0
      ? []
      : ['', colors.bold(`Left as it is: ${count(left.length, 'role')} that irsa.yaml could not say word for word`)]),
    ...grouped(left).flatMap((roles) => [
      ...roles.flatMap(({ address, at }) => indented(`${seen(at)}  ${address}`, 2)),
      ...roles.slice(0, 1).flatMap(({ why, fix }) => [...indented(why, 4), ...indented(fix, 4).map((line) => colors.dim(line))]),
    ]),
    ...unnamed.flatMap((key) => [
      '',
      ...wrap(
        `What EKS calls the cluster ${key} is known to Terraform only: write it into clusters.${key}.name, for the runbook and verify.sh.`,
        width,
      ),
    ]),
    '',
  ];
}

const assumes = (release: string): string =>
  `its call takes several releases of the module, and ${release} is the newest that is known here: run terraform init before, and what is installed is taken`;

const LACKS =
  'newer versions of the add-on need more than its module’s flag allows: once all is applied, take moduleOnly out of irsa.yaml, and the next plan adds that';

/** What is left for one reason is told of once. */
function grouped(left: readonly LeftRole[]): readonly (readonly LeftRole[])[] {
  const groups = new Map<string, LeftRole[]>();
  for (const role of left) groups.set(`${role.why} ${role.fix}`, [...(groups.get(`${role.why} ${role.fix}`) ?? []), role]);
  return [...groups.values()];
}
