/** What explain found → lines, and → JSON. Pure. */
import { nameOf } from '../iam/refusal.ts';
import { listOf, type StatementDecision, type TrustCondition } from '../iam/trust.ts';
import type { WayIn } from '../iam/ways-in.ts';
import type { ExplainedRole } from './explain/explained-role.ts';
import type { ExplainJson } from './json-shapes.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

export interface Explained {
  readonly subject: string;
  readonly roles: readonly (ExplainedRole & { readonly ways: readonly ExplainedWay[] })[];
}

export interface ExplainedWay extends WayIn {
  readonly reasons: readonly string[];
}

export function explainLines({ subject, roles }: Explained, style: Style): string[] {
  return roles.flatMap((role, i) => [
    ...(i === 0 ? [] : ['']),
    style.colors.bold(`${subject} and the role ${role.name}${role.where === role.name ? '' : ` (${role.where})`}`),
    ...(role.ways.length === 0
      ? ['', style.colors.red('refused'), '  The policy trusts neither tokens of a cluster nor EKS Pod Identity.']
      : []),
    ...role.ways.flatMap((way) => ['', ...wayLines(way, role, style)]),
  ]);
}

function wayLines(way: ExplainedWay, role: ExplainedRole, style: Style): string[] {
  const { colors, width } = style;
  const verdict = way.admitted ? colors.green('admitted') : colors.red('refused');
  return [
    `${wayOf(way, role)}: ${verdict}`,
    ...way.statements.flatMap((statement, i) => statementLines(statement, i, style)),
    ...way.reasons.flatMap((reason) => wrap(reason, width - 2).map((line) => `  ${colors.yellow(line)}`)),
    ...('service' in way.by && way.admitted ? wrap(BY_ASSOCIATION, width - 2).map((line) => `  ${colors.dim(line)}`) : []),
  ];
}

/** Trust is half of it. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html */
const BY_ASSOCIATION =
  'An association has to lead its pods there, which no trust policy says: `create-irsa doctor` looks whether one does.';

function wayOf({ by }: WayIn, { issuers = {} }: ExplainedRole): string {
  if ('service' in by) return 'EKS Pod Identity';
  const [cluster] = Object.entries(issuers).find(([, issuer]) => issuer === by.issuer) ?? [];
  return cluster === undefined ? `A token of ${by.issuer}` : `A token of cluster ${cluster}`;
}

/** A statement about somebody else is told in one line. */
function statementLines(statement: StatementDecision, index: number, { colors, unicode }: Style): string[] {
  const sign = (met: boolean) => (met ? colors.green(unicode ? '✔' : 'ok') : colors.red(unicode ? '✘' : 'no'));
  const head = `  ${nameOf(statement, index)}, ${statement.effect}: `;
  if (!statement.principal) return [colors.dim(`${head}for another principal`)];
  return [
    `${head}${statement.matched ? 'matches' : 'does not match'}`,
    `    ${sign(statement.action)} action`,
    ...statement.conditions.map((condition) => `    ${sign(condition.met)} ${conditionOf(condition)}`),
  ];
}

const conditionOf = ({ operator, key, expected, actual, met }: TrustCondition): string =>
  `${operator} ${key} = ${expected.join(' | ')}${met ? '' : actual === undefined ? ' (not there)' : ` (is ${listOf(actual).join(', ')})`}`;

/** As interface.md has it, for the way that is admitted, else the first; and all ways. */
export function explainJson({ subject, roles }: Explained): ExplainJson {
  const ways = roles.flatMap((role) =>
    role.ways.map((way) => ({
      role: role.name,
      ...way.by,
      admitted: way.admitted,
      statements: way.statements.map(statementJson),
      reasons: way.reasons,
    })),
  );
  const told = ways.find(({ admitted }) => admitted) ?? ways[0];
  return { version: 1, subject, admitted: told?.admitted ?? false, statements: told?.statements ?? [], ways };
}

const statementJson = ({ sid, effect, matched, principal, action, conditions }: StatementDecision) => ({
  ...(sid === undefined ? {} : { sid }),
  effect,
  matched,
  principal,
  action,
  conditions: conditions.map(({ actual, ...condition }) => ({ ...condition, ...(actual === undefined ? {} : { actual }) })),
});
