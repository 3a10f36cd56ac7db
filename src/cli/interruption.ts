/** Ctrl-C ends the program at once, except while files are written: that takes milliseconds and is finished first. */
import { ExitCode } from './exit-code.ts';

let writing = false;
let wanted = false;

export function obeyInterrupts(): void {
  process.on('SIGINT', () => {
    if (writing) wanted = true;
    else process.exit(ExitCode.interrupted);
  });
}

export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  writing = true;
  try {
    return await work();
  } finally {
    writing = false;
    if (wanted) process.kill(process.pid, 'SIGINT');
  }
}
