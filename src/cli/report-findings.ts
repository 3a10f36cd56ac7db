/** Findings → lines, and → JSON. Pure. */
import { isAlarm, type FindingSeverity } from '../survey/finding.ts';
import type { JudgedFinding } from '../survey/silenced.ts';
import { findingLink } from './finding-link.ts';
import type { FindingJson } from './json-shapes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

const INDENT = '    ';

/** `irsa.tf:12  error  message  [code]`, below it why it matters and what to do; what is ignored is only counted. */
export function findingLines(findings: readonly JudgedFinding[], style: Style): string[] {
  const told = findings.filter(({ silencedBy }) => silencedBy === undefined);
  return [...told.flatMap((finding) => [...oneLines(finding, style), '']), summary(findings)];
}

function oneLines({ code, severity, at, message, why, fix, link }: JudgedFinding, { colors, width }: Style): string[] {
  const where = `${at.file}:${at.line}`;
  const head = `${colors.bold(where)}  ${PAINTS[severity](colors)(severity)}`;
  const mark = colors.dim(`[${code}]`);
  const indented = (text: string, paint: (line: string) => string) => wrap(text, width - INDENT.length).map((line) => INDENT + paint(line));
  const fits = where.length + severity.length + message.length + code.length + 8 <= width;
  return [
    ...(fits ? [`${head}  ${message}  ${mark}`] : [`${head}  ${mark}`, ...indented(message, (line) => line)]),
    ...indented(why, colors.dim),
    ...indented(fix, colors.cyan),
    INDENT + colors.dim(link),
  ];
}

const PAINTS: Readonly<Record<FindingSeverity, (colors: Style['colors']) => (text: string) => string>> = {
  error: ({ red }) => red,
  warning: ({ yellow }) => yellow,
  note: ({ dim }) => dim,
};

/** `2 errors, 1 warning, 1 note; 3 ignored with a reason.` */
export function summary(findings: readonly JudgedFinding[]): string {
  const told = findings.filter(({ silencedBy }) => silencedBy === undefined);
  const ignored = findings.length - told.length;
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = told.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  const found = counts.length === 0 ? 'No findings' : counts.join(', ');
  return `${found}${ignored === 0 ? '' : `; ${ignored} ignored with a reason`}.`;
}

/** Whether the exit code is 1. */
export const hasAlarms = (findings: readonly JudgedFinding[]): boolean =>
  findings.some((finding) => finding.silencedBy === undefined && isAlarm(finding));

/** As `--json` gives it. */
export const findingJson = ({ code, severity, at, subject, message, why, fix, link, silencedBy }: JudgedFinding): FindingJson => ({
  code,
  severity,
  file: at.file,
  line: at.line,
  subject,
  message,
  why,
  fix,
  link: findingLink(code),
  source: link,
  ...(silencedBy === undefined ? {} : { ignored: { reason: silencedBy.reason, file: silencedBy.at.file, line: silencedBy.at.line } }),
});
