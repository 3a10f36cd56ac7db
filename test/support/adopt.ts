/** `create-irsa adopt` in a folder of a test, and what the user does after it. */
import { execFileSync } from 'node:child_process';
import { execute } from '../../src/cli/execute.ts';
import { plain } from '../../src/cli/style.ts';

export interface Adopted {
  readonly code: number;
  readonly told: string;
  readonly answer: {
    readonly taken: readonly {
      readonly address: string;
      readonly section: 'addOns' | 'apps';
      readonly workload: string;
      readonly role: string;
      readonly to: string;
      readonly lacks?: true;
    }[];
    readonly left: readonly {
      readonly address: string;
      readonly at: { readonly file: string; readonly line: number };
      readonly why: string;
      readonly fix: string;
    }[];
    readonly specs: readonly { readonly spec: string; readonly patch?: string }[];
    readonly problems: readonly { readonly code: string; readonly message: string }[];
  };
}

/** `create-irsa adopt <words> --json` */
export async function adopt(...words: readonly string[]): Promise<Adopted> {
  let [told, data] = ['', ''];
  const code = await execute(['adopt', ...words, '--json'], {
    style: { ...plain, width: 1000 },
    interactive: false,
    plain: false,
    tell: (lines) => void (told += `${lines.join('\n')}\n`),
    progress: () => undefined,
    print: (text) => void (data += text),
  });
  return { code, told, answer: JSON.parse(data) as Adopted['answer'] };
}

/** By git itself, in the folder that the patch is for. */
export function applied(folder: string, { answer }: Adopted): void {
  const patch = answer.specs[0]?.patch;
  if (patch === undefined) throw new Error('there is no patch');
  execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, input: patch });
}
