/** The user's own AWS CLI and kubectl, asked a few at a time, and counted. No credential is seen. */
import { awsReads, pathOf, type AwsReadName, type KubernetesRead } from './reads.ts';
import { output, type Output } from './program.ts';

export interface Surroundings {
  readonly context?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** What was asked and not answered. */
export interface Trouble {
  readonly program: 'aws' | 'kubectl';
  /** It is not installed. */
  readonly missing: boolean;
  /** What it said, which may hold anything: not to be shown. */
  readonly words: string;
}

export type Answer = { readonly json: unknown } | { readonly trouble: Trouble };

export interface Asking {
  readonly aws: (read: AwsReadName, words?: readonly string[]) => Promise<Answer>;
  readonly kubectl: (words: readonly string[]) => Promise<Answer>;
  /** The pages of a list, one after the other. */
  readonly pages: (read: KubernetesRead, namespace?: string, selector?: string) => AsyncGenerator<Answer>;
  /** How often each was asked. */
  readonly calls: { readonly aws: number; readonly kubectl: number };
}

/** More at once would only be throttled. */
const AT_ONCE = 4;

/** So many objects are held at a time. https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
const PAGE = 500;

/** @param onCall is told of each */
export function asking({ context, region, profile }: Surroundings, onCall: (what: string) => void = () => undefined): Asking {
  const calls = { aws: 0, kubectl: 0 };
  const turn = inTurns(AT_ONCE);
  const ask = async (program: 'aws' | 'kubectl', words: readonly string[]): Promise<Answer> =>
    turn(async () => {
      calls[program] += 1;
      onCall(`${program} ${subjectOf(program, words)}`);
      // AWS CLI 2 pages through less; 1 does not know --no-cli-pager. Throttled calls are tried again, ever more slowly.
      const env = { AWS_PAGER: '', AWS_RETRY_MODE: 'adaptive', AWS_MAX_ATTEMPTS: '8' };
      return answerOf(program, await output(program, words, { env }));
    });
  const kubectl = (words: readonly string[]) => ask('kubectl', [...(context === undefined ? [] : ['--context', context]), ...words]);
  return {
    calls,
    kubectl,
    aws: (read, words = []) =>
      ask('aws', [
        ...awsReads[read].words,
        ...words,
        ...(region === undefined ? [] : ['--region', region]),
        ...(profile === undefined ? [] : ['--profile', profile]),
        '--output',
        'json',
      ]),
    pages: async function* (read, namespace, selector) {
      let next = '';
      do {
        const query = new URLSearchParams({
          limit: String(PAGE),
          ...(selector === undefined ? {} : { labelSelector: selector }),
          ...(next === '' ? {} : { continue: next }),
        });
        const answer = await kubectl(['get', '--raw', `${pathOf(read, namespace)}?${query}`]);
        yield answer;
        next = 'json' in answer ? continuation(answer.json) : '';
      } while (next !== '');
    },
  };
}

/** What a question is about, in a word or two. */
const subjectOf = (program: 'aws' | 'kubectl', words: readonly string[]): string =>
  program === 'aws' ? words.slice(0, 2).join(' ') : ((words.at(-1) ?? '').split('?')[0]?.split('/').at(-1) ?? '');

const continuation = (json: unknown): string => {
  const { continue: next } = (json as { metadata?: { continue?: unknown } }).metadata ?? {};
  return typeof next === 'string' ? next : '';
};

function answerOf(program: 'aws' | 'kubectl', { code, out, err }: Output): Answer {
  if (code === 0) {
    try {
      return { json: JSON.parse(out) };
    } catch {
      return { trouble: { program, missing: false, words: 'no JSON' } };
    }
  }
  return { trouble: { program, missing: code === 'missing', words: err } };
}

/** At most so many at once; the others wait. */
function inTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
