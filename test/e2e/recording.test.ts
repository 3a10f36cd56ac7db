/** The recorded session is one of the present wizard: played again, it shows no line that the recording does not show. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import headless from '@xterm/headless';
import { COLUMNS, end, files, ROWS, steps } from '../../scripts/recording/session.mjs';
import { program } from '../support/program.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal-session.ts';

/**
 * The words of a screen, without what changes though no word of the wizard does: the version, lines of files,
 * and how many of those there are.
 */
const wordsOf = (screen: string): string[] =>
  screen
    .split('\n')
    .map((line) => line.trimEnd().replace(/ +\+\d+$|  \d+ lines$|(?<=^create-irsa )[\d.]+\d/, ''))
    .filter((line) => line !== '' && !/^(?:\+|---|@@|\$ )/.test(line));

let recorded: ReadonlySet<string>;
beforeAll(async () => {
  const [, ...lines] = readFileSync('docs/recording/quick-start.cast', 'utf8').trimEnd().split('\n');
  const terminal = new headless.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 5000, allowProposedApi: true });
  const seen = new Set<string>();
  for (const line of lines) {
    const [, , text] = JSON.parse(line) as [number, string, string];
    await new Promise<void>((resolve) => terminal.write(text, resolve));
    const { active } = terminal.buffer;
    const rows = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
    for (const words of wordsOf(rows.join('\n'))) seen.add(words);
  }
  recorded = seen;
});

test('docs/recording/quick-start.cast shows what the wizard shows today (else: npm run build && npm run record)', async () => {
  const folder = temporaryFolder(files);
  const terminal = openTerminal(process.execPath, [program], folder, { columns: COLUMNS, rows: ROWS });
  const shown = new Set<string>();
  const look = () => {
    for (const words of wordsOf(terminal.screen())) shown.add(words);
  };
  for (const { sees, types } of steps) {
    await terminal.sees(sees);
    look();
    for (const key of types) {
      terminal.types(key);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
  await terminal.sees(end.sees);
  expect(await terminal.ends()).toBe(0);
  look();
  expect([...shown].filter((words) => !recorded.has(words))).toEqual([]);
  expect(shown.size).toBeGreaterThan(60);
  expect(Object.keys(filesIn(folder))).toContain('irsa.yaml');
});
