/**
 * Compiles the templates of `--templates DIR`. The only file that loads Handlebars: to be imported when
 * there are such templates.
 */
import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import type { Block, BlockKind } from '../../plan/terraform/blocks.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { helpers } from './helpers.ts';
import { checkLanguage, checkSize } from './template-language.ts';
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
 * @throws where it cannot be compiled, or says what templates may not
 */
export function compileTemplate(text: string): (block: Block) => string {
  checkSize(text);
  checkLanguage(Handlebars.parse(text));
  // Compiles now: Handlebars itself would wait for the first use. It also writes into the options it is given.
  Handlebars.precompile(text, { ...COMPILE_OPTIONS });
  const template = Handlebars.compile(text, { ...COMPILE_OPTIONS });
  return (block) => {
    const printed = template(block, runtimeOptions());
    // Of JavaScript, unless somebody says these very words.
    if (printed.includes(AN_OBJECT) && !`${text}${JSON.stringify(block)}`.includes(AN_OBJECT))
      throw new Error('it prints a list or a map as it stands: go through it with #each, or print it by a helper such as hcl');
    return printed;
  };
}

const AN_OBJECT = '[object ';

/**
 * @param files name within the folder (`terraform/policy.hbs`) → text
 * @returns one template for each file; a Problem for each that names no kind of block or cannot be compiled
 */
export function userTemplates(files: Readonly<Record<string, string>>): Outcome<TemplateOverrides> {
  const problems: Problem[] = [];
  const overrides: Partial<Record<BlockKind, (block: Block) => string>> = {};
  for (const [file, text] of Object.entries(files)) {
    const kind = blockKinds.find((known) => file === `terraform/${known}.hbs`);
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
      overrides[kind] = compileTemplate(text);
    } catch (cause) {
      const reason = inOneSentence(cause instanceof Error ? cause.message : String(cause));
      problems.push({
        ...error(
          'template-syntax',
          [],
          `This is not a template of Handlebars: ${reason}.`,
          'Correct it, or remove it to use the built-in one.',
        ),
        file,
      });
    }
  }
  return { ...(problems.length === 0 ? { value: overrides } : {}), problems };
}

/** Handlebars draws a picture of the place over several lines, and names what its grammar expects there. */
function inOneSentence(message: string): string {
  const [, line] = /^Parse error on line (\d+)/.exec(message) ?? [];
  const [first = ''] = message.split('\n');
  if (line === undefined) return first.replace(/\.$/, '').replace(/ - (\d+):\d+$/, ' (line $1)');
  return message.endsWith("got 'EOF'") ? `a block is still open at its end (line ${line})` : `it cannot be read from line ${line} on`;
}
