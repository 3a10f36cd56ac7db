/**
 * `node bench/scan.mjs`: a repository of 1,000 `.tf` files scanned, beside reading and parsing them alone.
 * `--rounds N`, default 15; `--files N`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepository } from './make-repository.mjs';
import { measure, median, quantile } from './measure.mjs';
import { machine } from './print.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, files: { type: 'string', default: '1000' } },
});
const [rounds, files] = [Number(options.rounds), Number(options.files)];

const scratch = mkdtempSync(join(tmpdir(), 'create-irsa-scan-'));
try {
  makeRepository(scratch, files);
  const scan = [process.execPath, join(root, 'bin', 'create-irsa.js'), 'scan', scratch];
  const programs = [
    { name: 'reading and parsing alone', command: [process.execPath, join(root, 'bench', 'parse-alone.mjs'), scratch] },
    { name: 'create-irsa scan', command: scan },
    { name: 'create-irsa scan --json', command: [...scan, '--json'] },
  ];
  process.stdout.write(`${machine()}\n${files} files; ${rounds} interleaved rounds; ratio of medians, median (quartiles)\n\n`);
  const times = measure(programs, rounds);
  const alone = median(times.get(programs[0].name));
  for (const { name } of programs) {
    const all = times.get(name);
    const round = (value) => value.toFixed(0);
    process.stdout.write(
      `${name.padEnd(28)} ${(median(all) / alone).toFixed(2)} ×  ${round(median(all))} ms (${round(quantile(all, 0.25))} to ${round(quantile(all, 0.75))})\n`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
