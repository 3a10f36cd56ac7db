/** What roles gained and lost, as one comment on a pull request. Pure. */
import type { RoleDifference } from '../access/change.ts';
import { gathered } from '../access/gather.ts';
import { worst, type FailClass } from '../access/severity.ts';
import { changeWords, ruleWords } from '../access/words.ts';
import { changedRoles, severityOf, type Compared } from './diff/compared.ts';
import { oneLine, roleTitle } from './report-access.ts';
import { count } from './report-changes.ts';

/** By which the comment is found again: it is the first line, and GitHub shows nothing of it. */
export const MARKER = '<!-- create-irsa diff -->';

/** GitHub takes 65,536 characters of a comment. */
const LONGEST = 60_000;

export function accessMarkdown({ base, sources }: Compared, failed: readonly FailClass[]): string {
  const roles = sources.flatMap((source) => changedRoles(source).map((role) => ({ file: source.file, role })));
  const all = sources.reduce((sum, source) => sum + source.roles.length, 0);
  const head = [MARKER, '', `### What pods may do in AWS: ${titleOf(roles.map(({ role }) => role))}`, ''];
  const against = [`Against ${code(base)}. ${count(all, 'role')} looked at, ${roles.length} changed.`, ''];
  const refused = failed.length === 0 ? [] : [`**Not accepted here:** ${failed.map(code).join(', ')}.`, ''];
  const lines = [...head, ...against, ...refused];
  let size = lines.join('\n').length;
  for (const [i, { file, role }] of roles.entries()) {
    const more = roleLines(file, role, sources.length > 1);
    size += more.join('\n').length + 1;
    if (size > LONGEST) {
      lines.push(
        `… and ${count(roles.length - i, 'more role')}: this would be too long for a comment. Run \`create-irsa diff\` to see all.`,
        '',
      );
      break;
    }
    lines.push(...more);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function titleOf(roles: readonly RoleDifference[]): string {
  if (roles.length === 0) return 'nothing changes';
  const severity = worst(roles.map(severityOf));
  const many = `${count(roles.length, 'role')} ${roles.length === 1 ? 'changes' : 'change'}`;
  return severity === 'note' ? many : `${many}, with ${severity === 'error' ? 'errors' : 'warnings'}`;
}

const STATUS: Readonly<Record<RoleDifference['status'], string>> = { added: 'new', removed: 'gone', changed: 'changed', unchanged: '' };

function roleLines(file: string, role: RoleDifference, several: boolean): string[] {
  const sides = (['gained', 'lost'] as const).flatMap((side) => gathered(role[side]).map((change) => ({ side, change })));
  const diff = sides.map(({ side, change }) => `${side === 'gained' ? '+' : '-'} ${oneLine(changeWords(change, side))}`);
  const fence = '`'.repeat(Math.max(3, longestRun(diff.join('\n')) + 1));
  const reasons = new Set(
    sides.flatMap(({ side, change }) =>
      change.rules.map(
        (rule) => `- **${change.severity}** ${code(shortened(oneLine(changeWords(change, side))))}: ${ruleWords[rule]} (\`${rule}\`)`,
      ),
    ),
  );
  return [
    `#### ${code(roleTitle(role))} ${STATUS[role.status]}${several ? ` in ${code(file)}` : ''}`,
    '',
    `${fence}diff`,
    ...diff,
    fence,
    '',
    ...(reasons.size === 0 ? [] : [...reasons, '']),
  ];
}

/** Names are other people's: nothing in them is Markdown, nor HTML, nor a mention. */
function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = /^`|`$/.test(text) ? ' ' : '';
  return `${ticks}${pad}${oneLine(text)}${pad}${ticks}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
