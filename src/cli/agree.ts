/** What would be written, and whether it shall be. */
import { hasErrors } from '../problem.ts';
import type { Change } from '../repo/change-set.ts';
import type { Asker } from '../wizard/asker.ts';
import type { Decision } from '../wizard/decisions.ts';
import { ExitCode } from './exit-code.ts';
import type { Generation } from './generation.ts';
import { orphansIn, type Removal } from './orphans.ts';
import { preview } from './preview.ts';
import { count } from './report-changes.ts';
import { patchLines } from './report-patch.ts';
import { problemLines } from './report-problems.ts';
import { conflicts, outstanding } from './save.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

export type Agreement =
  | { readonly kind: 'write'; readonly generation: Generation; readonly force: boolean; readonly orphans: Removal }
  /** `keeps`: the answers may be of use again. */
  | { readonly kind: 'left'; readonly code: ExitCode; readonly why: string; readonly keeps: boolean }
  | { readonly kind: 'change' };

interface Manner {
  readonly asker: Asker;
  /** Told last, where they are read. */
  readonly decisions: readonly Decision[];
  readonly dryRun: boolean;
  readonly style: Style;
}

export async function agree(generation: Generation, { asker, decisions, dryRun, style }: Manner): Promise<Agreement> {
  const { lines, more } = preview(generation.changes, style);
  asker.show(['', ...lines, '', ...problemLines(generation.problems, style)]);
  if (decisions.length > 0) asker.show(['Decided for you:', ...decisions.flatMap((decision) => decisionLines(decision, style.width)), '']);
  if (hasErrors(generation.problems)) asker.show(patchLines(generation, style));
  if (hasErrors(generation.problems)) return blocked(asker, ExitCode.wrongInput);
  if (conflicts([generation], true).length > 0) return blocked(asker, ExitCode.conflict);
  if (outstanding(generation).length === 0)
    return { kind: 'left', code: ExitCode.done, why: 'Nothing to do: every file is as you said.', keeps: false };
  if (dryRun) return { kind: 'left', code: ExitCode.done, why: 'Nothing was written: this was a dry run.', keeps: false };

  const force = conflicts([generation], false).length > 0;
  if (force && !(await asker.confirm({ message: 'Files marked conflict were edited by hand. Overwrite them?', default: false })))
    return { kind: 'left', code: ExitCode.conflict, why: 'Nothing was written.', keeps: true };
  const orphans = orphansIn(generation.changes);
  const writes = outstanding(generation).length - orphans.length;
  if (writes > 0) {
    const answer = await askToWrite(writes, more, asker);
    if (answer === 'change') return { kind: 'change' };
    if (answer === 'no') return { kind: 'left', code: ExitCode.done, why: 'Nothing was written.', keeps: true };
  }
  return { kind: 'write', generation, force, orphans: await askOfOrphans(orphans, asker) };
}

async function askOfOrphans(orphans: readonly Change[], asker: Asker): Promise<Removal> {
  const [edited, untouched] = [true, false].map((is) =>
    orphans.filter((orphan) => (orphan.edited === true) === is).map(({ path }) => path),
  ) as [string[], string[]];
  const agreed = async (message: string): Promise<boolean> => asker.confirm({ message, default: false });
  if (untouched.length > 0 && !(await agreed(`Remove ${untouched.join(', ')}, which your answers no longer make?`))) return 'none';
  if (edited.length > 0 && (await agreed(`Remove ${edited.join(', ')} too, edited by hand?`))) return 'all';
  return untouched.length > 0 ? 'untouched' : 'none';
}

/** `- what: why.`, its later lines below the first word. */
const decisionLines = ({ what, why }: Decision, width: number): string[] =>
  wrap(`${what}: ${why.replace(/\.$/, '')}.`, width - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);

/** Whatever is in the way, another answer may mend it. */
async function blocked(asker: Asker, code: ExitCode): Promise<Agreement> {
  const answer = await asker.select({
    message: 'This cannot be written.',
    choices: [
      { value: 'change', name: 'Change something' },
      { value: 'leave', name: 'Leave', description: 'keeps your answers' },
    ],
    default: 'change',
  });
  return answer === 'change' ? { kind: 'change' } : { kind: 'left', code, why: 'Nothing was written.', keeps: true };
}

/** With something left to see, that too, after which it is asked again. */
async function askToWrite(writes: number, more: readonly string[], asker: Asker): Promise<'yes' | 'change' | 'no'> {
  const answer = await asker.select<'yes' | 'show' | 'change' | 'no'>({
    message: more.length === 0 ? `Write ${count(writes, 'file')}?` : `Write ${count(writes, 'file')}, not all of them shown?`,
    choices: [
      { value: 'yes', name: 'Yes' },
      ...(more.length === 0 ? [] : [{ value: 'show' as const, name: 'Show the rest first', note: count(more.length, 'line') }]),
      { value: 'change', name: 'Change something' },
      { value: 'no', name: 'No', description: 'keeps your answers' },
    ],
    default: 'yes',
  });
  if (answer !== 'show') return answer;
  asker.show(['', ...more, '']);
  return askToWrite(writes, [], asker);
}
