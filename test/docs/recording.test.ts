/** The recorded session as a file; that its words are those of the present wizard is for test/e2e/recording.test.ts. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import headless from '@xterm/headless';

const [head = '', ...lines] = readFileSync('docs/recording/quick-start.cast', 'utf8').trimEnd().split('\n');
const header = JSON.parse(head) as { readonly version: number; readonly width: number; readonly height: number };
const events = lines.map((line) => JSON.parse(line) as [number, string, string]);

describe('docs/recording/quick-start.cast', () => {
  let screen = '';
  beforeAll(async () => {
    const terminal = new headless.Terminal({ cols: header.width, rows: header.height, scrollback: 5000, allowProposedApi: true });
    for (const [, , text] of events) await new Promise<void>((resolve) => terminal.write(text, resolve));
    const { active } = terminal.buffer;
    screen = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n');
  });

  test('is an asciicast of version 2, in the order of its times', () => {
    expect(header).toMatchObject({ version: 2, width: 100 });
    expect(events.every(([, kind]) => kind === 'o')).toBe(true);
    const times = events.map(([time]) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('ends with files that are written, and names no folder of the machine', () => {
    expect(screen).toMatch(/Wrote \d+ files\.[\s\S]*terraform init/);
    expect(screen).not.toMatch(/\/(?:tmp|home|root|Users)\//);
  });
});
