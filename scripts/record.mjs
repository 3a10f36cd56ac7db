/**
 * `npm run record`: the quick start in a repository that exists, by keystrokes in a real terminal, as a text
 * cast (asciicast v2, https://docs.asciinema.org/manual/asciicast/v2/) and as pictures of some of its moments.
 * What draws the pictures is no dependency: `npm install --no-save @resvg/resvg-js@2.6.2` first.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { root } from './prepare.mjs';
import { picture } from './recording/picture.mjs';

const [COLUMNS, ROWS] = [100, 32];
const OUT = join(root, 'docs', 'recording');
/** Nobody wants to watch a longer pause, in seconds. */
const LONGEST = 1.5;

const FILES = {
  'main.tf': `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = "~> 5.0" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}

provider "aws" { region = "us-east-1" }
provider "kubernetes" { config_path = "~/.kube/config" }

module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "~> 20.0"
  cluster_name = "production"
}

resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}
`,
};

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
mkdirSync(join(folder, '.git'));
writeFileSync(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);

const terminal = new headless.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 5000, allowProposedApi: true });
const events = [];
let last = performance.now();
let clock = 0;
const { NO_COLOR: _, ...env } = { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

/** What is shown, and when: as it came, but for pauses. */
function shown(data) {
  const now = performance.now();
  clock += Math.min((now - last) / 1000, LONGEST);
  last = now;
  events.push([Number(clock.toFixed(3)), 'o', data]);
  terminal.write(data);
}

shown('$ ');
for (const key of 'npx create-irsa') {
  await pause(60);
  shown(key);
}
await pause(400);
shown('\r\n');

const pty = spawn(process.execPath, [join(root, 'bin', 'create-irsa.js')], { cols: COLUMNS, rows: ROWS, cwd: folder, env });
const ended = new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
pty.onData(shown);

try {
  await sees('Which EKS cluster?');
  await frame('1-cluster', 'The wizard has found module "eks" in main.tf and proposes it as the cluster.');
  await types('\r');
  await sees('Which add-ons need permissions?');
  await types('dns');
  await sees('Route 53 records');
  await frame('2-add-ons', 'Typing "dns" leaves ExternalDNS of all add-ons, with a line of what it does.');
  await types(' ');
  await sees('(1 picked)');
  await types('\r');
  await sees('hosted zones');
  await types('Z0123456789ABC\r');
  await sees('Which applications of yours');
  await types('orders:shop/orders\r');
  await sees('What may orders use?');
  await frame('3-grants', 'What an application may use: the bucket of the repository is among what is offered.');
  await types('example-orders');
  await sees('example-orders');
  await types(' ');
  await sees('(1 picked)');
  await types('\r');
  await sees('with the objects');
  await types('\r');
  await sees('not all of them shown?');
  await frame('4-preview', 'Before anything is written: the spec, each file with the number of its lines, and the question.');
  await types('rest');
  await sees('Show the rest first');
  await types('\r');
  await sees('+module "irsa_orders"');
  await types('\r');
  const code = await ended;
  await pause(300);
  if (code !== 0) throw new Error(`create-irsa exited with ${code}:\n${screen()}`);
  await frame('5-written', 'All files are written; what to run next, and the command line that repeats the run without questions.');
} finally {
  pty.kill();
  rmSync(folder, { recursive: true, force: true });
}

const header = {
  version: 2,
  width: COLUMNS,
  height: ROWS,
  title: 'create-irsa in a repository that exists',
  env: { TERM: 'xterm-256color' },
};
const cast = [header, ...events].map((line) => JSON.stringify(line)).join('\n');
if (cast.includes(folder)) throw new Error('The recording names a folder of this machine.');
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'quick-start.cast'), `${cast}\n`);
console.error(`docs/recording: ${events.length} events, ${clock.toFixed(1)} s`);

function screen() {
  const { active } = terminal.buffer;
  return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n');
}

async function sees(text) {
  for (const patience = Date.now() + 60_000; Date.now() < patience;) {
    if (screen().replace(/\s+/g, ' ').includes(text)) return pause(900);
    await pause(20);
  }
  throw new Error(`The screen never showed ${JSON.stringify(text)}:\n${screen()}`);
}

/** As a person would: key by key. */
async function types(keys) {
  for (const key of keys) {
    pty.write(key);
    await pause(90);
  }
}

async function frame(name, title) {
  const { Resvg } = await import('@resvg/resvg-js').catch(() => {
    throw new Error('Pictures are drawn by a package that is no dependency: npm install --no-save @resvg/resvg-js@2.6.2');
  });
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, `${name}.png`), new Resvg(picture(terminal, title), { font: { loadSystemFonts: true } }).render().asPng());
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
