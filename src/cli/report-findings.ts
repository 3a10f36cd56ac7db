/** Findings → lines, and → JSON. Pure. */
import { isAlarm, type FindingSeverity } from '../survey/finding.ts';
import type { JudgedFinding } from '../survey/silenced.ts';
import { findingLink } from './finding-link.ts';
import type { FindingJson } from './json-shapes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

const INDENT = '    ';

/** What is found, the worst first: each kind once, with its places below it. What is ignored is only counted. */
export function findingLines(findings: readonly JudgedFinding[], style: Style): string[] {
  const told = findings.filter(({ silencedBy }) => silencedBy === undefined);
  const kinds = new Map<string, JudgedFinding[]>();
  for (const severity of SEVERITIES) {
    for (const finding of told.filter((one) => one.severity === severity)) {
      const key = `${severity} ${finding.code}`;
      kinds.set(key, [...(kinds.get(key) ?? []), finding]);
    }
  }
  return [...[...kinds.values()].flatMap((ofKind) => [...kindLines(ofKind, style), '']), summary(findings)];
}

const SEVERITIES = ['error', 'warning', 'note'] as const;

/** `error  Trust without a subject  [trust-no-sub]`, why, `  irsa.tf:12  message` for each place, and what to do. */
function kindLines(findings: readonly JudgedFinding[], { colors, width }: Style): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { severity, title, code, why, link } = first;
  const indented = (text: string, paint: (line: string) => string) => wrap(text, width - INDENT.length).map((line) => INDENT + paint(line));
  const isOneFix = findings.every(({ fix }) => fix === first.fix);
  return [
    `${PAINTS[severity](colors)(severity)}  ${colors.bold(title)}  ${colors.dim(`[${code}]`)}`,
    ...indented(why, colors.dim),
    ...findings.flatMap(({ at, message, fix }) => [
      ...placeLines(`${at.file}:${at.line}`, message, { colors, width }),
      ...(isOneFix ? [] : indented(fix, colors.cyan)),
    ]),
    ...(isOneFix ? indented(first.fix, colors.cyan) : []),
    INDENT + colors.dim(link),
  ];
}

function placeLines(place: string, message: string, { colors, width }: Pick<Style, 'colors' | 'width'>): string[] {
  if (2 + place.length + 2 + message.length <= width) return [`  ${colors.bold(place)}  ${message}`];
  return [`  ${colors.bold(place)}`, ...wrap(message, width - INDENT.length).map((line) => INDENT + line)];
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
  const counts = SEVERITIES.flatMap((severity) => {
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
