/** What is shown before the question whether to write: enough to agree to, not more than is read. Pure. */
import { basename } from 'node:path';
import type { Change, ChangeSet } from '../repo/change-set.ts';
import { unifiedDiff } from '../repo/diff.ts';
import { changeLines } from './report-changes.ts';
import { diffLines } from './report-diff.ts';
import type { Style } from './style.ts';

/** Lines of differences that are read rather than scrolled past. */
const READABLE = 60;

export interface Preview {
  readonly lines: readonly string[];
  /** Differences left out of `lines`, for who wants to see them. */
  readonly more: readonly string[];
}

/**
 * The spec's own difference, since it reads the answers back, and conflicts: always. Then, as long as
 * they stay readable, changes to files that are there, and new files. All files are listed.
 */
export function preview(changes: ChangeSet, style: Style): Preview {
  const differing = changes.filter(({ kind }) => kind !== 'unchanged').map((change) => ({ change, ...sizeOf(change) }));
  let room = READABLE;
  const shown = new Set<Change>();
  for (const urgency of [0, 1, 2]) {
    const due = differing.filter(({ change }) => urgencyOf(change) === urgency);
    const size = due.reduce((sum, { added, removed }) => sum + added + removed, 0);
    if (urgency > 0 && size > room) continue;
    for (const { change } of due) shown.add(change);
    room -= size;
  }
  const left = differing.filter(({ change }) => !shown.has(change)).map(({ change }) => change);
  const sizes = new Map(differing.map(({ change, added, removed }) => [change, sizeText(added, removed)]));
  return {
    lines: [
      ...diffLines(
        differing.map(({ change }) => change).filter((change) => shown.has(change)),
        style,
      ),
      '',
      ...changeLines(changes, style, (change) => sizes.get(change)),
    ],
    more: diffLines(left, style),
  };
}

const urgencyOf = ({ kind, path }: Change): number => {
  if (kind === 'conflict' || basename(path) === 'irsa.yaml') return 0;
  return kind === 'update' ? 1 : 2;
};

function sizeOf({ path, theirs, ours }: Change): { readonly added: number; readonly removed: number } {
  const kinds = unifiedDiff(path, theirs, ours).map(({ kind }) => kind);
  return { added: kinds.filter((kind) => kind === 'add').length, removed: kinds.filter((kind) => kind === 'remove').length };
}

const sizeText = (added: number, removed: number): string =>
  [added > 0 ? `+${added}` : '', removed > 0 ? `-${removed}` : ''].filter(Boolean).join(' ');
