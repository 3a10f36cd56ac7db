/** What becomes of each role → lines. Pure. */
import type { Expected, Migration } from './migrate/target.ts';
import { patchLines } from './report-patch.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/** What nodes hold; one entry a role, below it what the plan of Terraform will show; then patches, as they are to be made. */
export function migrationLines({ roles, patches, nodeRoles = [], dwellers = [] }: Migration, style: Style, folder = '.'): string[] {
  const { colors, width } = style;
  const indented = (text: string, indent: number): string[] => wrap(text, width - indent).map((line) => ' '.repeat(indent) + line);
  const ofRoles = roles.flatMap(({ workload, group, says, expects }) => [
    ...indented(`${workload} (${group}) ${says}`, 2),
    ...expects.flatMap((expected) => indented(expectedLine(expected), 4)),
  ]);
  return [
    ...nodeRoles.flatMap(({ role, policies }) => [
      '',
      colors.bold(`Node role ${role}`),
      ...policies.flatMap(({ policy, says }) => indented(`${policy} ${says}`, 2)),
    ]),
    ...(dwellers.length === 0
      ? []
      : [
          '',
          colors.bold('Without an identity of their own'),
          ...dwellers.flatMap(({ namespace, serviceAccount, says }) => indented(`${namespace}/${serviceAccount} ${says}`, 2)),
        ]),
    ...(ofRoles.length === 0 ? [] : ['', colors.bold('Roles'), ...ofRoles]),
    ...patches.flatMap(({ file, why, lines, diff }) => [
      '',
      colors.bold(`For you to change: ${file}`),
      ...indented(why, 2),
      ...(diff === undefined ? lines : []).map(
        (line) => `  ${line.startsWith('-') ? colors.red(line) : line.startsWith('+') ? colors.green(line) : line}`,
      ),
    ]),
    ...patchLines({ patch: patches.flatMap(({ diff = [] }) => diff), folder }, style),
    '',
  ];
}

const WORDS: Readonly<Record<Expected['action'], string>> = {
  create: 'makes',
  update: 'updates in place',
  replace: 'replaces',
  delete: 'destroys',
};

const expectedLine = ({ action, address, why }: Expected): string => `the plan ${WORDS[action]} ${address}: ${why}.`;
