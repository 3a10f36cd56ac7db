/** The tables of commands and flags → docs/commands.md. */
import { code, fence, page, sentence, table } from './markdown.mjs';

export const commandsPage = ({ commands, ExitCode, ...json }) =>
  page(
    'Commands',
    'What people read goes to stderr, data (`--json`, `--stdout`, `schema`, `catalog --json`) to stdout.',
    table(
      ['command', 'does'],
      commands.map(({ name, usage, summary }) => [`[${code(usage.replace(' [flags]', ''))}](#${name})`, summary]),
    ),
    '## Exit codes',
    table(
      ['code', 'means'],
      Object.entries(ExitCode).map(([name, number]) => [number, meanings[name]]),
    ),
    '`NO_COLOR` turns colours off, `FORCE_COLOR` turns them on.',
    commands.map(command),
    jsonSection(json),
  );

const meanings = {
  done: 'done',
  drift: 'files differ from what the spec says (`--check`), or were written by another version of create-irsa',
  wrongInput: 'the spec, the flags or the repository is wrong; nothing was written',
  conflict: 'a file that would be overwritten was edited by hand, or is not ours; nothing was written',
  bug: 'a bug of ours, with a link to report it',
  interrupted: 'interrupted (Ctrl-C)',
};

const command = ({ name, usage, summary, flags, examples }) =>
  [
    `## ${name}`,
    fence('sh', usage),
    `${sentence(summary)}.`,
    ...flags.flatMap((group) =>
      group.title === 'Anywhere'
        ? []
        : [
            ...(group.title === 'Flags' ? [] : [`### ${group.title.replace(/ \(.*\)$/, '')}`, asideOf(group.title)]),
            flagTable(group.flags),
          ],
    ),
    fence('sh', examples.map(({ line, does }) => `${line} # ${does}`).join('\n')),
  ]
    .filter(Boolean)
    .join('\n\n');

const asideOf = (title) => {
  const aside = /\((.*)\)$/.exec(title)?.[1];
  return aside && `${sentence(aside)}.`;
};

const flagTable = (flags) => {
  const answers = flags.some(({ path }) => path);
  return table(
    ['flag', 'does', ...(answers ? ['in irsa.yaml', 'example'] : ['example'])],
    flags.map(({ name, short, value, help, example, path, repeatable }) => [
      code(`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`),
      `${help}${repeatable ? ' (repeatable)' : ''}`,
      ...(answers ? [path ? code(path) : ''] : []),
      example ? code(example) : '',
    ]),
  );
};

/** One answer as it is printed, and what each key of it means: from the schema of the answers. */
function jsonSection({ answerSchema, answering, answer }) {
  const { $defs, ...generation } = answerSchema('generate');
  const { specs } = generation.properties;
  const rows = (at, { properties, required = [] }) =>
    Object.entries(properties).map(([key, value]) => [
      code(`${at}${key}`),
      required.includes(key) ? 'yes' : '',
      typeOf(value),
      value.description,
    ]);
  return [
    '## JSON',
    `With ${code('--json')} a command says on stdout, as data, what it says to people on stderr, whatever the exit code; only a bug of ours (exit code 70) leaves it out. ${answering.map((name) => code(name)).join(', ')}: ${code('create-irsa schema --of <command>')} prints the JSON Schema of the answer, and the tests hold real answers against it. ${code('create')} asks nothing then, and needs ${code('--yes')} as scripts do. A command that could not begin, for example because of its flags, answers with ${code('problems')} and no ${code('specs')}.`,
    `${code('create')} and ${code('generate')} answer alike:`,
    fence('json', JSON.stringify(answer, null, 2)),
    table(
      ['key', 'always', 'type', 'is'],
      [
        ...rows('', generation),
        ...rows('specs[].', specs.items),
        ...rows('specs[].changes[].', specs.items.properties.changes.items),
        ...rows('problems[].', $defs.problem),
      ],
    ),
    `${code('specs[].problems')} are of the same form as ${code('problems')}.`,
    `${code('catalog')} answers with ${code('addOns')} and ${code('grants')}, or with the one that was asked for.`,
  ].join('\n\n');
}

const typeOf = ({ type, const: only, enum: values, items }) =>
  only !== undefined ? code(only) : values ? values.map(code).join(', ') : type === 'array' || items ? 'list' : type;
