/** `create-irsa templates eject [dir] [name…]`: the built-in templates as files of the user's. */
import { error, hasErrors, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { changeLines, count } from '../report-changes.ts';
import { diffLines } from '../report-diff.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { builtIn } from './built-in.ts';
import { pendingIn, writePending } from './in-folder.ts';
import { readme, README } from './readme.ts';
import { DEFAULT_FOLDER, type Told } from './told.ts';

export async function eject(args: Arguments, { tell, style }: Terminal): Promise<Told> {
  const [folder = DEFAULT_FOLDER, ...names] = args.words.slice(1);
  const unknown = names.filter((name) => !builtIn.some(({ kind, file }) => name === kind || name === file));
  if (unknown.length > 0) return { code: ExitCode.wrongInput, changes: [], problems: unknown.map(notATemplate) };
  const wanted = builtIn.filter(({ kind, file }) => names.length === 0 || names.includes(kind) || names.includes(file));
  const files = Object.fromEntries([[README, readme()], ...wanted.map(({ file, text }) => [file, text] as const)]);
  const { value: pending, problems } = pendingIn(folder, files);
  if (pending === undefined) return { code: ExitCode.wrongInput, changes: [], problems };
  const { changes } = pending;
  const differing = changes.filter(({ kind }) => kind === 'update');
  const writes = changes.filter(({ kind }) => kind !== 'unchanged');
  if (writes.length > 0) tell([style.colors.bold(folder), ...changeLines(writes, style), ...diffLines(differing, style)]);
  if (differing.length > 0 && !isGiven(args, 'force')) {
    tell(['Nothing was written:']);
    return { code: ExitCode.conflict, changes, problems: differing.map(({ path }) => yours(folder, path)) };
  }
  if (writes.length === 0) {
    tell(['Nothing to do: every file is as the built-in one.']);
    return { code: ExitCode.done, changes, problems: [] };
  }
  const { problems: ofDisk } = await writePending(pending, folder);
  if (hasErrors(ofDisk)) return { code: ExitCode.wrongInput, changes, problems: ofDisk };
  tell([
    style.colors.green(`Wrote ${count(writes.length, 'file')}.`),
    ...wrap(`Change what you need and delete the rest; ${folder}/${README} says what each is given. Then: create-irsa generate --templates ${folder}`, style.width),
  ]);
  return { code: ExitCode.done, changes, problems: ofDisk };
}

const yours = (folder: string, path: string): Problem => ({
  ...error('template-differs', [], `${path} is there, and is not the built-in one.`, 'Name another folder or other templates, or overwrite it with --force.'),
  file: `${folder}/${path}`,
});

function notATemplate(name: string): Problem {
  const kinds = builtIn.map(({ kind }) => kind);
  const meant = didYouMean(name.replace(/\.hbs$/, ''), kinds);
  return error(
    'template-unknown',
    [],
    `There is no template \`${name}\`.`,
    meant === undefined ? `There are ${kinds.join(', ')}.` : `Did you mean ${meant}?`,
  );
}
