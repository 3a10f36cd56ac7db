/**
 * `npm run record`: the quick start in a repository that exists, by keystrokes in a real terminal, as a text
 * cast (asciicast v2, https://docs.asciinema.org/manual/asciicast/v2/) and as pictures of some of its moments.
 * What draws the pictures is no dependency: `npm install --no-save @resvg/resvg-js@2.6.2` first.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { root } from './prepare.mjs';
import { picture } from './recording/picture.mjs';
import { COLUMNS, end, files, ROWS, steps } from './recording/session.mjs';

const OUT = join(root, 'docs', 'recording');
/** Nobody wants to watch a longer pause, in seconds. */
const LONGEST = 1.5;

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

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
  for (const { sees: text, frame: shot, types: keys } of steps) {
    await sees(text);
    if (shot !== undefined) await frame(...shot);
    await types(keys);
  }
  const code = await ended;
  await pause(300);
  if (code !== 0) throw new Error(`create-irsa exited with ${code}:\n${screen()}`);
  await frame(...end.frame);
} finally {
  pty.kill();
  await ended;
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
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
