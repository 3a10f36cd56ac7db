/** The tables of commands and flags → docs/commands.md. */
import { code, fence, page, sentence, table } from './markdown.mjs';

export const commandsPage = ({ commands, ExitCode }) =>
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
    JSON_ANSWER,
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

const JSON_ANSWER = [
  '## JSON',
  '`generate --json` answers, whatever the exit code:',
  fence(
    'json',
    JSON.stringify(
      {
        version: 1,
        specs: [
          {
            spec: 'irsa.yaml',
            changes: [{ path: 'irsa-my-app.tf', kind: 'create' }],
            problems: [
              {
                code: 'unknown-key',
                severity: 'error',
                file: 'irsa.yaml',
                line: 12,
                column: 5,
                at: 'apps.my-app.grant',
                message: 'what was found',
                fix: 'what to do',
              },
            ],
          },
        ],
      },
      null,
      2,
    ),
  ),
  '`kind` is `create`, `update`, `unchanged`, `conflict` or `orphan` (no longer in the spec). Codes of problems are stable.',
].join('\n\n');
