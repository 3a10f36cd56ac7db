import { realDisk, type Disk } from '../../../src/repo/writing/disk.ts';
import { watchedDisk } from './watched-disk.ts';

/** What befalls the n-th operation: an error once, an error from then on, or the end of the process. */
export type Fault = { readonly once: string } | { readonly always: string } | 'kill';

export class Killed extends Error {}

interface OpenFile {
  writeFile(data: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * The disk until its n-th operation (0-based). `kill` cuts a write off in the middle, and nothing works
 * afterwards, as nothing does for the dead.
 */
export function faultyDisk(
  n: number,
  fault: Fault,
  kill: () => void = () => {},
  real: Disk = realDisk,
): { readonly disk: Disk; readonly operations: () => number } {
  let count = 0;
  const disk = watchedDisk(async ({ n: now, name, args, target }) => {
    count = now + 1;
    if (now < n || (typeof fault === 'object' && 'once' in fault && now > n)) return;
    if (fault === 'kill') {
      const [content] = args as [string];
      if (now === n && name === 'writeFile') await (target as OpenFile).writeFile(content.slice(0, content.length / 2));
      if (name === 'close') await (target as OpenFile).close();
      kill();
      throw new Killed(`killed at operation ${now} (${name})`);
    }
    if (name === 'close') await (target as OpenFile).close();
    const code = 'once' in fault ? fault.once : fault.always;
    throw Object.assign(new Error(`${code}: ${name}`), { code, path: typeof args[0] === 'string' ? args[0] : undefined });
  }, real);
  return { disk, operations: () => count };
}
