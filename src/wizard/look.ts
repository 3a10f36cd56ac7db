/** Inquirer's looks, set here in full: its own ignore NO_COLOR on some Nodes, and its signs need UTF-8. */

type Paint = (text: string) => string;

/** Each leaves the text as it is where colours are not wanted. */
export type Colors = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan', Paint>>;

export interface Look {
  readonly colors: Colors;
  readonly unicode: boolean;
  /** Columns a line keeps within. */
  readonly width: number;
  /** Signs that the terminal may not show, as others. */
  readonly signs: (text: string) => string;
  /** The same in lines of at most so many columns. */
  readonly wrap: (text: string, width: number) => readonly string[];
}

export interface Theme {
  readonly prefix: { readonly idle: string; readonly done: string };
  readonly spinner: { readonly interval: number; readonly frames: string[] };
  readonly icon: { readonly cursor: string; readonly checked: string; readonly unchecked: string };
  readonly style: {
    readonly bold: Paint;
    readonly answer: Paint;
    readonly message: (text: string, status?: string) => string;
    readonly hint: Paint;
    readonly error: Paint;
    readonly defaultAnswer: Paint;
    readonly help: Paint;
    readonly highlight: Paint;
    readonly description: Paint;
    readonly searchTerm: Paint;
    readonly keysHelpTip: (keys: [key: string, action: string][]) => string;
  };
}

export function themeFor({ colors: c, unicode, width, wrap }: Omit<Look, 'signs'>): Theme {
  // Beside a sign of two columns.
  const lines = (text: string): readonly string[] => wrap(text, width - 2);
  const [cursor, checked, unchecked, tick, dot] = unicode ? ['❯', '◉', '◯', '✔', ' • '] : ['>', '[x]', '[ ]', '*', ', '];
  return {
    prefix: { idle: c.blue('?'), done: c.green(tick) },
    spinner: { interval: 80, frames: ['-', '\\', '|', '/'].map((frame) => c.yellow(frame)) },
    icon: { cursor, checked: c.green(checked), unchecked },
    style: {
      bold: c.bold,
      answer: c.cyan,
      message: (text) => c.bold(lines(text).join('\n  ')),
      hint: (text) =>
        lines(text)
          .map((line) => `  ${c.dim(line)}`)
          .join('\n'),
      error: (text) => c.red(`> ${lines(text).join('\n  ')}`),
      defaultAnswer: (text) => c.dim(`(${text})`),
      help: c.dim,
      highlight: c.cyan,
      description: (text) => c.cyan(wrap(text, width).join('\n')),
      searchTerm: c.cyan,
      keysHelpTip: (keys) =>
        tip(
          keys.map(([key, action]) => [arrows(key, unicode), action] as const),
          { dot, width, c },
        ),
    },
  };
}

/** Keys side by side; in a narrow terminal, in several lines. */
function tip(keys: readonly (readonly [string, string])[], { dot, width, c }: { dot: string; width: number; c: Colors }) {
  const lines: { text: string; length: number }[] = [];
  for (const [key, action] of keys) {
    const last = lines.at(-1);
    const length = key.length + 1 + action.length;
    const text = `${c.bold(key)} ${c.dim(action)}`;
    if (last === undefined || last.length + dot.length + length > width) lines.push({ text, length });
    else lines[lines.length - 1] = { text: `${last.text}${c.dim(dot)}${text}`, length: last.length + dot.length + length };
  }
  return lines.map(({ text }) => text).join('\n');
}

const arrows = (key: string, unicode: boolean): string => (unicode ? key : key.replace('↑↓', 'up/down').replace('⏎', 'enter'));
