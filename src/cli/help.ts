/** What `--help` prints. Pure: lines of text from the tables of commands and flags. */
import { commands, type Command } from './commands.ts';
import { commonFlags } from './command-flags.ts';
import type { Flag, FlagGroup } from './flag.ts';
import { knowsUnicode, signsFor } from './signs.ts';
import { wrap } from './wrap.ts';

const INDENT = 2;
const WIDEST_LEFT = 34;

/** In a terminal as wide as it is. */
export function printOverview(): void {
  const signs = signsFor(knowsUnicode(process.env, process.platform));
  process.stdout.write(
    `${overview(process.stdout.columns ?? 100)
      .map(signs)
      .join('\n')}\n`,
  );
}

export function overview(width: number): string[] {
  return [
    'create-irsa: Terraform that gives pods on Amazon EKS exactly the AWS permissions they need.',
    '',
    'Commands',
    ...table(
      commands.map(({ usage, summary }) => [usage.replace(' [flags]', ''), summary] as const),
      width,
    ),
    '',
    ...group(commonFlags, width),
    '',
    'create-irsa <command> --help tells more; create-irsa create --help lists the flag of every answer.',
  ];
}

export function commandHelp(command: Command, width: number): string[] {
  const examples = command.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]);
  return [
    command.usage,
    '',
    ...wrap(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`, width),
    ...command.flags.flatMap((flags) => ['', ...group(flags, width)]),
    '',
    'Examples',
    ...examples,
  ];
}

const group = ({ title, flags }: FlagGroup, width: number): string[] => [
  ...wrap(title, width),
  ...table(
    flags.map((flag) => [spelling(flag), help(flag)] as const),
    width,
  ),
];

const spelling = ({ name, short, value }: Flag): string =>
  [`${short === undefined ? '' : `-${short}, `}--${name}`, ...(value === undefined ? [] : [value])].join(' ');

/** An example where the value has a shape of its own. */
const help = ({ help: text, value = '', example }: Flag): string =>
  example !== undefined && /[:=.[]|SOURCE|LIST/.test(value) ? `${text} (${example})` : text;

/** Two columns; in a terminal too narrow for them, one under the other. */
function table(rows: readonly (readonly [left: string, right: string])[], width: number): string[] {
  const left = Math.min(WIDEST_LEFT, Math.max(...rows.map(([text]) => text.length)));
  const column = INDENT + left + 2;
  return rows.flatMap(([name, text]) => {
    const below = width - column < 30 || name.length > left;
    const lines = wrap(text, width - (below && width - column < 30 ? INDENT + 4 : column));
    const pad = ' '.repeat(width - column < 30 ? INDENT + 4 : column);
    const head = ' '.repeat(INDENT) + name;
    if (below) return [head, ...lines.map((line) => pad + line)];
    return [head.padEnd(column) + (lines[0] ?? ''), ...lines.slice(1).map((line) => pad + line)];
  });
}
