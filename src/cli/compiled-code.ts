/**
 * What V8 made of the program's files is kept for the next run of the same command, as Python keeps its .pyc:
 * compiling them again would be a third of the time of a run. Nobody needs it: where it cannot be written, is of
 * another Node or was removed, the program compiles its files as any other does.
 *
 * Node 22.1 and newer can do it by themselves (`module.enableCompileCache`), and take twice as long to read it.
 *
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#class-vmscript
 */
// oxlint-disable-next-line no-restricted-imports -- what V8 compiled is no file of the user's: losing it costs time only
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Bytes of a file that takes longer to compile than to look up. */
const WORTH_IT = 4_096;

const [BEFORE, AFTER] = ['(function (exports, require, module, __filename, __dirname) {', '\n})'];

interface Kept {
  readonly script: Script;
  readonly file: string;
}

/** @param command each keeps its own, for V8 keeps the functions that were called, and each calls others */
export function keepCompiledCode(command: string): void {
  if (process.env['NODE_DISABLE_COMPILE_CACHE']) return;
  const folder = join(dirname(dirname(__dirname)), '.cache', 'compiled', `${process.versions.v8}-${process.arch}`, command);
  if (!isThere(folder)) {
    // Of a program that is installed for all users Node keeps it in the system's temporary folder, if it can.
    if ('enableCompileCache' in nodeModule) (nodeModule.enableCompileCache as () => void)();
    return;
  }
  const stale: Kept[] = [];
  // Only files of the program are called .cjs, and each has a hash of its content in its name.
  const { extensions } = createRequire(__filename);
  extensions['.cjs'] = (module, filename) => {
    if (statSync(filename).size < WORTH_IT) return extensions['.js']?.(module, filename);
    const file = join(folder, `${basename(filename)}.bin`);
    const source = sourceOf(filename);
    const cachedData = bytesOf(file);
    const script = new Script(source, {
      filename,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (script.cachedDataRejected !== false) stale.push({ script, file });
    script.runInThisContext()(module.exports, module.require.bind(module), module, filename, dirname(filename));
  };
  // At the end: what was called has been compiled by then.
  process.once('exit', () => write(stale));
}

/** Makes it where it is not. */
function isThere(folder: string): boolean {
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * One for all files in turn, since touching new memory is dear: V8 has copied what it keeps when the next is read.
 * Memory that no file is long enough to reach costs nothing.
 */
let buffer = Buffer.allocUnsafeSlow(1_048_576);

function sourceOf(filename: string): string {
  const size = read(filename, BEFORE.length, AFTER.length);
  buffer.write(BEFORE, 0, 'latin1');
  buffer.write(AFTER, BEFORE.length + size, 'latin1');
  return buffer.toString('latin1', 0, BEFORE.length + size + AFTER.length);
}

function bytesOf(file: string): Buffer | undefined {
  try {
    const size = read(file);
    return buffer.subarray(0, size);
  } catch {
    return undefined;
  }
}

/** @returns how many bytes of the file stand in the buffer, after as many as are to be left free */
function read(file: string, before = 0, after = 0): number {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const needed = before + size + after;
    if (buffer.length < needed) buffer = Buffer.allocUnsafeSlow(needed);
    return readSync(handle, buffer, before, size, 0);
  } finally {
    closeSync(handle);
  }
}

function write(stale: readonly Kept[]): void {
  if (stale.length === 0) return;
  try {
    for (const { script, file } of stale) {
      const mine = `${file}.${process.pid}`;
      writeFileSync(mine, script.createCachedData());
      renameSync(mine, file);
    }
  } catch {
    // Somebody else may have installed, and run, it.
  }
}
