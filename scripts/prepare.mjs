/** What `npm start` and `npm test` need first, with Node's own modules only: they may run before anything is installed. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const SOURCES = ['src', 'templates', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Resolves to the exit code; a signal counts as 130. */
export const run = (command, args) =>
  new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell starts.
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 130));
  });

/** Resolves to the exit code and to what it said, in the order of saying. */
export const quietly = (command, args) =>
  new Promise((resolve, reject) => {
    const said = [];
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 130, output: Buffer.concat(said) }));
  });

export const node = (...args) => run(process.execPath, args);

/** Installs if that was never done, or not since the lockfile changed. */
export async function install() {
  const wanted = packagesOf('package-lock.json');
  const found = packagesOf('node_modules/.package-lock.json');
  const missing = Object.entries(wanted).some(
    ([path, { version, optional, devOptional }]) => path !== '' && !optional && !devOptional && found[path]?.version !== version,
  );
  if (!missing) return;
  say('Installing');
  await must(run('npm', ['ci', '--no-audit', '--no-fund']));
}

/** What a lockfile says of each folder below node_modules; npm keeps one there of what it installed. */
function packagesOf(lockfile) {
  const path = join(root, lockfile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/** Builds if a source is newer than the last build. */
export async function build() {
  const built = newest(join(root, 'dist', 'schema.json'));
  if (built > Math.max(...SOURCES.map((source) => newest(join(root, source))))) return;
  say('Building');
  await must(node('scripts/build.mjs'));
}

export const say = (title) => console.error(`\n== ${title}`);

async function must(done) {
  const code = await done;
  // oxlint-disable-next-line unicorn/no-process-exit -- the step that failed has said why
  if (code !== 0) process.exit(code);
}

/** Time of the last change of a file, or of anything in a folder; 0 if it is not there. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newest(join(path, entry)))) : stat.mtimeMs;
}
