/** Where lines go: people read stderr, programs stdout. */
import { heed } from './heed.ts';
import { shown } from './shown.ts';
import { signsFor } from './signs.ts';
import { standardError } from './standard-error.ts';
import { statusLine } from './status-line.ts';
import { styleFor, type Style } from './style.ts';

export interface Terminal {
  readonly style: Style;
  /** There is somebody to ask. */
  readonly interactive: boolean;
  /** Nothing that stands there may be drawn over: for screen readers, and terminals that cannot. */
  readonly plain: boolean;
  /** Lines for people. */
  readonly tell: (lines: readonly string[]) => void;
  /** How far a long run is: a line that is gone when the next one is told. */
  readonly progress: (text?: string) => void;
  /** Data. */
  readonly print: (text: string) => void;
}

export const print = (text: string): void => void heed(process.stdout).write(text);

export function realTerminal(): Terminal {
  const stderr = standardError();
  const style = styleFor({ env: process.env, platform: process.platform, isTTY: stderr.isTTY, columns: stderr.columns });
  const signs = signsFor(style.unicode);
  const progress = statusLine({
    isLive: stderr.isTTY && process.env['TERM'] !== 'dumb',
    write: stderr.write,
    columns: () => stderr.columns ?? style.width,
    now: () => performance.now(),
  });
  return {
    style,
    // Node opens each of its streams when it is first named, which takes as long as reading a spec.
    get interactive() {
      return stderr.isTTY && process.stdin.isTTY;
    },
    plain: isPlain(process.env),
    progress,
    tell: (lines) => {
      if (lines.length === 0) return;
      progress();
      stderr.write(`${shown(lines.map(signs).join('\n'))}\n`);
    },
    print,
  };
}

/** `ACCESSIBLE` is what charmbracelet/huh and others read. */
export const isPlain = (env: Readonly<Record<string, string | undefined>>): boolean =>
  env['TERM'] === 'dumb' || !['', '0', 'false'].includes(env['ACCESSIBLE'] ?? '');
