/** ServiceAccount → role → permissions, as a flowchart of Mermaid. */
import type { Permission, RunbookWorkload } from '../../plan/runbook/planned-runbook.ts';
import { mermaid } from '../markdown.ts';

/** Lines of a flowchart. @param workloads in their order, which numbers the nodes */
export const pictureOf = (workloads: readonly RunbookWorkload[]): string[] =>
  workloads.flatMap(({ subject, roles, may }, i) => [
    `s${i}[${mermaid(`${subject.namespace}/${subject.serviceAccount}`)}]`,
    ...roles.flatMap(({ name, identity, clusters }, n) => [
      `r${i}_${n}[[${mermaid(name)}]]`,
      `s${i} -- ${mermaid(`${identity === 'irsa' ? 'token' : 'association'} of ${clusters.join(', ')}`)} --> r${i}_${n}`,
      ...may.map((_, m) => `r${i}_${n} --> p${i}_${m}`),
    ]),
    ...may.map((permission, m) => `p${i}_${m}(${mermaid(shortly(permission))})`),
  ]);

const shortly = ({ what, with: options }: Permission): string =>
  [what.replace(/\.$/, ''), ...options.map(([option, value]) => `${option} ${value}`)].join(', ');
