/**
 * Where lines for people go. Node's stream for it is opened for terminals only: opening it takes as long
 * as reading a spec, and a pipe or a file is written to as well without.
 */
// oxlint-disable-next-line no-restricted-imports -- standard error is no file of the user's
import { fstatSync, statSync, writeSync } from 'node:fs';
import { heed } from './heed.ts';

export interface StandardError {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly write: (text: string) => void;
}

export function standardError(): StandardError {
  let viaStream = mayBeTerminal();
  const write = (text: string): void => {
    const rest = viaStream ? text : writeNow(Buffer.from(text));
    if (rest.length === 0) return;
    viaStream = true;
    heed(process.stderr).write(rest);
  };
  return {
    isTTY: viaStream && process.stderr.isTTY,
    get columns() {
      return viaStream ? process.stderr.columns : undefined;
    },
    write,
  };
}

/** A device is, unless it is the one that hooks and cron lead what nobody reads to. */
function mayBeTerminal(): boolean {
  try {
    const stats = fstatSync(2);
    return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
  } catch {
    return true;
  }
}

/** @returns what a pipe that is full and does not wait leaves over: the stream waits. Nobody is told of what nobody reads. */
function writeNow(bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(2, rest));
    return rest;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EAGAIN' ? rest : new Uint8Array();
  }
}
