/**
 * `npm run build && node scripts/graph-pictures.mjs`: pictures of the page of `create-irsa graph --format html`, for
 * docs/graph. Needs Chromium on the PATH, or named by CREATE_IRSA_BROWSER.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const browser = process.env['CREATE_IRSA_BROWSER'] ?? 'chromium';
const example = resolve('examples/03-seven-patterns-iam6');
const folder = mkdtempSync(join(tmpdir(), 'irsa-graph-'));

/** As a person would who looks into one role. */
const CHOOSE = '<script>document.querySelector(\'nav button[data-id*="my-app"][data-id^=role]\').click()</script></body>';

const run = (program, args) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
};

const page = join(folder, 'graph.html');
writeFileSync(
  page,
  run(process.execPath, ['bin/create-irsa.js', 'graph', example, '--format', 'html']).replace('</body>', () => CHOOSE),
);
mkdirSync('docs/graph', { recursive: true });
for (const [name, size, ...flags] of [
  ['light', '1500,800'],
  ['dark', '1500,800', '--blink-settings=preferredColorScheme=0'],
  ['narrow', '500,1500'],
]) {
  run(browser, [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--window-size=${size}`,
    ...flags,
    `--screenshot=${resolve('docs/graph', `${name}.png`)}`,
    pathToFileURL(page).href,
  ]);
  process.stderr.write(`docs/graph/${name}.png\n`);
}
rmSync(folder, { recursive: true });
