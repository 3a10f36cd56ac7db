/** The world of a dump that `create-irsa doctor collect` wrote. */
import type { World } from '../../doctor/world.ts';
import type { Outcome } from '../../problem.ts';
import { readJson } from '../explain/read-data.ts';

/** @param file - is standard input */
export async function worldIn(file: string): Promise<Outcome<World>> {
  const read = readJson(file, 'a dump of the doctor');
  if ('code' in read) return { problems: [read] };
  const { worldOfDump } = await import('./read-dump.ts');
  return worldOfDump(read.json, file);
}
