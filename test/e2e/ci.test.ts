/** What runs in the CI of others: the GitHub Action, the pre-commit hooks and the template for GitLab, each run for real. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { withApp, withCluster } from '../support/problem-examples/example.ts';
import { program, runProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { action, runAction, type ActionRun } from './support/action.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const READ = withApp('');
const WRITE = READ.replace('access: read', 'access: read-write');
const WILD = withCluster(
  'apps:\n  my-app:\n    namespace: shop\n    statements:\n      - { Effect: Allow, Action: "s3:*", Resource: "*" }\n',
);

const has = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;

/** `npx` for the program as it is built here; `scan` answers as it is documented to. */
const NPX = `#!/usr/bin/env bash
[ "$1 $2" = "--yes create-irsa@${version}" ] || { echo "npx $*" >&2; exit 127; }
shift 2
if [ "$1" = scan ]; then
  if [ "$*" = 'scan . --sarif' ]; then echo '{ "version": "2.1.0" }'; fi
  exit 1
fi
exec "${process.execPath}" "${program}" "$@"
`;

interface Bench {
  /** Of the pull request, as CI checks it out. */
  readonly clone: string;
  readonly temp: string;
  readonly bin: string;
  readonly comments: string;
}

function git(folder: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'protocol.file.allow=always', ...words],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** A repository with a branch, of which only the last commit is cloned, as CI does it. */
function bench(base: string, branch: string): Bench {
  const folder = temporaryFolder();
  const [origin, clone, temp, bin] = ['origin', 'clone', 'temp', 'bin'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const path of [origin, temp, bin]) mkdirSync(path);
  git(origin, 'init', '-q', '-b', 'main', '.');
  const commit = (text: string): void => {
    writeFileSync(join(origin, 'irsa.yaml'), text);
    runProgram(origin, 'generate');
    git(origin, 'add', '-A');
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'change');
  };
  commit(base);
  git(origin, 'checkout', '-q', '-b', 'feature');
  commit(branch);
  git(folder, 'clone', '-q', '--depth=1', '--branch', 'feature', `file://${origin}`, clone);
  writeFileSync(join(bin, 'npx'), NPX);
  writeFileSync(
    join(bin, 'gh'),
    `#!/usr/bin/env bash\nexec "${process.execPath}" "${join(import.meta.dirname, 'support/fake-gh.mjs')}" "$@"\n`,
  );
  for (const name of ['npx', 'gh']) chmodSync(join(bin, name), 0o755);
  const comments = join(temp, 'comments.json');
  writeFileSync(comments, JSON.stringify({ list: [{ id: 1, user: { type: 'User' }, body: '<!-- create-irsa diff -->\nmine' }] }));
  return { clone, temp, bin, comments };
}

const PULL_REQUEST = {
  'github.event_name': 'pull_request',
  'github.event.pull_request.number': '7',
  'github.repository': 'acme/shop',
};

const run = (
  { clone, temp, bin, comments }: Bench,
  inputs: Record<string, string>,
  event: Record<string, string> = PULL_REQUEST,
): ActionRun =>
  runAction({
    folder: clone,
    temp,
    bin,
    inputs,
    event,
    env: { GITHUB_BASE_REF: event === PULL_REQUEST ? 'main' : '', GH_COMMENTS: comments },
  });

interface Comments {
  readonly list: readonly { readonly id: number; readonly body: string }[];
}
const commentsOf = ({ comments }: Bench) => (JSON.parse(readFileSync(comments, 'utf8')) as Comments).list.slice(1);

describe('the GitHub Action', () => {
  test('puts no expression into a script, where its value could be one', () => {
    expect(action.runs.steps.flatMap(({ run }) => run.match(/\$\{\{.*?\}\}/g) ?? [])).toEqual([]);
    expect(action.runs.steps.filter(({ shell }) => shell !== 'bash')).toEqual([]);
  });

  test('check: generated files as the spec says pass, an edited one fails', () => {
    const made = bench(READ, READ);
    expect(run(made, { command: 'check' })).toMatchObject({ code: 0 });
    expect(run(made, { command: 'check', specs: 'irsa.yaml\n\n**/irsa.yaml\n' })).toMatchObject({ code: 0 });
    writeFileSync(join(made.clone, 'irsa.yaml'), WRITE);
    const drifted = run(made, { command: 'check' });
    expect(drifted.code).toBe(1);
    expect(drifted.said).toContain('not as the spec says');
  });

  test('scan: its findings are kept, whatever the outcome', () => {
    const made = bench(READ, READ);
    const { code, outputs } = run(made, { command: 'scan' });
    expect([code, outputs['sarif-file']]).toEqual([1, './create-irsa.sarif']);
    expect(JSON.parse(readFileSync(join(made.clone, 'create-irsa.sarif'), 'utf8'))).toEqual({ version: '2.1.0' });
  });

  test('diff: one comment is written, then kept up to date; nobody else’s is touched', () => {
    const made = bench(READ, WRITE);
    const { code, summary } = run(made, { command: 'diff' });
    expect(code).toBe(0);
    expect(summary).toContain('1 role changes');
    expect(commentsOf(made)).toMatchObject([{ id: 101, body: summary }]);

    writeFileSync(join(made.clone, 'irsa.yaml'), WILD);
    const again = run(made, { command: 'diff' });
    expect(again.code).toBe(0);
    expect(commentsOf(made)).toMatchObject([{ id: 101, body: expect.stringContaining('+ s3:* on *') }]);

    writeFileSync(join(made.clone, 'irsa.yaml'), READ);
    run(made, { command: 'diff' });
    expect(commentsOf(made)).toMatchObject([{ id: 101, body: expect.stringContaining('nothing changes') }]);
  });

  test('diff: where nothing changes, no comment is begun', () => {
    const made = bench(READ, READ);
    expect(run(made, { command: 'diff' }).code).toBe(0);
    expect(commentsOf(made)).toEqual([]);
  });

  test('diff: fails on what was asked to fail, after the comment has said so', () => {
    const made = bench(READ, WILD);
    const { code, said, outputs } = run(made, { command: 'diff', 'fail-on': 'new-wildcard,cross-account' });
    expect([code, outputs['failed']]).toEqual([1, 'new-wildcard']);
    expect(said).toContain('::error::Roles gain what is not accepted here: new-wildcard.');
    expect(commentsOf(made)).toMatchObject([{ body: expect.stringContaining('**Not accepted here:** `new-wildcard`.') }]);
  });

  test('diff: of a fork, whose token may only read, the summary has the report', () => {
    const made = bench(READ, WRITE);
    writeFileSync(made.comments, JSON.stringify({ readOnly: true, list: [] }));
    const { code, said, summary } = run(made, { command: 'diff' });
    expect(code).toBe(0);
    expect(said).toContain('::warning::');
    expect(summary).toContain('1 role changes');
  });

  test('diff: without a pull request there is no comment, and what is committed is the base', () => {
    const made = bench(READ, READ);
    writeFileSync(join(made.clone, 'irsa.yaml'), WRITE);
    const { code, summary } = run(made, { command: 'diff', base: 'HEAD' }, { 'github.event_name': 'push' });
    expect([code, summary.includes('1 role changes'), commentsOf(made)]).toEqual([0, true, []]);
  });

  test('inputs are words, whatever they hold', () => {
    const made = bench(READ, WRITE);
    const hostile = '$(touch pwned) `touch pwned`; touch pwned #';
    expect(run(made, { command: 'diff', base: hostile }).said).toContain('[base-not-found]');
    expect(run(made, { command: 'diff', specs: hostile }).said).toContain('[spec-not-found]');
    expect(run(made, { command: 'diff', 'fail-on': hostile }).said).toContain('[flag-value]');
    for (const input of ['command', 'version']) expect(run(made, { command: 'diff', [input]: hostile }).code).toBe(2);
    expect(git(made.clone, 'status', '--porcelain')).toBe('');
  });
});

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly files: string;
}
const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly Hook[];

describe('the pre-commit hooks', () => {
  const entry = (id: string): string => {
    const { entry = '', args = [] } = hooks.find((hook) => hook.id === id) ?? {};
    return [entry, ...args.map((word) => `'${word}'`)].join(' ');
  };
  const commit = ({ clone, bin }: Bench) =>
    spawnSync('git', ['-C', clone, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qam', 'more'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: [bin, process.env['PATH']].join(delimiter) },
    });

  test('as a hook of git, the check refuses a spec whose files were not generated', () => {
    const made = bench(READ, READ);
    const hook = join(made.clone, '.git/hooks/pre-commit');
    writeFileSync(hook, `#!/bin/sh\nexec ${entry('create-irsa-check')}\n`);
    chmodSync(hook, 0o755);
    writeFileSync(join(made.clone, 'irsa.yaml'), WRITE);
    const refused = commit(made);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('not as the spec says');
    runProgram(made.clone, 'generate');
    expect(commit(made).status).toBe(0);
  });

  (has('pre-commit') ? test : test.skip)('by pre-commit itself (skipped where there is none)', () => {
    const made = bench(READ, READ);
    const source = temporaryFolder({ '.pre-commit-hooks.yaml': readFileSync('.pre-commit-hooks.yaml', 'utf8') });
    git(source, 'init', '-q', '.');
    git(source, 'add', '-A');
    git(source, 'commit', '-qm', 'hooks');
    const tried = () =>
      spawnSync('pre-commit', ['try-repo', source, 'create-irsa-check', '--all-files'], {
        cwd: made.clone,
        encoding: 'utf8',
        env: { ...process.env, PRE_COMMIT_HOME: join(made.temp, 'hooks'), PATH: [made.bin, process.env['PATH']].join(delimiter) },
      });
    expect(tried()).toMatchObject({ status: 0, stdout: expect.stringMatching(/generated files are as irsa\.yaml says\.+Passed/) });
    writeFileSync(join(made.clone, 'irsa.yaml'), WRITE);
    expect(tried()).toMatchObject({ status: 1, stdout: expect.stringMatching(/says\.+Failed/) });
  });

  test('run where a file of ours has changed, or of Terraform', () => {
    const files = (id: string) => new RegExp(hooks.find((hook) => hook.id === id)?.files ?? '$^');
    const ours = ['irsa.yaml', 'live/irsa.yaml', 'live/irsa-orders.tf', 'irsa/helm/external-dns.values.yaml', 'irsa.tf.json'];
    expect(ours.filter((path) => !files('create-irsa-check').test(path))).toEqual([]);
    expect(['main.tf', 'a.tf.json', 'a.yaml', 'a.tofu'].filter((path) => !files('create-irsa-scan').test(path))).toEqual([]);
    expect(files('create-irsa-check').test('README.md')).toBe(false);
  });
});

type Script = readonly string[];
type GitlabJobs = Readonly<Record<string, { readonly script?: Script; readonly before_script?: Script }>>;
const gitlab = parse(readFileSync('ci/gitlab.yml', 'utf8')) as GitlabJobs & { readonly variables: Readonly<Record<string, string>> };

describe('the template for GitLab', () => {
  const scriptOf = (name: string): string => [...(gitlab['.create-irsa']?.before_script ?? []), ...(gitlab[name]?.script ?? [])].join('\n');
  /** As a runner does: all lines in one bash, which ends with the first that fails. */
  const runJob = ({ clone, bin }: Bench, name: string, variables: Readonly<Record<string, string>> = {}) =>
    spawnSync('bash', ['-eo', 'pipefail', '-c', scriptOf(name)], {
      cwd: clone,
      encoding: 'utf8',
      env: { ...gitlab.variables, ...variables, PATH: [bin, process.env['PATH']].join(delimiter) },
    });

  test('check passes, and fails on an edited file', () => {
    const made = bench(READ, READ);
    expect(runJob(made, 'create-irsa:check').status).toBe(0);
    expect(runJob(made, 'create-irsa:check', { CREATE_IRSA_SPECS: 'nowhere' }).status).toBe(2);
    writeFileSync(join(made.clone, 'irsa.yaml'), WRITE);
    expect(runJob(made, 'create-irsa:check').status).toBe(1);
  });

  test('scan keeps its findings', () => {
    const made = bench(READ, READ);
    expect(runJob(made, 'create-irsa:scan').status).toBe(1);
    expect(readFileSync(join(made.clone, 'create-irsa.sarif'), 'utf8')).toContain('2.1.0');
  });

  test('diff compares with where the merge request began, and fails on what was asked to fail', () => {
    const made = bench(READ, WILD);
    const base = git(join(made.clone, '../origin'), 'rev-parse', 'main');
    git(join(made.clone, '../origin'), 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const ran = runJob(made, 'create-irsa:diff', { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining('+ s3:* on *') });
    const failed = runJob(made, 'create-irsa:diff', { CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CREATE_IRSA_FAIL_ON: 'new-wildcard' });
    expect(failed.status).toBe(1);
  });
});

test('all of them run the release that they come with', () => {
  const pinned = [...readFileSync('ci/gitlab.yml', 'utf8').matchAll(/CREATE_IRSA_VERSION: (\S+)/g)].map(([, found]) => found);
  const ofHooks = hooks.map(({ entry }) => /create-irsa@(\S+)/.exec(entry)?.[1]);
  expect([...pinned, ...ofHooks]).toEqual([version, version, version]);
});

const scripts: readonly (readonly [string, string])[] = [
  ...action.runs.steps.map(({ run }, n) => [`step ${n + 1} of the action`, run] as const),
  ...['create-irsa:check', 'create-irsa:scan', 'create-irsa:diff'].map(
    (name) => [name, [...(gitlab['.create-irsa']?.before_script ?? []), ...(gitlab[name]?.script ?? [])].join('\n')] as const,
  ),
];

(has('shellcheck') ? test : test.skip).each(scripts)('%s is clean to shellcheck (skipped where there is none)', (_, script) => {
  expect(spawnSync('shellcheck', ['-s', 'bash', '-'], { input: script, encoding: 'utf8' }).stdout).toBe('');
});
