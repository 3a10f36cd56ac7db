/** What is taken over, and what is left → lines. Pure. */
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
    ...taken.flatMap(({ address, at, workload, section, role, to, lacks }) => [
      ...indented(`${seen(at)}  ${address}${address === to ? '' : ` → ${to}`}`, 2),
      ...indented(`the role ${role} is that of ${section}.${workload} from now on`, 4),
      ...(lacks === true ? indented(LACKS, 4) : []),
    ]),
    ...(left.length === 0
      ? []
      : ['', colors.bold(`Left as it is: ${count(left.length, 'role')} that irsa.yaml could not say word for word`)]),
    ...left.flatMap(({ address, at, why, fix }) => [
      ...indented(`${seen(at)}  ${address}`, 2),
      ...indented(why, 4),
      ...indented(colors.dim(fix), 4),
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

const LACKS =
  'newer versions of the add-on need more than its module’s flag allows: once all is applied, take moduleOnly out of irsa.yaml, and the next plan adds that';
