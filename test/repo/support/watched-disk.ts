import { realDisk, type Disk } from '../../../src/repo/writing/disk.ts';

export interface Operation {
  /** Counted from 0; reads, and operations on open files, count. */
  readonly n: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** What it is about: the first argument, or what was opened. */
  readonly path: string;
  /** The disk, or the open file. */
  readonly target: object;
}

/** A disk on which something happens before each operation; what is thrown there is what the operation answers. */
export function watchedDisk(before: (operation: Operation) => void | Promise<void>, disk: Disk = realDisk): Disk {
  let n = 0;
  const wrap = <T extends object>(target: T, opened?: string): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          const path = opened ?? String(args[0]);
          await before({ n: n++, name: String(name), args, path, target });
          // Nothing here outlives the machine, and waiting for the platter is most of the time.
          if (name === 'sync') return undefined;
          const result: unknown = await value.apply(target, args);
          return name === 'open' ? wrap(result as object, path) : result;
        };
      },
    });
  return wrap<Disk>({ ...disk });
}

const failing = (code: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));

/** Some file systems, of memory sticks and of virtual machines, have no hard links. */
export const withoutLinks: Disk = { ...realDisk, link: failing('EPERM') };
