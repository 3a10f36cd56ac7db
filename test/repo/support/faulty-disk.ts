import { realDisk, type Disk } from '../../../src/repo/writing/disk.ts';

/** What befalls the n-th operation: an error once, an error from then on, or the end of the process. */
export type Fault = { readonly once: string } | { readonly always: string } | 'kill';

export class Killed extends Error {}

/**
 * The real disk until its n-th operation (0-based; reads, and operations on open files, count).
 * `kill` cuts a write off in the middle, and nothing works afterwards, as nothing does for the dead.
 */
export function faultyDisk(
  n: number,
  fault: Fault,
  kill: () => void = () => {},
): { readonly disk: Disk; readonly operations: () => number } {
  let count = 0;
  const strike = async (name: string, args: readonly unknown[], target: unknown): Promise<void> => {
    const now = count++;
    if (now < n || (typeof fault === 'object' && 'once' in fault && now > n)) return;
    if (fault === 'kill') {
      const [content] = args;
      if (now === n && name === 'writeFile')
        await (target as { writeFile(data: unknown): Promise<void> }).writeFile(
          (content as string).slice(0, (content as string).length / 2),
        );
      if (name === 'close') await (target as { close(): Promise<void> }).close();
      kill();
      throw new Killed(`killed at operation ${now} (${name})`);
    }
    if (name === 'close') await (target as { close(): Promise<void> }).close();
    const code = 'once' in fault ? fault.once : fault.always;
    throw Object.assign(new Error(`${code}: ${name}`), { code, path: typeof args[0] === 'string' ? args[0] : undefined });
  };
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          await strike(String(name), args, target);
          // Nothing here outlives the machine, and waiting for the platter is most of the time.
          if (name === 'sync') return undefined;
          const result: unknown = await value.apply(target, args);
          return name === 'open' ? wrap(result as object) : result;
        };
      },
    });
  return { disk: wrap<Disk>({ ...realDisk }), operations: () => count };
}
