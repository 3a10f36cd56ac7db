/** A patch of files of the user's own → lines that can be pasted into a shell. Pure. */
import type { Generation } from './generation.ts';
import type { Style } from './style.ts';

/** None where there is nothing to patch. */
export function patchLines(
  { patch = [], patchAbove, folder }: Pick<Generation, 'patch' | 'patchAbove' | 'folder'>,
  { colors }: Style,
): string[] {
  if (patch.length === 0) return [];
  return [
    '',
    colors.bold(`For your own files, which create-irsa never edits${folder === '.' ? '' : `, in ${folder}`}`),
    colors.cyan(patchAbove === undefined ? "git apply <<'EOF'" : `git -C ${patchAbove} apply <<'EOF'`),
    ...patch.map((line) => (line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : line)),
    colors.cyan('EOF'),
  ];
}
