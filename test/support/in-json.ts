/** A command run with `--json`, without a terminal. */
import { execute } from '../../src/cli/execute.ts';
import { plain } from '../../src/cli/style.ts';

export interface InJson<Answer> {
  readonly code: number;
  /** What people were told beside it. */
  readonly told: string;
  readonly answer: Answer;
}

export async function inJson<Answer>(...words: readonly string[]): Promise<InJson<Answer>> {
  let [told, data] = ['', ''];
  const code = await execute([...words, '--json'], {
    style: { ...plain, width: 1000 },
    interactive: false,
    plain: false,
    tell: (lines) => void (told += `${lines.join('\n')}\n`),
    progress: () => undefined,
    print: (text) => void (data += text),
  });
  return { code, told, answer: JSON.parse(data) as Answer };
}
