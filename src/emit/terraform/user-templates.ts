/**
 * Compiles the templates of `--templates DIR`. The only file that loads Handlebars: to be imported when
 * there are such templates.
 */
import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import type { Block, BlockKind } from '../../plan/terraform/blocks.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { helpers } from './helpers.ts';
import { checkLanguage, checkSize, TemplateFault } from './template-language.ts';
import COMPILE_OPTIONS from './template-options.json' with { type: 'json' };
import { blockKinds, type TemplateOverrides } from './templates.ts';

/** What the loops of a template may print for one block: far more than anybody reads. */
const MOST_CHARACTERS = 1_000_000;

/** Handlebars adds an argument of its own. */
const ours = Object.fromEntries(Object.entries(helpers).map(([name, help]) => [name, (...args: unknown[]) => help(...args.slice(0, -1))]));

/** A template sees what the block says and nothing that JavaScript adds to objects. */
const runtimeOptions = (): RuntimeOptions => ({
  helpers: { ...ours, each: bounded(Handlebars.helpers['each'] as HelperDelegate) },
  allowProtoPropertiesByDefault: false,
  allowProtoMethodsByDefault: false,
});

/** Loops end, but loops within loops over fifty tags print for days. */
function bounded(each: HelperDelegate): HelperDelegate {
  let printed = 0;
  return function bound(this: unknown, subject: unknown, options: HelperOptions): unknown {
    const fn: typeof options.fn = (...args) => {
      const text = options.fn(...args);
      printed += text.length + 1;
      if (printed > MOST_CHARACTERS) throw new Error(`its loops print more than ${MOST_CHARACTERS} characters`);
      return text;
    };
    return each.call(this, subject, { ...options, fn }) as unknown;
  };
}

/**
 * One template as a function that prints a block.
 * @throws TemplateFault where it cannot be compiled, says what templates may not, or later where it cannot be filled in
 */
export function compileTemplate(text: string): (block: Block) => string {
  checkSize(text);
  const program = orFault(() => Handlebars.parse(text));
  checkLanguage(program);
  // Compiles now: Handlebars itself would wait for the first use. It also writes into the options it is given.
  orFault(() => Handlebars.precompile(text, { ...COMPILE_OPTIONS }));
  const print = printer(text, text);
  return (block) => {
    try {
      return print(block);
    } catch (cause) {
      throw faultOf(cause, text, program, block);
    }
  };
}

function orFault<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw syntaxFault(cause instanceof Error ? cause.message : String(cause));
  }
}

/** @param text that `input` is, or is part of */
function printer(input: string | hbs.AST.Program, text: string): (block: Block) => string {
  const template = Handlebars.compile(input, { ...COMPILE_OPTIONS });
  return (block) => {
    const printed = template(block, runtimeOptions());
    // Of JavaScript, unless somebody says these very words.
    if (printed.includes(AN_OBJECT) && !`${text}${JSON.stringify(block)}`.includes(AN_OBJECT))
      throw new Error('it prints a list or a map as it stands: go through it with #each, or print it by a helper such as hcl');
    return printed;
  };
}

/** Handlebars knows the line of some troubles; of others, it is that of the first statement which fails by itself. */
function faultOf(cause: unknown, text: string, program: hbs.AST.Program, block: Block): TemplateFault {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, field, known] = /^"([^"]+)" not defined in .* - (\d+):\d+$/s.exec(message) ?? [];
  if (field !== undefined) return new TemplateFault(`the block has no "${field}"`, Number(known));
  const failing = program.body.find((statement) => fails(printer({ ...program, body: [statement] }, text), block));
  const line = failing?.loc.start.line;
  // It read a field of what is not there, and says so in words about itself.
  if (cause instanceof TypeError && failing)
    return new TemplateFault(`the block does not have what ${sourceOf(failing, text)} asks for`, line);
  return new TemplateFault(message.replace(/\.$/, ''), line);
}

function fails(print: (block: Block) => string, block: Block): boolean {
  try {
    print(block);
    return false;
  } catch {
    return true;
  }
}

/** `{{…}}` as it is written, of a block its beginning. */
function sourceOf({ loc: { start } }: hbs.AST.Statement, text: string): string {
  const rest = (text.split('\n')[start.line - 1] ?? '').slice(start.column);
  const [tag = rest] = /^\{\{.*?\}{2,3}/.exec(rest) ?? [];
  return tag.length > 80 ? `${tag.slice(0, 80)}…` : tag;
}

const AN_OBJECT = '[object ';

/**
 * @param files name within the folder (`terraform/policy.hbs`) → text
 * @param pathOf such a name as the user knows the file
 * @returns one template for each file; a Problem for each that names no kind of block or cannot be compiled
 */
export function userTemplates(
  files: Readonly<Record<string, string>>,
  pathOf: (name: string) => string = (name) => name,
): Outcome<TemplateOverrides> {
  const problems: Problem[] = [];
  const overrides: Partial<Record<BlockKind, (block: Block) => string>> = {};
  for (const [name, text] of Object.entries(files)) {
    const kind = blockKinds.find((known) => name === `terraform/${known}.hbs`);
    const file = pathOf(name);
    if (kind === undefined) {
      problems.push({
        ...error(
          'template-unknown',
          [],
          'This is not the name of a template, so it would replace nothing.',
          `Rename it to <kind>.hbs, where <kind> is one of ${blockKinds.join(', ')}.`,
        ),
        file,
      });
      continue;
    }
    try {
      overrides[kind] = naming(file, compileTemplate(text));
    } catch (cause) {
      if (!(cause instanceof TemplateFault)) throw cause;
      problems.push({
        ...error(
          'template-syntax',
          [],
          `This is not a template of Handlebars: ${cause.message}.`,
          'Correct it, or remove it to use the built-in one.',
        ),
        file,
        ...(cause.line === undefined ? {} : { line: cause.line }),
      });
    }
  }
  return { ...(problems.length === 0 ? { value: overrides } : {}), problems };
}

const naming =
  (file: string, print: (block: Block) => string) =>
  (block: Block): string => {
    try {
      return print(block);
    } catch (cause) {
      throw cause instanceof TemplateFault ? new TemplateFault(cause.message, cause.line, file) : cause;
    }
  };

/** Handlebars draws a picture of the place over several lines, and names what its grammar expects there. */
function syntaxFault(message: string): TemplateFault {
  const [, line] = /^Parse error on line (\d+)/.exec(message) ?? [];
  const [first = ''] = message.split('\n');
  if (line !== undefined)
    return new TemplateFault(
      message.endsWith("got 'EOF'") ? 'a block is still open at its end' : 'it cannot be read from here on',
      Number(line),
    );
  const [, reason = first, at] = /^(.*) - (\d+):\d+$/.exec(first) ?? [];
  return new TemplateFault(reason.replace(/\.$/, ''), at === undefined ? undefined : Number(at));
}
