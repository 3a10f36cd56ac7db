import { jsonSchema } from '../../spec/json-schema.ts';
import { ExitCode } from '../exit-code.ts';
import type { Run } from '../run.ts';

export const run: Run = async (_args, terminal) => {
  terminal.print(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return ExitCode.done;
};
