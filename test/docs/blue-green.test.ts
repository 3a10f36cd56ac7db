/** What docs/blue-green.md shows of the wrong form is what the program says of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { execute } from '../../src/cli/execute.ts';
import { plain } from '../../src/cli/style.ts';
import { temporaryFolder } from '../support/generate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/blue-green.md'), 'utf8');

const fenced = (language: string): string => new RegExp('```' + language + '\\n([^]*?)```').exec(PAGE)?.[1] ?? '';

test('two issuers in one condition are refused as the page shows it', async () => {
  const [command = '', ...shown] = fenced('console').trimEnd().split('\n');
  const file = join(temporaryFolder(), 'trust.json');
  writeFileSync(file, fenced('json'));
  expect(command).toBe('$ create-irsa explain shop:orders --policy trust.json');
  let printed = '';
  const terminal = { ...silentTerminal(), style: { ...plain, unicode: true }, print: (text: string) => void (printed += text) };
  expect(await execute(['explain', 'shop:orders', '--policy', file], terminal)).toBe(1);
  const unwrapped = (text: string) => text.replace(/\s+/g, ' ').trim();
  expect(unwrapped(printed).replace(file, 'trust.json')).toBe(unwrapped(shown.join('\n')));
});
