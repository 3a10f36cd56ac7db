/** Where lines go: people read stderr, programs stdout. */
import { ExitCode } from './exit-code.ts';
import { shown } from './shown.ts';
import { signsFor } from './signs.ts';
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

const heeded = new Set<NodeJS.WriteStream>();

/**
 * A stream whose troubles stop nothing in the middle: `create-irsa schema | head` closes the pipe early, which is
 * the reader's right, and a log may lie on a disk that is full. Data that could not be said is told of at the end.
 */
function heed(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (heeded.has(stream)) return stream;
  heeded.add(stream);
  return stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (stream !== process.stdout || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
    heed(process.stderr).write(`The answer could not be written to the standard output (${code}).\n`);
    process.once('exit', (exitCode) => {
      if (exitCode === ExitCode.done) process.exitCode = ExitCode.wrongInput;
    });
  });
}

export const print = (text: string): void => void heed(process.stdout).write(text);

export function realTerminal(): Terminal {
  const stderr = heed(process.stderr);
  const style = styleFor({ env: process.env, platform: process.platform, isTTY: stderr.isTTY, columns: stderr.columns });
  const signs = signsFor(style.unicode);
  const progress = statusLine({
    isLive: stderr.isTTY && process.env['TERM'] !== 'dumb',
    write: (text) => void stderr.write(text),
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
