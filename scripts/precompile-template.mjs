/**
 * Handlebars text → the source of an ES module whose default export prints a block. Shared by the build
 * and by Jest.
 *
 * Handlebars' own precompiled templates need its runtime and prepare themselves at the first use: 5 ms of
 * every run. Ours say little (fields, helpers, `if`, `each … as |name|`), so each becomes one expression
 * that calls what `src/emit/terraform/printing.ts` has; anything else is an error of the build.
 */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/** What templates of users are compiled with, at run time and by Handlebars. */
const { knownHelpers } = JSON.parse(readFileSync(new URL('../src/emit/terraform/template-options.json', import.meta.url), 'utf8'));

/** @param {string} text @returns {string} */
export const precompile = (text) => `export default (block, call) => ${body(Handlebars.parse(text), [])};\n`;

/**
 * @param {hbs.AST.Program} program
 * @param {readonly string[]} names what the `each` around it call their items
 * @returns {string} an expression
 */
const body = (program, names) => program.body.flatMap((statement) => printed(statement, names)).join(' + ') || "''";

/** @param {any} statement @param {readonly string[]} names @returns {string | []} */
function printed(statement, names) {
  switch (statement.type) {
    case 'ContentStatement':
      return statement.value === '' ? [] : JSON.stringify(statement.value);
    case 'CommentStatement':
      return [];
    case 'MustacheStatement':
      return statement.params.length === 0 ? `call.field(${value(statement.path, names)})` : helper(statement, names);
    case 'BlockStatement':
      return block(statement, names);
    default:
      throw new Error(`templates have no ${statement.type}`);
  }
}

/** @param {hbs.AST.MustacheStatement} statement @param {readonly string[]} names */
function helper({ path, params }, names) {
  const name = /** @type {hbs.AST.PathExpression} */ (path).original;
  if (!Object.hasOwn(knownHelpers, name)) throw new Error(`templates have no helper ${name}`);
  return `call.${name}(${params.map((param) => value(param, names)).join(', ')})`;
}

/** @param {hbs.AST.BlockStatement} statement @param {readonly string[]} names */
function block({ path, params: [subject], program, inverse }, names) {
  const [name] = program.blockParams ?? [];
  if (path.original === 'if') {
    return `(call.isThere(${value(subject, names)}) ? ${body(program, names)} : ${inverse ? body(inverse, names) : "''"})`;
  }
  if (path.original !== 'each' || name === undefined || inverse) throw new Error(`templates have only if, and each … as |name|`);
  return `call.each(${value(subject, names)}, (${name}) => ${body(program, [...names, name])})`;
}

/** @param {any} expression @param {readonly string[]} names */
function value(expression, names) {
  if (expression?.type === 'StringLiteral') return JSON.stringify(expression.value);
  if (expression?.type !== 'PathExpression' || expression.depth > 0 || expression.data || expression.parts.length === 0)
    throw new Error('templates have only texts and fields');
  const [first, ...rest] = expression.parts;
  if (names.includes(first)) return [first, ...rest].join('.');
  // There Handlebars would look in the item, not in the block.
  if (names.length > 0) throw new Error(`${expression.original} is no field of ${names.join(' or ')}`);
  return ['block', ...expression.parts].join('.');
}
