/**
 * What a template of a user may say: fields of its block, our helpers, `if`, `unless`, `each` and `with`. Handlebars
 * has more (partials, decorators, lookups by name), through which templates have reached what is not theirs.
 */
import options from './template-options.json' with { type: 'json' };

/** What is wrong with a template, and where, as far as that is known. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';

  constructor(
    reason: string,
    readonly line?: number,
    readonly file?: string,
  ) {
    super(reason);
  }
}

const refuse = (reason: string, { loc }: hbs.AST.Node): never => {
  throw new TemplateFault(reason, loc.start.line);
};

const BLOCKS: readonly string[] = ['if', 'unless', 'each', 'with'];
/** Handlebars' own helpers, which are no fields. */
const BUILT_IN: readonly string[] = [...BLOCKS, 'lookup', 'log', 'helperMissing', 'blockHelperMissing'];
/** Of `@root` and the like, what `each` sets. */
const DATA: readonly string[] = ['index', 'key', 'first', 'last'];

const STATEMENTS: Readonly<Record<string, string>> = {
  PartialStatement: 'partials',
  PartialBlockStatement: 'partials',
  Decorator: 'decorators',
  DecoratorBlock: 'decorators',
};

/** Handlebars takes minutes for thousands of blocks in one another, and our longest template has sixty expressions. */
const MOST = { characters: 65_536, openings: 1_000 };

/** @throws where a text is longer than any template is; to be asked before Handlebars sees it */
export function checkSize(text: string): void {
  if (text.length > MOST.characters || (text.match(/\{\{|\(/g)?.length ?? 0) > MOST.openings)
    throw new TemplateFault(`a template has at most ${MOST.characters} characters, and ${MOST.openings} of {{ and (`);
}

/** @throws TemplateFault where a template says anything else */
export function checkLanguage({ body }: hbs.AST.Program): void {
  for (const statement of body) {
    if (isMustache(statement)) call(statement);
    else if (isBlock(statement)) {
      const { path, params, program, inverse } = statement;
      if (!BLOCKS.includes(path.original)) refuse(`a template has no block ${path.original}, only ${BLOCKS.join(', ')}`, statement);
      params.forEach(value);
      for (const part of [program, inverse]) if (part) checkLanguage(part);
    } else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      refuse(`a template has no ${STATEMENTS[statement.type] ?? statement.type}`, statement);
    }
  }
}

const isMustache = (statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement => statement.type === 'MustacheStatement';
const isBlock = (statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement => statement.type === 'BlockStatement';
const isCall = (expression: hbs.AST.Expression): expression is hbs.AST.SubExpression => expression.type === 'SubExpression';
const isPath = (expression: hbs.AST.Expression): expression is hbs.AST.PathExpression => expression.type === 'PathExpression';

function call({ path, params, hash }: Pick<hbs.AST.SubExpression, 'path' | 'params' | 'hash'> | hbs.AST.MustacheStatement): void {
  if (params.length === 0) return value(path);
  const { original } = path as hbs.AST.PathExpression;
  if (!Object.hasOwn(options.knownHelpers, original)) refuse(`a template has no helper ${original}`, path);
  params.forEach(value);
  hash?.pairs.forEach((pair) => value(pair.value));
}

function value(expression: hbs.AST.Expression): void {
  if (isCall(expression)) return call(expression);
  if (!isPath(expression)) return;
  const { parts, original, data, depth } = expression;
  const [first = ''] = parts;
  const strange = data ? !DATA.includes(first) || parts.length > 1 : parts.length === 1 && depth === 0 && BUILT_IN.includes(first);
  if (strange || parts.some((part) => part in Object.prototype)) refuse(`a template has no ${original}`, expression);
}
