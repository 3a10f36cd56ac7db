/** Texts, values and statements of the catalog → Markdown. */
import { code, table } from './markdown.mjs';

const FACTS = { partition: '<partition>', accountId: '<account>', region: '<region>' };

const plain = (text) =>
  typeof text === 'string' ? text : text.text.map((part) => (typeof part === 'string' ? part : (FACTS[part.fact] ?? part.ref))).join('');

export const value = (given) => {
  if (Array.isArray(given)) return `[${given.map(value).join(', ')}]`;
  if (given !== null && typeof given === 'object' && 'map' in given) return '{ … }';
  if (given !== null && typeof given === 'object') return plain(given);
  return typeof given === 'string' ? given : String(given);
};

/** Long arrays of a condition are cut by no one: they are few. */
const conditions = (list) =>
  list.map(({ operator, key, values }) => `${operator} ${plain(key)} = ${values.map(plain).join(', ')}`).join('; ');

export function statementTable(statements) {
  const withConditions = statements.some((statement) => statement.conditions.length > 0);
  return table(
    ['statement', 'actions', 'on', ...(withConditions ? ['if'] : [])],
    statements.map((statement) => [
      `${statement.sid}${statement.effect === 'Deny' ? ' (Deny)' : ''}`,
      (statement.actions ?? statement.notActions ?? []).map(code).join(' '),
      [...(statement.resources ?? []).map((resource) => code(plain(resource))), statement.reason].filter(Boolean).join(' '),
      ...(withConditions ? [statement.conditions.length > 0 ? code(conditions(statement.conditions)) : ''] : []),
    ]),
  );
}
