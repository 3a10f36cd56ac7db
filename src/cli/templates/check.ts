/** `create-irsa templates check DIR [spec…]`: whether templates still print what they printed when somebody looked at it. */
import { join, normalize, sep } from 'node:path';
import { emit } from '../../emit/emit.ts';
import type { FileSet } from '../../emit/file-set.ts';
import type { TemplateOverrides } from '../../emit/terraform/templates.ts';
import type { Plan } from '../../plan/plan.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { planSpec, readSpec } from '../generation.ts';
import { changeLines, count } from '../report-changes.ts';
import { diffLines } from '../report-diff.ts';
import { readTemplates, SNAPSHOT } from '../templates.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { pendingIn, writePending } from './in-folder.ts';
import type { Sample } from './samples.ts';
import { DEFAULT_FOLDER, type Told } from './told.ts';
import { templateFailed } from '../wanted-files.ts';

export async function check(args: Arguments, { tell, style }: Terminal): Promise<Told> {
  const [folder = DEFAULT_FOLDER, ...specs] = args.words.slice(1);
  const snapshots = valueOf(args, 'snapshot') ?? join(folder, SNAPSHOT);
  const refused = (problems: readonly Problem[]): Told => ({ code: ExitCode.wrongInput, changes: [], problems });
  const { value: templates, problems: ofTemplates } = await readTemplates(folder);
  if (templates === undefined) return refused(ofTemplates);
  const { value: plans, problems: ofSpecs } = await plansOf(specs);
  if (plans === undefined) return refused(ofSpecs);
  const { value: files, problems: ofPrinting } = printed(plans, templates);
  if (files === undefined) return refused(ofPrinting);
  const { value: pending, problems: ofDisk } = pendingIn(snapshots, files, { whole: true });
  if (pending === undefined) return refused(ofDisk);
  const { changes } = pending;
  const differing = changes.filter(({ kind }) => kind !== 'unchanged');
  if (differing.length === 0) {
    tell([`Every template prints what ${snapshots} has.`]);
    return { code: ExitCode.done, changes, problems: ofSpecs };
  }
  const isNew = changes.every(({ theirs }) => theirs === undefined);
  if (isGiven(args, 'update')) {
    if (!isNew) tell([style.colors.bold(snapshots), ...changeLines(differing, style)]);
    const { problems } = await writePending(pending, snapshots);
    if (hasErrors(problems)) return { code: ExitCode.wrongInput, changes, problems };
    tell([style.colors.green(`${snapshots} is what the templates print now: ${count(differing.length, 'file')} ${isNew ? 'written' : 'changed'}.`)]);
    return { code: ExitCode.done, changes, problems };
  }
  const again = `create-irsa templates check ${[folder, ...specs].join(' ')} --update`;
  if (isNew) {
    tell(wrap(`There is no snapshot in ${snapshots} yet: \`${again}\` writes it, to be read and committed.`, style.width));
  } else {
    tell([style.colors.bold(snapshots), ...changeLines(differing, style), ...diffLines(differing, style)]);
    tell(wrap(`${count(differing.length, 'file')} would be printed otherwise: if that is meant, \`${again}\` takes it.`, style.width));
  }
  return { code: ExitCode.drift, changes, problems: ofSpecs };
}

/** Those of the specs that are named, as their folders have it; else of specs that have a block of every kind. */
async function plansOf(words: readonly string[]): Promise<Outcome<readonly Sample[]>> {
  if (words.length === 0) return { value: (await import('./samples.ts')).samples(), problems: [] };
  const problems: Problem[] = [];
  const plans: Sample[] = [];
  for (const word of words) {
    const source = readSpec(word);
    if ('code' in source) {
      problems.push(source);
      continue;
    }
    const { value, problems: found } = await planSpec(source, { format: 'hcl' });
    problems.push(...found);
    if (value !== undefined) plans.push({ name: nameOf(source.file), plan: value.plan });
  }
  return hasErrors(problems) ? { problems } : { value: plans, problems };
}

/** A path below the folder of snapshots. */
const nameOf = (file: string): string =>
  normalize(file)
    .split(sep)
    .map((step) => (step === '..' ? '_' : step))
    .filter((step) => step !== '')
    .join('/')
    .replace(/(\/|^)irsa\.ya?ml$/, '') || '_';

function printed(plans: readonly Sample[], templates: TemplateOverrides): Outcome<Readonly<Record<string, string>>> {
  const problems: Problem[] = [];
  const files: Record<string, string> = {};
  for (const { name, plan } of plans) {
    try {
      for (const { path, content } of terraformOf(plan, templates)) files[`${name}/${path.replaceAll('../', '_/')}`] = content;
    } catch (trouble) {
      const problem = templateFailed(trouble);
      problems.push({ ...problem, message: problem.message.replace(/\.$/, `, in ${name}.`) });
    }
  }
  if (problems.length === 0 && Object.keys(files).length === 0)
    problems.push(error('nothing-printed', [], 'None of these specs has Terraform that templates print.', 'Name specs with the output terraform.'));
  return problems.length > 0 ? { problems } : { value: files, problems };
}

/** What templates have a hand in: tests for the user's CI are printed otherwise. */
function terraformOf({ tests: _tests, ...plan }: Plan, templates: TemplateOverrides): FileSet {
  return emit(plan, { templates }).filter(({ path }) => /\.(tf|hcl)$/.test(path));
}
