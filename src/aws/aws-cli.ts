/** What AWS answers, by the user's own AWS CLI: whichever way they sign in works here too, and no credential is seen. */
import { error, type Outcome, type Problem } from '../problem.ts';
import { lastLine, output } from './program.ts';

/** Runs `aws …` and reads the JSON that it prints. Nothing is changed: only commands that read are asked for. */
export async function askAws(words: readonly string[]): Promise<Outcome<unknown>> {
  const { code, out, err } = await output('aws', [...words, '--output', 'json'], { env: { AWS_PAGER: '' } });
  if (code === 'missing') return { problems: [noCli()] };
  if (code !== 0) return { problems: [refused(words, err)] };
  return { value: JSON.parse(out), problems: [] };
}

const noCli = (): Problem =>
  error(
    'aws-cli-missing',
    [],
    '--live asks AWS by its command line, `aws`, which is not there.',
    'Install it (https://docs.aws.amazon.com/cli/), or save what it prints elsewhere and name that by --policy.',
  );

const refused = (words: readonly string[], err: string): Problem =>
  error(
    'aws-refused',
    [],
    `\`aws ${words.slice(0, 2).join(' ')}\` failed: ${lastLine(err)}.`,
    'See that you are signed in (`aws sts get-caller-identity`), to the right account, and may read it.',
  );
