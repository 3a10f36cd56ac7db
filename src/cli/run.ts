import type { Arguments } from './arguments.ts';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** What a command is: it tells, asks and writes, and says how it went. */
export type Run = (args: Arguments, terminal: Terminal) => Promise<ExitCode>;
