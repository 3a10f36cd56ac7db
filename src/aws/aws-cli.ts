/** What AWS answers, by the user's own AWS CLI: whichever way they sign in works here too, and no credential is seen. */
import { spawn } from 'node:child_process';
import { error, type Outcome, type Problem } from '../problem.ts';

/** Runs `aws …` and reads the JSON that it prints. Nothing is changed: only commands that read are asked for. */
export async function askAws(words: readonly string[]): Promise<Outcome<unknown>> {
  const { code, out, err } = await output('aws', [...words, '--output', 'json']);
  if (code === 'missing') return { problems: [noCli()] };
  if (code !== 0) return { problems: [refused(words, err)] };
  return { value: JSON.parse(out), problems: [] };
}

interface Output {
  readonly code: number | null | 'missing';
  readonly out: string;
  readonly err: string;
}

const output = (program: string, words: readonly string[]): Promise<Output> =>
  new Promise((resolve) => {
    let [out, err] = ['', ''];
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, AWS_PAGER: '' } });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', () => resolve({ code: 'missing', out, err }));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const noCli = (): Problem =>
  error(
    'aws-cli-missing',
    [],
    '--live asks AWS by its command line, `aws`, which is not there.',
    'Install it (https://docs.aws.amazon.com/cli/), or save what it prints elsewhere and name that by --policy.',
  );

/** Where the CLI says what went wrong; before it stands how it is used. */
const lastLine = (text: string): string => (text.trim().split('\n').at(-1) ?? '').trim().replace(/\.$/, '').slice(0, 240);

const refused = (words: readonly string[], err: string): Problem =>
  error(
    'aws-refused',
    [],
    `\`aws ${words.slice(0, 2).join(' ')}\` failed: ${lastLine(err)}.`,
    'See that you are signed in (`aws sts get-caller-identity`), to the right account, and may read it.',
  );
