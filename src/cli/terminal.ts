/** Where lines go: people read stderr, programs stdout. */
import { styleFor, type Style } from './style.ts';

export interface Terminal {
  readonly style: Style;
  /** There is somebody to ask. */
  readonly interactive: boolean;
  /** Lines for people. */
  readonly tell: (lines: readonly string[]) => void;
  /** Data. */
  readonly print: (text: string) => void;
}

const heeded = new Set<NodeJS.WriteStream>();

/** `create-irsa schema | head` closes the pipe early: that is the reader's right, and no reason to stop in the middle. */
function heed(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (heeded.has(stream)) return stream;
  heeded.add(stream);
  return stream.on('error', (trouble: NodeJS.ErrnoException) => {
    if (trouble.code !== 'EPIPE') throw trouble;
  });
}

export const print = (text: string): void => void heed(process.stdout).write(text);

export function realTerminal(): Terminal {
  const stderr = heed(process.stderr);
  const style = styleFor({ env: process.env, platform: process.platform, isTTY: stderr.isTTY, columns: stderr.columns });
  return {
    style,
    // Node opens each of its streams when it is first named, which takes as long as reading a spec.
    get interactive() {
      return stderr.isTTY && process.stdin.isTTY;
    },
    tell: (lines) => void (lines.length > 0 && stderr.write(`${lines.join('\n')}\n`)),
    print,
  };
}
