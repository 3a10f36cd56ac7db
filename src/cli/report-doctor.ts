/** What the doctor found → lines, and → JSON. Pure. */
import { counts, type Finding, type FindingSeverity } from '../doctor/finding.ts';
import type { DoctorJson } from './json-shapes.ts';
import { count } from './report-changes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

export interface Diagnosis {
  /** `namespace:name` of whom it looked at. */
  readonly subjects: readonly string[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** What could not be looked at. */
  readonly unseen: readonly { readonly what: string; readonly why: string }[];
}

const INDENT = '    ';

export function diagnosisLines({ subjects, findings, unseen }: Diagnosis, style: Style): string[] {
  const { colors } = style;
  return [
    ...findings.flatMap((finding, i) => [...(i === 0 ? [] : ['']), ...findingLines(finding, style)]),
    ...(findings.length > 0 ? [''] : []),
    ...unseen.flatMap(({ what, why }) => wrap(`Not looked at: ${what}. ${why}`, style.width).map((line) => colors.dim(line))),
    ...(subjects.length === 0
      ? wrap('No ServiceAccount there has a role, or an annotation that looks like one: nobody was looked at.', style.width)
      : [`${count(subjects.length, 'ServiceAccount')} looked at: ${verdict(findings, style)}`]),
  ];
}

/** Of a message, nobody was looked at. */
export const recognisedLines = (findings: readonly Finding[], style: Style): string[] =>
  findings.flatMap((finding, i) => [...(i === 0 ? [] : ['']), ...findingLines(finding, style)]);

function verdict(findings: readonly Finding[], { colors }: Style): string {
  if (!findings.some(counts)) return colors.green(findings.length === 0 ? 'nothing is wrong.' : 'nothing is wrong, but see above.');
  const of = (wanted: FindingSeverity) => findings.filter(({ severity }) => severity === wanted).length;
  return `${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}.`;
}

/** As problems look: the code can be searched for. */
function findingLines({ code, severity, subject, message, evidence, fix, commands, link }: Finding, style: Style): string[] {
  const { colors, width } = style;
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim }[severity];
  const head = [paint(severity), ...(subject === undefined ? [] : [colors.bold(subject)]), colors.dim(`[${code}]`)].join('  ');
  const indented = (text: string) => wrap(text, width - INDENT.length).map((line) => INDENT + line);
  return [
    head,
    ...indented(message),
    ...evidence.flatMap((seen) =>
      wrap(seen, width - INDENT.length - 2).map((line, i) => `${INDENT}${i === 0 ? '- ' : '  '}${colors.dim(line)}`),
    ),
    ...indented(fix).map((line) => colors.cyan(line)),
    // Not wrapped, so that they can be copied.
    ...commands.map((command) => `${INDENT}$ ${command}`),
    `${INDENT}${colors.dim(link)}`,
  ];
}

export const diagnosisJson = ({ subjects, findings, unseen }: Diagnosis): DoctorJson => ({
  version: 1,
  subjects,
  findings: findings.map((finding) => ({ ...finding })),
  unseen,
});
