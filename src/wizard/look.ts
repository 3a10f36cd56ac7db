/** Inquirer's looks, set here in full: its own ignore NO_COLOR on some Nodes, and its signs need UTF-8. */
import pc from 'picocolors';

export interface Look {
  readonly color: boolean;
  readonly unicode: boolean;
  /** A text in lines that fit beside a sign of two columns. */
  readonly wrap: (text: string) => readonly string[];
}

type Paint = (text: string) => string;

export interface Theme {
  readonly prefix: { readonly idle: string; readonly done: string };
  readonly spinner: { readonly interval: number; readonly frames: string[] };
  readonly icon: { readonly cursor: string; readonly checked: string; readonly unchecked: string };
  readonly style: {
    readonly answer: Paint;
    readonly message: (text: string, status?: string) => string;
    readonly error: Paint;
    readonly defaultAnswer: Paint;
    readonly help: Paint;
    readonly highlight: Paint;
    readonly key: Paint;
    readonly disabled: Paint;
    readonly description: Paint;
    readonly searchTerm: Paint;
    readonly keysHelpTip: (keys: [key: string, action: string][]) => string;
  };
}

export function themeFor({ color, unicode, wrap }: Look): Theme {
  const lines = (text: string): string => wrap(text).join('\n  ');
  const c = pc.createColors(color);
  const [cursor, checked, unchecked, tick, dot] = unicode ? ['❯', '◉', '◯', '✔', ' • '] : ['>', '[x]', '[ ]', '*', ', '];
  return {
    prefix: { idle: c.blue('?'), done: c.green(tick) },
    spinner: { interval: 80, frames: ['-', '\\', '|', '/'].map((frame) => c.yellow(frame)) },
    icon: { cursor, checked: c.green(checked), unchecked },
    style: {
      answer: c.cyan,
      message: (text) => c.bold(lines(text)),
      error: (text) => c.red(`> ${lines(text)}`),
      defaultAnswer: (text) => c.dim(`(${text})`),
      help: c.dim,
      highlight: c.cyan,
      key: (text) => c.cyan(c.bold(`<${text}>`)),
      disabled: c.dim,
      description: (text) => c.cyan(wrap(text).join('\n')),
      searchTerm: c.cyan,
      keysHelpTip: (keys) => keys.map(([key, action]) => `${c.bold(arrows(key, unicode))} ${c.dim(action)}`).join(c.dim(dot)),
    },
  };
}

const arrows = (key: string, unicode: boolean): string => (unicode ? key : key.replace('↑↓', 'up/down').replace('⏎', 'enter'));
