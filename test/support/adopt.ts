/** `create-irsa adopt` in a folder of a test, and what the user does after it. */
import { execFileSync } from 'node:child_process';
import { inJson } from './in-json.ts';

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
export const adopt = (...words: readonly string[]): Promise<Adopted> => inJson<Adopted['answer']>('adopt', ...words);

/** By git itself, in the folder that the patch is for. */
export function applied(folder: string, { answer }: Adopted): void {
  const patch = answer.specs[0]?.patch;
  if (patch === undefined) throw new Error('there is no patch');
  execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, input: patch });
}
