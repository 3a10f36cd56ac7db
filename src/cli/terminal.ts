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

export function realTerminal(): Terminal {
  const { stderr, stdout, stdin } = process;
  const style = styleFor({ env: process.env, platform: process.platform, isTTY: stderr.isTTY, columns: stderr.columns });
  return {
    style,
    interactive: stdin.isTTY && stderr.isTTY,
    tell: (lines) => void (lines.length > 0 && stderr.write(`${lines.join('\n')}\n`)),
    print: (text) => void stdout.write(text),
  };
}
