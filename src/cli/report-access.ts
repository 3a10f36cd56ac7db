/** What roles gained and lost → lines for a terminal. Pure. */
import type { DiffSeverity, RoleDifference } from '../access/change.ts';
import { gathered, type Change } from '../access/gather.ts';
import type { FailClass } from '../access/severity.ts';
import { changeWords, ruleWords } from '../access/words.ts';
import { changedRoles, type Compared, type ComparedSource } from './diff/compared.ts';
import { count } from './report-changes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

export function comparedLines({ base, sources }: Compared, style: Style): string[] {
  return sources.flatMap((source, i) => [
    ...(i === 0 ? [] : ['']),
    ...wrap(`${source.file} against ${base}`, style.width).map(style.colors.bold),
    ...sourceLines(source, style),
  ]);
}

function sourceLines(source: ComparedSource, style: Style): string[] {
  const changed = changedRoles(source);
  const same = source.roles.length - changed.length;
  const left = same === 0 ? [] : [style.colors.dim(`${count(same, 'role')}: nothing gained, nothing lost`)];
  if (source.roles.length === 0) return [style.colors.dim('no roles, then or now')];
  return [...changed.flatMap((role) => roleLines(role, style)), ...left];
}

export const roleTitle = ({ key, name }: RoleDifference): string => (key === name ? key : `${key} (${name})`);

const STATUS: Readonly<Record<RoleDifference['status'], string>> = {
  added: 'new',
  removed: 'gone',
  changed: 'changed',
  unchanged: 'unchanged',
};

function roleLines(role: RoleDifference, style: Style): string[] {
  const { colors } = style;
  return [
    ...wrap(oneLine(`${roleTitle(role)}: ${STATUS[role.status]}`), style.width).map(colors.bold),
    ...gathered(role.gained).flatMap((change) => changeLines(change, 'gained', style)),
    ...gathered(role.lost).flatMap((change) => changeLines(change, 'lost', style)),
  ];
}

/** Names are other people's, and may hold anything. */
export const oneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');

const INDENT = '    ';

function changeLines(change: Change, side: 'gained' | 'lost', { colors, width }: Style): string[] {
  const [sign, paint] = side === 'gained' ? ['+', colors.green] : ['-', colors.red];
  const [first = '', ...more] = wrap(oneLine(changeWords(change, side)), width - INDENT.length);
  const why = change.rules.flatMap((rule) => wrap(`${change.severity}: ${ruleWords[rule]}  [${rule}]`, width - INDENT.length));
  const painted: Readonly<Record<DiffSeverity, (text: string) => string>> = { error: colors.red, warning: colors.yellow, note: colors.dim };
  return [
    `  ${paint(`${sign} ${first}`)}`,
    ...more.map((line) => INDENT + paint(line)),
    ...why.map((line) => INDENT + painted[change.severity](line)),
  ];
}

export const failedLines = (failed: readonly FailClass[]): string[] =>
  failed.length === 0 ? [] : [`--fail-on: there is ${failed.join(', ')}.`];
