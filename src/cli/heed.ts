import { ExitCode } from './exit-code.ts';

const heeded = new Set<NodeJS.WriteStream>();

/**
 * A stream whose troubles stop nothing in the middle: `create-irsa schema | head` closes the pipe early, which is
 * the reader's right, and a log may lie on a disk that is full. Data that could not be said is told of at the end.
 */
export function heed(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (heeded.has(stream)) return stream;
  heeded.add(stream);
  return stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (stream !== process.stdout || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
    heed(process.stderr).write(`The answer could not be written to the standard output (${code}).\n`);
    process.once('exit', (exitCode) => {
      if (exitCode === ExitCode.done) process.exitCode = ExitCode.wrongInput;
    });
  });
}

/**
 * Whether nothing that was said is still on its way, so that the program need not wait for its streams. Only what goes
 * to a terminal is known to have arrived; a pipe or a file may still answer with an error.
 */
export const allSaid = (): boolean => [...heeded].every((stream) => stream.isTTY && stream.writableLength === 0);
