/** Signals end the program at once, except while files are written: that takes milliseconds and is finished first. */
import { ExitCode } from './exit-code.ts';

let writing = 0;
let wanted: NodeJS.Signals | undefined;

/** Of these the default is to die, which is right whenever nothing is written. With their numbers, which POSIX fixes. */
const NUMBERS: Partial<Readonly<Record<NodeJS.Signals, number>>> = { SIGTERM: 15, SIGHUP: 1 };
const OTHERS = Object.keys(NUMBERS) as NodeJS.Signals[];

export function obeyInterrupts(): void {
  process.on('SIGINT', (signal) => {
    if (writing > 0) later(signal);
    else process.exit(ExitCode.interrupted);
  });
}

const later = (signal: NodeJS.Signals): void => {
  wanted ??= signal;
};

/** A signal came while files were written: nothing new is to be begun. */
export const isInterrupted = (): boolean => wanted !== undefined;

export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  writing += 1;
  if (writing === 1) for (const signal of OTHERS) process.on(signal, later);
  try {
    return await work();
  } finally {
    writing -= 1;
    if (writing === 0) {
      for (const signal of OTHERS) process.off(signal, later);
      if (wanted !== undefined) process.kill(process.pid, wanted);
    }
  }
}

/** What is done if the program ends, for whatever reason, before `work` is done; it must not wait for anything. */
export async function withLastDeed<T>(deed: () => void, work: () => Promise<T>): Promise<T> {
  process.once('exit', deed);
  for (const signal of OTHERS) process.on(signal, leave);
  try {
    return await work();
  } finally {
    process.removeListener('exit', deed);
    for (const signal of OTHERS) process.off(signal, leave);
  }
}

/** By an exit, since nothing is done before the death that is the default. */
function leave(signal: NodeJS.Signals): void {
  // oxlint-disable-next-line unicorn/no-process-exit
  process.exit(128 + (NUMBERS[signal] ?? 0));
}
