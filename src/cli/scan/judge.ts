/** What a scan finds wrong, and who answers for what of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../problem.ts';
import { ownership } from '../../emit/header.ts';
import { sha256 } from '../../repo/digest.ts';
import type { Finding } from '../../survey/finding.ts';
import { byPlace, findingKinds, findingsOf } from '../../survey/all-findings.ts';
import type { Inventory } from '../../survey/inventory.ts';
import { silenced, type JudgedFinding, type MarkedText } from '../../survey/silenced.ts';
import { commentedIgnores } from './ignore-comments.ts';
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
  const found = findingsOf(inventory).filter(isOfUsers(folder));
  return { findings: [...silenced(found, ignores, codes)].sort(byPlace), problems };
}

/** For what create-irsa wrote, and nobody changed since, irsa.yaml answers: `accept` is in there, and `generate` judges it. */
function isOfUsers(folder: string): (finding: Finding) => boolean {
  const known = new Map<string, boolean>();
  return ({ at: { file } }) => {
    const isOurs = known.get(file) ?? ownership(textOf(join(folder, file)), sha256) === 'ours';
    known.set(file, isOurs);
    return !isOurs;
  };
}

/** Of a file that was read a moment ago. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
