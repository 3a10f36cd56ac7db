/** Which fields of its block a template mentions. Loads Handlebars: to be imported when there is a template to be read. */
import Handlebars from 'handlebars';

/** In the order in which they first come up. */
export const fieldsSaid = (text: string): readonly string[] => [...new Set(inProgram(Handlebars.parse(text), []))];

/** @param named what the `each` around it call their items */
const inProgram = ({ body }: hbs.AST.Program, named: readonly string[]): string[] =>
  body.flatMap((statement) => inStatement(statement, named));

function inStatement(statement: hbs.AST.Statement, named: readonly string[]): string[] {
  if (statement.type === 'MustacheStatement') {
    const { path, params } = statement as hbs.AST.MustacheStatement;
    return (params.length === 0 ? [path] : params).flatMap((expression) => inExpression(expression, named));
  }
  if (statement.type !== 'BlockStatement') return [];
  const { params, program, inverse } = statement as hbs.AST.BlockStatement;
  return [
    ...params.flatMap((expression) => inExpression(expression, named)),
    ...inProgram(program, [...named, ...(program.blockParams ?? [])]),
    ...((inverse as hbs.AST.Program | undefined) === undefined ? [] : inProgram(inverse, named)),
  ];
}

function inExpression(expression: hbs.AST.Expression, named: readonly string[]): string[] {
  if (expression.type === 'SubExpression')
    return (expression as hbs.AST.SubExpression).params.flatMap((inner) => inExpression(inner, named));
  if (expression.type !== 'PathExpression') return [];
  const [first] = (expression as hbs.AST.PathExpression).parts;
  return first === undefined || named.includes(first) ? [] : [first];
}
