/**
 * `npm run bench`: start-up and the seven patterns against `node -e 0`, against cdktf synthesising the
 * same stack alone, and against `cdktf synth` where its CLI is found. `--rounds N`, default 25.
 *
 * Reports, never judges: no test depends on a clock.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, timed } from './measure.mjs';
import { bars, machine } from './print.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'bin', 'create-irsa.js');
const spec = join(root, 'examples', '03-seven-patterns-iam6', 'irsa.yaml');
const plain = join(root, 'bench', 'plain-cdktf.mjs');
const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a number of at least 1, not ${options.rounds}`);
if (!existsSync(join(root, 'dist', 'program', 'main.cjs'))) throw new Error('Build first: npm run build');

const scratch = mkdtempSync(join(tmpdir(), 'create-irsa-bench-'));
const folder = (name) => join(scratch, name);

/** `alone` is what the plain program makes: Terraform with Helm values. By default the runbook and the verify kit come too. */
const specs = { alone: `outputs: [terraform, helm]\n${readFileSync(spec, 'utf8')}`, all: readFileSync(spec, 'utf8') };

/** A folder that holds the spec and nothing else. */
const fresh = (name, text = specs.alone) => {
  rmSync(folder(name), { recursive: true, force: true });
  mkdirSync(folder(name));
  writeFileSync(join(folder(name), 'irsa.yaml'), text);
};

const create = (name, ...args) => ({ name: `create-irsa ${name}`, command: [process.execPath, program, ...args], cwd: scratch });
const generate = (name, where, ...args) => create(name, 'generate', where, ...args);

function cdktfCli() {
  const given = process.env.CDKTF_CLI;
  if (given) return given;
  const names = process.platform === 'win32' ? ['cdktf.cmd'] : ['cdktf'];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((place) => names.map((name) => join(place, name)))
    .find((file) => existsSync(file));
}

const cli = cdktfCli();
const quiet = { CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', CI: '1' };

const programs = [
  { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
  create('--version', '--version'),
  create('--help', '--help'),
  { ...generate('HCL, first', 'hcl-first'), before: () => fresh('hcl-first') },
  generate('HCL, unchanged', 'hcl-again'),
  { ...generate('HCL and kit, first', 'all-first'), before: () => fresh('all-first', specs.all) },
  generate('HCL and kit, unchanged', 'all-again'),
  { ...generate('JSON, first', 'json-first', '--format', 'json'), before: () => fresh('json-first') },
  generate('JSON, unchanged', 'json-again', '--format', 'json'),
  { name: 'plain cdktf program', command: [process.execPath, plain], cwd: scratch, env: { CDKTF_OUTDIR: folder('plain') } },
  ...(cli
    ? [{ name: 'cdktf synth', command: [cli, 'synth', '--output', folder('cli')], cwd: root, env: { ...quiet, IRSA_SPEC: spec } }]
    : []),
];

/** Goals of the design, and the least that will do. */
const targets = { 'create-irsa --version': [1.15], 'create-irsa HCL, first': [1.5, 1.8], 'create-irsa HCL, unchanged': [1.5, 1.8] };

/** The comparison is fair only if both make the same things: how many of each type of block. */
function assertSameStack() {
  const ours = census(JSON.parse(readFileSync(join(folder('json-again'), 'irsa.tf.json'), 'utf8')));
  const theirs = census(JSON.parse(readFileSync(join(folder('plain'), 'stacks', 'irsa', 'cdk.tf.json'), 'utf8')));
  if (ours !== theirs) throw new Error(`bench/plain-cdktf.mjs no longer makes the same stack:\n${ours}\n${theirs}`);
}

const census = ({ data, resource, module, output }) =>
  JSON.stringify(
    [...Object.entries({ ...data, ...resource }), ['module', module], ['output', output]]
      .map(([type, blocks]) => `${type}: ${Object.keys(blocks).length}`)
      .sort(),
  );

try {
  for (const name of ['hcl-again', 'json-again']) fresh(name);
  fresh('all-again', specs.all);
  for (const program of programs) {
    program.before?.();
    timed(program);
  }
  assertSameStack();
  process.stdout.write(`${machine()}\n${rounds} interleaved rounds; ratio of medians to \`node -e 0\`; median (quartiles)\n\n`);
  if (!cli) process.stdout.write('cdktf synth is left out: no cdktf on PATH, and CDKTF_CLI is not set.\n\n');
  process.stdout.write(`${bars(measure(programs, rounds), targets).join('\n')}\n`);
  if (process.env.NODE_EXTRA_CA_CERTS) {
    process.stdout.write('\nWithout NODE_EXTRA_CA_CERTS, whose certificates Node reads at each start of any program:\n\n');
    const bare = programs.map((program) => ({ ...program, env: { ...program.env, NODE_EXTRA_CA_CERTS: undefined } }));
    process.stdout.write(`${bars(measure(bare, rounds)).join('\n')}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
