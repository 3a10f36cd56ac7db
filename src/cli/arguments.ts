/** argv → a command, its words and its flags in the order given; everything wrong with it at once. */
import { parseArgs } from 'node:util';
import { error, hasErrors, type Outcome, type Problem } from '../problem.ts';
import { commands, findCommand, wizard, type Command } from './commands.ts';
import type { Flag } from './flag.ts';
import { didYouMean } from '../spec/did-you-mean.ts';

export interface GivenFlag {
  readonly name: string;
  /** Empty for a switch. */
  readonly value: string;
}

export interface Arguments {
  readonly command: Command;
  readonly words: readonly string[];
  readonly flags: readonly GivenFlag[];
}

export interface Parsed extends Outcome<Arguments> {
  /** What could be read beside the errors, and the flags that were meant and could not. */
  readonly besides?: { readonly args: Arguments; readonly unread: readonly GivenFlag[] };
}

export const isGiven = (args: Arguments, name: string): boolean => args.flags.some((flag) => flag.name === name);

export const valueOf = (args: Arguments, name: string): string | undefined => args.flags.findLast((flag) => flag.name === name)?.value;

/**
 * The first word names the command; if it names none, it is the wizard's folder.
 * `isFolder` tells an existing folder from a misspelt command.
 */
export function parseArguments(argv: readonly string[], isFolder: (word: string) => boolean): Parsed {
  const [first = '', ...rest] = argv;
  const named = findCommand(first);
  const misnamed = named === undefined && !isFolder(first) ? notACommand(first) : undefined;
  if (misnamed !== undefined) return { problems: [misnamed] };
  const command = named ?? wizard;
  return parseFlags(command, named === undefined ? argv : rest, isFolder);
}

function notACommand(word: string): Problem | undefined {
  const meant = didYouMean(
    word,
    commands.map(({ name }) => name),
  );
  if (meant === undefined || word.startsWith('-')) return undefined;
  return error(
    'unknown-command',
    [],
    `There is no command \`${word}\`, nor a folder of that name.`,
    `Did you mean \`create-irsa ${meant}\`? For a new folder, write ./${word}.`,
  );
}

function parseFlags(command: Command, argv: readonly string[], isFolder: (word: string) => boolean): Parsed {
  const known = command.flags.flatMap(({ flags }) => flags);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(known.map((flag) => [flag.name, optionOf(flag)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const flags: GivenFlag[] = [];
  const unread: GivenFlag[] = [];
  const problems: Problem[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = known.find(({ name }) => name === token.name);
    const wrong = flag === undefined ? unknownFlag(token.rawName, known) : wrongUse(flag, token, flags);
    if (wrong === undefined) flags.push({ name: token.name, value: token.value ?? '' });
    else {
      problems.push(wrong);
      unread.push({ name: flag?.name ?? meantBy(token.rawName, known) ?? token.name, value: token.value ?? '' });
    }
  }
  for (const word of words.slice(command.words)) {
    problems.push(error('unexpected-word', [], `\`${word}\` is one word too many.`, `Usage: ${command.usage}`));
  }
  if (!hasErrors(problems)) return { value: { command, words, flags }, problems };
  // The value of a misspelt flag is read as a word.
  return { problems, besides: { args: { command, words: words.filter(isFolder).slice(0, command.words), flags }, unread } };
}

const optionOf = ({ value, short }: Flag) => ({
  type: value === undefined ? ('boolean' as const) : ('string' as const),
  multiple: true,
  ...(short === undefined ? {} : { short }),
});

const meantBy = (rawName: string, known: readonly Flag[]): string | undefined =>
  didYouMean(
    rawName.replace(/^-+/, ''),
    known.map(({ name }) => name),
  );

function unknownFlag(rawName: string, known: readonly Flag[]): Problem {
  const meant = meantBy(rawName, known);
  return error(
    'unknown-flag',
    [],
    `There is no flag \`${rawName}\` here.`,
    meant === undefined ? 'See --help for the flags there are.' : `Did you mean \`--${meant}\`?`,
  );
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function wrongUse(flag: Flag, token: OptionToken, before: readonly GivenFlag[]): Problem | undefined {
  const { name, value, example } = flag;
  if (value === undefined) {
    return token.value === undefined
      ? undefined
      : error('flag-takes-no-value', [], `\`--${name}\` is a switch and takes no value.`, `Write --${name} alone.`);
  }
  const optionLike = token.inlineValue !== true && token.value?.startsWith('-') === true;
  if (token.value === undefined || optionLike) {
    const given = optionLike ? `; a value that begins with a dash is written \`--${name}=${token.value}\`` : '';
    return error('flag-needs-value', [], `\`--${name}\` needs a value${given}.`, `For example ${example ?? `--${name} ${value}`}`);
  }
  if (flag.repeatable !== true && before.some((given) => given.name === name && given.value !== token.value)) {
    return error('flag-twice', [], `\`--${name}\` is given twice, with different values.`, 'Keep one of them.');
  }
  return undefined;
}
