/** Runs action.yml as GitHub does: its steps in order, each script in a bash of its own, with its expressions filled in. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';

export interface ActionStep {
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly ActionStep[] };
}

export const action = parse(readFileSync('action.yml', 'utf8')) as Action;

export interface ActionRun {
  readonly code: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** All that its steps have said. */
  readonly said: string;
}

export interface Surroundings {
  /** The workspace. */
  readonly folder: string;
  /** Where runners keep what is not of the workspace. */
  readonly temp: string;
  /** Folder of programs that stand in for others. */
  readonly bin: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Of the context `github`, beside what is always there. */
  readonly event?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const BASH = ['--noprofile', '--norc', '-eo', 'pipefail'];

export function runAction({ folder, temp, bin, inputs, event = {}, env = {} }: Surroundings): ActionRun {
  mkdirSync(temp, { recursive: true });
  const given = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default ?? '']));
  const context: Record<string, string> = {
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`inputs.${name}`, value])),
    'github.action_path': process.cwd(),
    'github.token': 'the-token',
    'runner.temp': temp,
    ...event,
  };
  const fill = (text: string): string => text.replaceAll(/\$\{\{ *([\w.-]+) *\}\}/g, (_, name: string) => context[name] ?? '');
  for (const name of Object.keys(given)) context[`inputs.${name}`] = fill(given[name] ?? '');
  const summary = join(temp, 'summary.md');
  writeFileSync(summary, '');
  let said = '';
  let code: number | null = 0;
  for (const [n, step] of action.runs.steps.entries()) {
    if (!holds(step.if, context)) continue;
    const [script, output] = [join(temp, `step-${n}.sh`), join(temp, `output-${n}`)];
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const ran = spawnSync('bash', [...BASH, script], {
      cwd: join(folder, fill(step['working-directory'] ?? '.')),
      encoding: 'utf8',
      env: {
        ...env,
        PATH: [bin, process.env['PATH']].join(delimiter),
        HOME: temp,
        NO_COLOR: '1',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)])),
      },
    });
    said += ran.stdout + ran.stderr;
    for (const line of readFileSync(output, 'utf8').split('\n')) {
      const [name = '', ...value] = line.split('=');
      if (name !== '') context[`steps.${step.id}.outputs.${name}`] = value.join('=');
    }
    code = ran.status;
    if (code !== 0) break;
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value)]));
  return { code, outputs, summary: readFileSync(summary, 'utf8'), said };
}

/** Comparisons, all of which must hold: no step needs more. */
function holds(condition: string | undefined, context: Readonly<Record<string, string>>): boolean {
  return (condition ?? '').split(' && ').every((one) => {
    if (one === '') return true;
    const [, name = '', value] = /^([\w.-]+) == '([^']*)'$/.exec(one) ?? [];
    if (value === undefined) throw new Error(`the harness does not know the condition ${one}`);
    return context[name] === value;
  });
}
