/** Asks in a terminal that can be drawn upon, by inquirer: with `list-prompt.ts`, the only files that know it. */
import { confirm, input } from 'inquirer';
import { namesOf, yesOrNo } from './answer-text.ts';
import { Back, Interrupted, type Asker, type Choice } from './asker.ts';
import { listPrompt } from './list-prompt.ts';
import { themeFor, type Look, type Theme } from './look.ts';
import { transcriptOn } from './transcript.ts';

interface Prompting {
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  readonly clearPromptOnDone: true;
}

/** Questions go to `output`: stderr, so that stdout stays clean for data. */
export function inquirerAsker(look: Look, output: NodeJS.WriteStream): Asker {
  const theme = themeFor(look);
  const transcript = transcriptOn(output);
  const { style, prefix } = theme;

  /**
   * A question vanishes when it is answered; its answer is written below what was said before. A prompt
   * never settles when its input ends (Ctrl-D): then nothing keeps the process, and `beforeExit` tells.
   */
  async function prompt<T>(ask: (context: Prompting, goBack: () => void) => Promise<T>): Promise<T> {
    const left = new AbortController();
    const leave = (): void => left.abort(new Interrupted());
    const goBack = (): void => left.abort(new Back());
    process.once('beforeExit', leave);
    try {
      return await ask({ output, signal: left.signal, clearPromptOnDone: true }, goBack);
    } catch (trouble) {
      if (left.signal.aborted) throw left.signal.reason;
      if (trouble instanceof Error && trouble.name === 'ExitPromptError') throw new Interrupted();
      throw trouble;
    } finally {
      process.removeListener('beforeExit', leave);
    }
  }

  /** The same for prompts that do not listen to Escape themselves. */
  const promptWithEscape = <T>(ask: (context: Prompting) => Promise<T>): Promise<T> =>
    prompt(async (context, goBack) => {
      const listen = (_text: string | undefined, key: { readonly name?: string; readonly shift?: boolean }): void => {
        if (key.name === 'escape' || (key.name === 'tab' && key.shift === true)) goBack();
      };
      process.stdin.on('keypress', listen);
      try {
        return await ask(context);
      } finally {
        process.stdin.removeListener('keypress', listen);
      }
    });

  function recall(message: string, answer: string): void {
    const lines = look.wrap(`${message} ${answer}`, look.width - 2);
    // The answer begins where the message ends, perhaps in the middle of a line.
    let rest = message.length;
    const painted = lines.map((line) => {
      const [asked, said] = [line.slice(0, rest), line.slice(rest)];
      rest = Math.max(0, rest - line.length - 1);
      return `${style.bold(asked)}${style.answer(said)}`;
    });
    transcript.answered(painted.map((line, i) => `${i === 0 ? prefix.done : ' '} ${line}`));
  }

  /** What is not wrapped is made fit for the terminal here. */
  const legible = <T>(choice: Choice<T>): Choice<T> => ({
    ...choice,
    name: look.signs(choice.name),
    ...(choice.note === undefined ? {} : { note: look.signs(choice.note) }),
  });

  const answered = <T>(message: string, answer: T, text: string): T => {
    recall(message, text);
    return answer;
  };

  const list = <T>(config: Omit<Parameters<typeof listPrompt<T>>[0], 'theme' | 'width' | 'pageSize' | 'onBack'>): Promise<readonly T[]> =>
    prompt((context, onBack) =>
      listPrompt(
        {
          ...config,
          choices: config.choices.map(legible),
          onBack,
          theme,
          width: look.width,
          pageSize: Math.max(4, Math.min(14, (output.rows || 24) - 9)),
        },
        context,
      ),
    );

  return {
    input: async ({ message, default: given, hint, check }) => {
      const below = hint === undefined ? [] : [style.hint(hint)];
      // A default that would be broken stands on a line of its own.
      const tight = given !== undefined && message.length + given.length + 7 > look.width;
      const answer = await promptWithEscape((context) =>
        input(
          {
            message,
            ...(given === undefined ? {} : { default: given }),
            validate: (text) => check?.(text) ?? true,
            theme: below.length === 0 && !tight ? theme : withLines(theme, below),
          },
          context,
        ),
      );
      return answered(message, answer, answer.trim() === '' ? 'none' : answer);
    },
    select: async (question) => {
      const { message, default: given, ...config } = question;
      const [answer] = await list({ ...config, message, single: true, default: given === undefined ? [] : [given] });
      if (answer === undefined) throw new Error('A single choice always has an answer.');
      return answered(message, answer, namesOf(question, [answer]));
    },
    pick: async (question) => {
      const { message, default: given = [], ...config } = question;
      const answer = await list({ ...config, message, single: false, default: given });
      return answered(message, answer, namesOf(question, answer));
    },
    confirm: async ({ message, default: given }) => {
      const answer = await promptWithEscape((context) => confirm({ message, default: given, theme }, context));
      return answered(message, answer, yesOrNo(answer));
    },
    say: (...sentences) => transcript.said(sentences.flatMap((sentence) => look.wrap(sentence, look.width))),
    show: (lines) => transcript.said(lines.map(look.signs)),
    recall,
    retract: transcript.retract,
    abandon: () => void output.write('\r\u001B[J'),
  };
}

/** Lines below the question, and what is typed below them. */
const withLines = (theme: Theme, lines: readonly string[]): Theme => ({
  ...theme,
  style: { ...theme.style, message: (text) => [theme.style.message(text), ...lines, ' '].join('\n') },
});
