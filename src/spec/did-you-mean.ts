/** The nearest of the allowed names, where one is near enough to be a slip of the fingers. */

/** Edits (insert, delete, replace, swap neighbours) that turn one text into the other. */
export function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}

/** Case, hyphens and underscores are what people mix up most, so they do not count. */
const folded = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** Longer names are nobody's slip of the fingers, and would only cost time. */
const longest = 64;

/**
 * The allowed name that `found` is probably meant to be: about one slip in three letters, or the
 * only name that begins or ends with it (`ebs-csi-driver` for `aws-ebs-csi-driver`).
 */
export function didYouMean(found: string, allowed: readonly string[]): string | undefined {
  const name = folded(found);
  if (name === '' || name.length > longest) return undefined;
  const near = allowed
    .map((candidate) => ({ candidate, edits: distance(name, folded(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.min(name.length, candidate.length) / 3)))
    .sort((a, b) => a.edits - b.edits);
  if (near[0] !== undefined) return near[0].candidate;
  const part = name.length < 3 ? [] : allowed.filter((candidate) => folded(candidate).startsWith(name) || folded(candidate).endsWith(name));
  return part.length === 1 ? part[0] : undefined;
}
