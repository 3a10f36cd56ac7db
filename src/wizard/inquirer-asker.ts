/** Asks in a terminal, by inquirer: with `searchable-checkbox.ts`, the only files that know it. */
import { confirm, input, select } from 'inquirer';
import { Interrupted, type Asker } from './asker.ts';
import { themeFor, type Look, type Theme } from './look.ts';
import { searchableCheckbox } from './searchable-checkbox.ts';

/** Questions go to `output`: stderr, so that stdout stays clean for data. `say` is how lines get there too. */
export function inquirerAsker(look: Look, output: NodeJS.WriteStream, say: (line: string) => void): Asker {
  const theme = themeFor(look);

  /** A prompt never settles when its input ends (Ctrl-D): then nothing keeps the process, and `beforeExit` tells. */
  async function prompt<T>(ask: (context: { output: NodeJS.WriteStream; signal: AbortSignal }) => Promise<T>): Promise<T> {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    process.once('beforeExit', end);
    try {
      return await ask({ output, signal: ended.signal });
    } catch (trouble) {
      if (trouble instanceof Error && /^(ExitPrompt|AbortPrompt|CancelPrompt)Error$/.test(trouble.name)) throw new Interrupted();
      throw trouble;
    } finally {
      process.removeListener('beforeExit', end);
    }
  }

  return {
    input: ({ message, default: given, hint, check }) =>
      prompt((context) =>
        input(
          {
            message,
            ...(given === undefined ? {} : { default: given }),
            validate: (answer) => check?.(answer) ?? true,
            theme: hint === undefined ? theme : withHint(theme, look.wrap(hint)),
          },
          context,
        ),
      ),
    select: ({ message, choices, default: given }) =>
      prompt((context) => select({ message, choices, pageSize: 12, theme, ...(given === undefined ? {} : { default: given }) }, context)),
    pick: ({ message, choices, default: given = [] }) =>
      prompt((context) => searchableCheckbox({ message, choices, default: given, theme }, context)),
    confirm: ({ message, default: given }) => prompt((context) => confirm({ message, default: given, theme }, context)),
    say,
  };
}

/** Below the question, until it is answered. */
const withHint = (theme: Theme, hint: readonly string[]): Theme => {
  const message = (text: string, status?: string): string =>
    status === 'done'
      ? theme.style.message(text)
      : `${theme.style.message(text)}\n${hint.map((line) => `  ${theme.style.help(line)}`).join('\n')}\n `;
  return { ...theme, style: { ...theme.style, message } };
};
