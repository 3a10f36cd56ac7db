/** What a scan finds wrong, and who answers for what of it. */
import type { Problem } from '../../problem.ts';
import { byPlace, findingsOf } from '../../survey/all-findings.ts';
import { findingKinds } from '../../survey/all-findings.ts';
import type { Inventory } from '../../survey/inventory.ts';
import { silenced, type JudgedFinding } from '../../survey/silenced.ts';
import { commentedIgnores, type MarkedText } from './ignore-comments.ts';
import { configuredIgnores } from './ignore-config.ts';

export interface Judgement {
  /** By file and line. */
  readonly findings: readonly JudgedFinding[];
  /** Of `.create-irsa.yaml`, which keep it from being heeded. */
  readonly problems: readonly Problem[];
}

/**
 * @param folder that is scanned
 * @param marked its texts in which something is ignored
 * @param show how a file of it is called in problems
 */
export async function judge(
  folder: string,
  inventory: Inventory,
  marked: readonly MarkedText[],
  show?: (file: string) => string,
): Promise<Judgement> {
  const { value: configured = [], problems } = configuredIgnores(folder, show);
  const ignores = [...(await commentedIgnores(marked)), ...configured];
  const codes = findingKinds.map(({ code }) => code);
  return { findings: [...silenced(findingsOf(inventory), ignores, codes)].sort(byPlace), problems };
}
