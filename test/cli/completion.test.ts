/** The shells themselves are asked for completions; one that is not on the machine is skipped, and named so. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { completionScript } from '../../src/cli/completion/scripts.ts';
import { completions, type shells } from '../../src/cli/completion/model.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal-session.ts';

type Shell = (typeof shells)[number];
const isHere = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;
const testIn = (shell: Shell) =>
  isHere(shell) ? test : (name: string, body: () => unknown) => test.skip(`${name} (skipped: ${shell} is not here)`, body as () => void);

const folder = temporaryFolder({
  bash: completionScript.bash(),
  zsh: completionScript.zsh(),
  fish: completionScript.fish(),
  'specs/irsa.yaml': '',
});

const run = (shell: Shell, script: string): string[] => {
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter(Boolean)
    .sort();
};

const ask: Readonly<Record<'bash' | 'fish', (...words: string[]) => string[]>> = {
  // bash hands = over as a word of its own
  bash: (...words) =>
    run(
      'bash',
      `source ./bash; COMP_WORDS=(create-irsa ${words.map((word) => `'${word.replace(/=/g, "' '=' '")}'`).join(' ')}); [[ -z \${COMP_WORDS[-1]} && \${COMP_WORDS[-2]} == = ]] && unset 'COMP_WORDS[-1]'; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _create_irsa; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  fish: (...words) => run('fish', `source ./fish; complete -C 'create-irsa ${words.join(' ')}'`),
};

for (const shell of ['bash', 'fish'] as const) {
  testIn(shell)(`${shell}: commands, flags, their closed values, ids of the catalog and folders`, () => {
    const complete = ask[shell];
    expect(complete('gen')).toEqual(['generate']);
    expect(complete('generate', '--ch')).toEqual(['--check']);
    expect(complete('generate', '--yes')).toEqual([]);
    expect(complete('--ye')).toEqual(['--yes']);
    expect(complete('generate', '--format', '')).toEqual(['cdktf', 'hcl', 'json']);
    expect(complete('--oidc-provider', '')).toEqual(['create', 'existing']);
    expect(complete('--engine', 'open')).toEqual(['opentofu']);
    expect(complete('--add-on', 'external')).toEqual(['external-dns', 'external-secrets']);
    expect(complete('catalog', 'sq')).toEqual(['sqs']);
    expect(complete('completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(complete('--service-accounts', 'm')).toEqual(['manifests']);
    expect(complete('schema', '--of', 'f')).toEqual(['fragment']);
    expect(complete('--outputs', 'te')).toEqual(['terraform', 'tests']);
    expect(complete('--outputs', 'helm,ek')).toEqual(['helm,eksctl']);
    expect(complete('generate', '--atlantis', 'specs/').map((path) => path.replace(/^.*\//, ''))).toEqual(['irsa.yaml']);
    expect(complete('--cluster', '')).toEqual([]);
    expect(complete('--directory', 'sp').map((path) => path.replace(/\/$/, ''))).toEqual(['specs']);
  });
}

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
(hasShellcheck ? test : test.skip)('bash: clean to shellcheck (skipped where there is none)', () => {
  expect(spawnSync('shellcheck', ['-s', 'bash', '-'], { input: completionScript.bash(), encoding: 'utf8' }).stdout).toBe('');
});

// bash 3.2 of macOS has none of these; compopt is only tried.
test('bash: nothing that bash 3.2 lacks', () => {
  expect(completionScript.bash()).not.toMatch(/mapfile|readarray|local -n|declare -A|\$\{[\w@[\]]+,,|&>>|compopt(?! .*2>\/dev\/null$)/m);
});

testIn('bash')('bash: a value after an equals sign', () => {
  expect(ask.bash('generate', '--format=')).toEqual(['cdktf', 'hcl', 'json']);
  expect(ask.bash('generate', '--format=j')).toEqual(['json']);
});

testIn('zsh')('zsh: in a terminal, by the tabulator', async () => {
  const terminal = openTerminal('zsh', ['-f'], folder);
  terminal.types(`PS1='ready> '; autoload -U compinit && compinit -u -D && source ${join(folder, 'zsh')}\r`);
  await terminal.sees('zsh ready>');
  const completes = async (typed: string, whole: string) => {
    terminal.types(`\u0015${typed}\t`);
    await terminal.sees(`ready> ${whole}`);
  };
  await completes('create-irsa cat', 'create-irsa catalog');
  await completes('create-irsa generate --ch', 'create-irsa generate --check');
  await completes('create-irsa generate --format=j', 'create-irsa generate --format=json');
  await completes('create-irsa --outputs helm,ek', 'create-irsa --outputs helm,eksctl');
  await completes('create-irsa --add-on external-d', 'create-irsa --add-on external-dns');
  terminal.types('\u0015exit\r');
  expect(await terminal.ends()).toBe(0);
});

test('every flag of every command is there', () => {
  for (const script of Object.values(completionScript).map((write) => write()))
    for (const { flags } of completions) for (const { name } of flags) expect(script).toMatch(new RegExp(`(--|-l )${name}\\b`));
});
