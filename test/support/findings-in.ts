/** What a scan of a folder finds, with what is ignored in it. */
import { judge } from '../../src/cli/scan/judge.ts';
import { survey } from '../../src/repo/survey/survey.ts';
import type { JudgedFinding } from '../../src/survey/silenced.ts';

export async function findingsIn(folder: string): Promise<readonly JudgedFinding[]> {
  const { inventory, marked } = await survey(folder);
  return (await judge(folder, inventory, marked)).findings;
}
