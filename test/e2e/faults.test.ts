/** The program itself, on real disks that fail: every file is wholly old or wholly new, and so is the set. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { thorough } from '../support/cases.ts';
import { program } from '../support/program.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

jest.setTimeout(3_600_000);

const spec = (bucket: string): string => `version: 1
clusters:
  production: { region: us-east-1, from: { data: true } }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  my-app: { namespace: shop, grants: [{ s3: { bucket: ${bucket}, access: read } }] }
`;

const strike = join(import.meta.dirname, 'support/strike.cjs');
const node = (...argv: string[]): string[] => [process.execPath, '--require', strike, program, ...argv];

interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

function run([command = '', ...argv]: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const { status, signal, stderr } = spawnSync(command, argv, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', ...env } });
  return { code: status, signal, stderr };
}

/** Messages are folded to the width of the terminal. */
const inOneLine = ({ stderr }: Run): string => stderr.replace(/\s+/g, ' ');

/** Generated once; then the spec asks for another bucket and for one more app. */
const old = temporaryFolder({ 'irsa.yaml': spec('old-bucket'), 'main.tf': '# mine\n' });
run(node('generate', old));
const changedSpec = `${spec('new-bucket')}  other: { namespace: shop, grants: [{ sqs: { queue: jobs, access: consume } }] }\n`;
const before: Readonly<Record<string, string>> = { ...filesIn(old), 'irsa.yaml': changedSpec };
const done = temporaryFolder(before);
run(node('generate', done));
const after = filesIn(done);

const withoutTraces = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.includes('.create-irsa.')));

function expectWhole(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(withoutTraces(files))) expect([before[path], after[path]]).toContain(content);
}

const expectAllOrNothing = ({ code }: Run, folder: string): void => expect(filesIn(folder)).toEqual(code === 0 ? after : before);

test('the two states differ in files that are there and in files that are not', () => {
  expect(Object.keys(after).length).toBeGreaterThan(Object.keys(before).length);
  expect(Object.keys(before).filter((path) => before[path] !== after[path]).length).toBeGreaterThan(1);
});

const log = join(temporaryFolder(), 'count');
run(node('generate', temporaryFolder(before)), { STRIKE_LOG: log });
const total = Number(readFileSync(log, 'utf8'));
/** All on request. */
const moments = (every: number): number[] => Array.from({ length: total }, (_, n) => n).filter((n) => thorough || n % every === 0);

test('there are operations to strike', () => {
  expect(total).toBeGreaterThan(50);
});

describe('killed', () => {
  test('at any operation, it leaves whole files, and the next run settles them', () => {
    for (const n of moments(24)) {
      const folder = temporaryFolder(before);
      expect({ n, ...run(node('generate', folder), { STRIKE: `${n}:SIGKILL` }) }).toMatchObject({ n, signal: 'SIGKILL' });
      expectWhole(filesIn(folder));
      expect({ n, ...run(node('generate', folder)) }).toMatchObject({ n, code: 0 });
      expect(filesIn(folder)).toEqual(after);
    }
  });

  test.each(['SIGTERM', 'SIGHUP'])('politely, by %s while it writes, it finishes first', (signal) => {
    const folder = temporaryFolder(before);
    expect(run(node('generate', folder), { STRIKE: `${Math.floor(total / 2)}:${signal}` })).toMatchObject({ code: null, signal });
    expect(filesIn(folder)).toEqual(after);
  });
});

describe.each(['ENOSPC', 'EROFS', 'EMFILE', 'EIO'])('told %s', (code) => {
  test('once, at any operation, it writes all or nothing', () => {
    for (const n of moments(60)) {
      const folder = temporaryFolder(before);
      const result = run(node('generate', folder), { STRIKE: `${n}:${code}` });
      expect([0, 2]).toContain(result.code);
      // A file of ours may be left over where even its removal failed; the next run removes it.
      expect({ n, files: withoutTraces(filesIn(folder)) }).toEqual({ n, files: result.code === 0 ? after : before });
    }
  });

  test('from any operation on, it leaves whole files, and the next run settles them', () => {
    for (const n of moments(60)) {
      const folder = temporaryFolder(before);
      run(node('generate', folder), { STRIKE: `${n}+:${code}` });
      expectWhole(filesIn(folder));
      expect({ n, ...run(node('generate', folder)) }).toMatchObject({ n, code: 0 });
      expect(filesIn(folder)).toEqual(after);
    }
  });
});

describe('with somebody else at work after the diff', () => {
  const mine = 'mine, and saved just now\n';
  const without = (files: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));

  test.each(['irsa-my-app.tf', 'irsa-other.tf'])('before any operation, it keeps what is saved into %s', (name) => {
    for (const n of moments(24)) {
      const folder = temporaryFolder(before);
      run(node('generate', folder), { STRIKE: `${n}:do`, STRIKE_DO: `printf '${mine}' > '${join(folder, name)}'` });
      const files = filesIn(folder);
      expect({ n, text: files[name] }).toEqual({ n, text: mine });
      expect([without(before, name), without(after, name)]).toContainEqual(without(files, name));
    }
  });

  test('before any operation, it writes nothing through a symlink that takes the place of a file', () => {
    const name = 'irsa-my-app.tf';
    for (const n of moments(24)) {
      const [folder, outside] = [temporaryFolder(before), temporaryFolder({ theirs: before[name] ?? '' })];
      const swap = `ln -s '${join(outside, 'theirs')}' '${folder}/link'; mv -f '${folder}/link' '${join(folder, name)}'`;
      run(node('generate', folder), { STRIKE: `${n}:do`, STRIKE_DO: swap });
      expect({ n, ...filesIn(outside) }).toEqual({ n, theirs: before[name] });
      expect([without(before, name), without(after, name)]).toContainEqual(without(filesIn(folder), name));
    }
  });
});

test('where a symlink leads out, it refuses before it writes', () => {
  const [folder, outside] = [temporaryFolder(before), temporaryFolder({ theirs: 'theirs' })];
  renameSync(join(folder, 'irsa-my-app.tf'), join(outside, 'moved'));
  symlinkSync(join(outside, 'theirs'), join(folder, 'irsa-my-app.tf'));
  const files = filesIn(folder);
  expect(run(node('generate', '--force', folder)).code).toBe(2);
  expect(filesIn(outside)).toEqual({ moved: before['irsa-my-app.tf'], theirs: 'theirs' });
  expect(filesIn(folder)).toEqual(files);
});

/** Root of a namespace of its own: mounts of its own, without rights over anything else. */
const isolated = (script: string, ...argv: string[]): string[] => ['unshare', '-Urm', 'sh', '-ec', script, 'sh', ...argv];
const canMount = run(isolated('mount -t tmpfs none "$1"', temporaryFolder())).code === 0;
const withMounts = canMount ? describe : describe.skip;

withMounts('on a file system of its own (skipped where none can be mounted)', () => {
  const inTmpfs = 'mount -t tmpfs -o "$1" none "$2"; cp -R "$3/." "$2" 2>/dev/null || exit 77; ';

  /** What a disk too small for the files that were there before answers. */
  const TOO_SMALL = 77;

  /** Runs there; what was left is copied out before the file system is gone. */
  function runIn(options: string, then: string): { readonly result: Run; readonly folder: string } {
    const [disk, source, folder] = [temporaryFolder(), temporaryFolder(before), temporaryFolder()];
    const script = `${inTmpfs}${then} set +e; "$5" "$6" generate "$2"; code=$?; cp -R "$2/." "$4"; exit $code`;
    return { result: run(isolated(script, options, disk, source, folder, process.execPath, program)), folder };
  }

  test.each([
    ['names', (n: number) => `nr_inodes=${n}`],
    ['room', (n: number) => `size=${4 * n}k`],
  ])('that runs out of %s sooner or later, it writes all or nothing', (_, options) => {
    const codes: (number | null)[] = [];
    for (let n = Object.keys(before).length; !codes.includes(0) && n < 80; n++) {
      const { result, folder } = runIn(options(n), '');
      if (result.code === TOO_SMALL) continue;
      expectAllOrNothing(result, folder);
      if (result.code !== 0) expect(inOneLine(result)).toContain('the disk is full');
      codes.push(result.code);
    }
    expect(new Set(codes)).toEqual(new Set([2, 0]));
  });

  test('that is read-only, it changes nothing and says so', () => {
    const { result, folder } = runIn('size=4m', 'mount -o remount,ro "$2";');
    expect(result.code).toBe(2);
    expect(inOneLine(result)).toContain('the file system is read-only. Nothing was changed.');
    expect(filesIn(folder)).toEqual(before);
  });
});

const isRoot = process.getuid?.() === 0;
/** Root may write where nobody else may. */
const asNobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
const canDrop = !isRoot || run([...asNobody, process.execPath, program, '--version']).code === 0;

(canDrop ? test : test.skip)(
  'in a folder that it may not write to, it changes nothing and says so (skipped where root cannot become another)',
  () => {
    const folder = temporaryFolder(before);
    chmodSync(folder, 0o555);
    const result = run([...asNobody, process.execPath, program, 'generate', folder]);
    chmodSync(folder, 0o755);
    expect(result.code).toBe(2);
    expect(inOneLine(result)).toContain('permission is denied. Nothing was changed.');
    expect(filesIn(folder)).toEqual(before);
  },
);

test('with few files to open, it writes all or nothing', () => {
  const seen = new Set<string>();
  for (let limit = 18; limit < 48; limit += thorough ? 1 : 6) {
    const folder = temporaryFolder(before);
    const result = run([
      'sh',
      '-c',
      'ulimit -n "$1"; exec "$2" "$3" generate "$4"',
      'sh',
      String(limit),
      process.execPath,
      program,
      folder,
    ]);
    // Where Node itself does not start, nothing has happened either. What says that nothing is to be undone may be left
    // over where no file can be opened to see that; the next run removes it.
    const left = filesIn(folder);
    expect({ limit, files: withoutTraces(left) }).toEqual({ limit, files: result.code === 0 ? after : before });
    if (Object.keys(left).length > Object.keys(withoutTraces(left)).length) {
      expect(inOneLine(result)).toContain('The next run of create-irsa');
      expect(run(node('generate', folder)).code).toBe(0);
      expect(filesIn(folder)).toEqual(after);
    }
    if (result.code === 2) expect(result.stderr).toContain('too many files');
    seen.add(String(result.code));
  }
  expect(seen).toContain('0');
});

test('several at once in one folder: one writes, the others say so or have nothing to do', async () => {
  for (let round = 0; round < (thorough ? 20 : 2); round++) {
    const folder = temporaryFolder(before);
    const codes = await Promise.all(
      Array.from(
        { length: 5 },
        () =>
          new Promise<number | null>((resolve) => {
            spawn(process.execPath, [program, 'generate', folder], { stdio: 'ignore' }).on('exit', (code) => resolve(code));
          }),
      ),
    );
    expect(codes).toContain(0);
    expect(codes.filter((code) => ![0, 2, 3].includes(code ?? -1))).toEqual([]);
    expect(filesIn(folder)).toEqual(after);
  }
});

(existsSync('/dev/full') ? describe : describe.skip)('with a log on a full disk (skipped where there is no /dev/full)', () => {
  test('it writes the files, and fails only where the answer itself is lost', () => {
    const folder = temporaryFolder(before);
    expect(run(['sh', '-c', 'exec "$1" "$2" generate "$3" 2>/dev/full', 'sh', process.execPath, program, folder]).code).toBe(0);
    expect(filesIn(folder)).toEqual(after);
    const answer = run(['sh', '-c', 'exec "$1" "$2" generate --stdout "$3" >/dev/full', 'sh', process.execPath, program, folder]);
    expect(answer).toMatchObject({ code: 2, stderr: expect.stringContaining('could not be written to the standard output (ENOSPC)') });
  });
});

describe('without a network', () => {
  const guard = join(import.meta.dirname, 'support/no-network.cjs');

  test('it asks for none, nor for another program', () => {
    const asking = `require('node:https').get('https://192.0.2.1').on('error', () => {})`;
    expect(run([process.execPath, '--require', guard, '-e', asking]).code).toBe(99);
    const folder = temporaryFolder(before);
    expect(run([process.execPath, '--require', guard, program, 'generate', folder]).code).toBe(0);
    expect(filesIn(folder)).toEqual(after);
  });

  const alone = ['unshare', '-Urn'];
  const canBeAlone = run([...alone, 'true']).code === 0;
  (canBeAlone ? test : test.skip)('it does the same (skipped where no network can be taken away)', () => {
    const folder = temporaryFolder(before);
    expect(run([...alone, process.execPath, program, 'generate', folder]).code).toBe(0);
    expect(filesIn(folder)).toEqual(after);
  });
});
