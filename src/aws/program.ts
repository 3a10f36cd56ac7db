/** The user's own programs, run for what they print. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export interface Output {
  readonly code: number | null | 'missing';
  readonly out: string;
  readonly err: string;
}

interface Surroundings {
  /** Where it runs; by default where we do. */
  readonly cwd?: string;
  /** Beside our own. */
  readonly env?: Readonly<Record<string, string>>;
}

export const output = (program: string, words: readonly string[], { cwd, env = {} }: Surroundings = {}): Promise<Output> =>
  new Promise((resolve) => {
    let [out, err] = ['', ''];
    const child = spawn(program, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', () => resolve({ code: 'missing', out, err }));
    child.on('close', (code) => resolve({ code, out, err }));
  });

/** Where programs say what went wrong; before it stands how they are used. */
export const lastLine = (text: string): string => (text.trim().split('\n').at(-1) ?? '').trim().replace(/\.$/, '').slice(0, 240);

/** Terraform, OpenTofu and Terragrunt put what went wrong into a frame, in colours, and say below where. */
export function firstError(text: string): string {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^[\s│╷╵]+/, '').trim())
    .filter((line) => line !== '');
  const at = lines.findIndex((line) => /\bError: /.test(line));
  if (at === -1) return lastLine(lines.join('\n'));
  const [, place] = /^on (\S+ line \d+)/.exec(lines[at + 1] ?? '') ?? [];
  const what = lastLine((lines[at] ?? '').replace(/^.*?\bError: /, ''));
  return place === undefined ? what : `${what} (${place})`;
}
