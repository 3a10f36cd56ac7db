/** A program in a real terminal: keys go in, and a screen comes out. */
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const COLUMNS = 100;
const ROWS = 60;

export interface TerminalSession {
  /** Resolves when the screen shows the text, in one line or several. */
  readonly sees: (text: string) => Promise<void>;
  readonly types: (keys: string) => void;
  /** As the program wrote it, with what moves the cursor. */
  readonly received: () => string;
  /** Everything that was on the screen, scrolled off or not. */
  readonly screen: () => string;
  /** Resolves to the exit code. */
  readonly ends: () => Promise<number>;
}

export interface How {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export function openTerminal(command: string, args: readonly string[], cwd: string, how: How = {}): TerminalSession {
  const { columns = COLUMNS, rows = ROWS } = how;
  const emulator = new headless.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
  const env = { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...how.env };
  const pty = spawn(command, [...args], { cols: columns, rows, cwd, env });
  let received = '';
  pty.onData((data) => {
    received += data;
    emulator.write(data);
  });
  const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));

  const screen = (): string => {
    const { active } = emulator.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  };

  async function sees(text: string): Promise<void> {
    for (const patience = Date.now() + 120_000; Date.now() < patience;) {
      // Words are the same in narrow terminals, only their lines are not.
      if (screen().replace(/\s+/g, ' ').includes(text)) {
        // A prompt shows itself before it listens.
        await pause(100);
        return;
      }
      await pause(20);
    }
    pty.kill();
    throw new Error(`The screen never showed ${JSON.stringify(text)}:\n${screen()}`);
  }

  return { sees, types: (keys) => pty.write(keys), received: () => received, screen, ends: () => ended };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
