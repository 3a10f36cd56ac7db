/** `create-irsa migrate <target> [spec]`: one reviewable step, shown before it is written. */
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { located } from '../../spec/locate.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { Back } from '../../wizard/asker.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { boundaryFor, planSpec, prepare, readSpec, type Generation, type SpecText } from '../generation.ts';
import { printAnswer } from '../json-answer.ts';
import { lineOf } from '../migrate/line.ts';
import { isMigration, migrations, type MigrationName } from '../migrate/targets.ts';
import type { Migration, Target } from '../migrate/target.ts';
import { removalOf } from '../orphans.ts';
import { otherTool, otherToolProblem } from '../other-tool.ts';
import { preview } from '../preview.ts';
import { nextStepLines } from '../report-changes.ts';
import { migrationLines } from '../report-migration.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import { generationJson } from '../report-generation.ts';
import type { Run } from '../run.ts';
import { conflictProblems, conflicts, outstanding, save, type Ending } from '../save.ts';
import { leftover, settle } from '../settle.ts';
import type { Style } from '../style.ts';
import type { Terminal } from '../terminal.ts';

const targets: Readonly<Record<MigrationName, () => Promise<Target>>> = {
  'pod-identity': async () => (await import('../migrate/pod-identity.ts')).migrateToPodIdentity,
  'node-role': async () => (await import('../migrate/node-role.ts')).migrateFromNodeRole,
  'iam-6': async () => (await import('../migrate/iam-6.ts')).migrateIam,
};

interface Done extends Ending {
  readonly migration?: Migration;
  readonly generation?: Generation;
}

export const run: Run = async (given, terminal) => {
  const asks = given.words.length === 0 && terminal.interactive && !['yes', 'json'].some((flag) => isGiven(given, flag));
  const args = asks ? await (await import('../migrate/ask.ts')).askedFor(given, terminal) : given;
  const { code, problems, migration, generation } = await migrate(args, terminal);
  if (isGiven(args, 'json')) {
    const specs = generation === undefined ? [] : [generationJson(generation)];
    const { roles = [], patches = [], nodeRoles, dwellers, next } = migration ?? {};
    const held = { ...(nodeRoles && { nodeRoles, steps: next }), ...(dwellers && { dwellers }) };
    printAnswer({ version: 1, roles, patches, ...held, specs, problems: problems.map(problemJson) }, terminal);
  }
  const [target] = args.words;
  if (asks && target !== undefined) terminal.tell(lineOf({ target, flags: args.flags }, '.', terminal.style));
  return code;
};

async function migrate(args: Arguments, terminal: Terminal): Promise<Done> {
  const { tell, style } = terminal;
  const { value: begun, problems: before } = await begin(args);
  tell(problemLines(before, style));
  if (begun === undefined) return { code: ExitCode.wrongInput, problems: before };
  const { migration, source } = begun;
  const end = (code: ExitCode, problems: readonly Problem[], more: Partial<Done>): Done => {
    tell(problemLines(problems, style));
    return { code, problems: [...before, ...problems], ...more };
  };
  const generation = withSteps(await prepare(source, {}), migration);
  const done = { migration, generation };
  if (hasErrors(generation.problems)) {
    tell([...problemLines(generation.problems, style), ...migrationLines({ ...migration, roles: [] }, style)]);
    return end(ExitCode.wrongInput, [], done);
  }
  const { lines, more } = preview(generation.changes, style);
  tell([
    ...lines,
    ...(isGiven(args, 'diff') ? more : []),
    ...problemLines(generation.problems, style),
    ...migrationLines(migration, style, generation.folder),
  ]);
  if (outstanding(generation).length === 0) {
    tell([isLeft(migration) ? LEFT : 'Nothing to do: every file is as it should be.', ...stepsOf(migration, style)]);
    return end(ExitCode.done, [], done);
  }
  const force = isGiven(args, 'force');
  if (conflicts([generation], force).length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.conflict, conflictProblems([generation], force), done);
  }
  // What that version wrote otherwise would hide among what moves.
  if (otherTool(generation) !== undefined) {
    tell(['Nothing was written:']);
    return end(ExitCode.drift, otherToolProblem(generation), done);
  }
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return end(ExitCode.done, [], done);
  }
  const agreed = await agreesTo(generation, args, terminal);
  if (agreed === undefined) return end(ExitCode.wrongInput, [nobodyToAsk()], done);
  if (!agreed) {
    tell(['Nothing was written.']);
    return end(ExitCode.done, [], done);
  }
  return { ...(await save([generation], { force, orphans: removalOf((flag) => isGiven(args, flag)), terminal })), ...done };
}

const LEFT = 'Nothing to write: every file of create-irsa is as it should be. What is left for you stands above.';

/** Policies that nodes hold for pods, or files of the user's own that are to change. */
const isLeft = ({ nodeRoles = [], patches }: Migration): boolean =>
  patches.length > 0 || nodeRoles.some(({ policies }) => policies.some(({ status }) => status !== 'eks' && status !== 'choice'));

/** Steps that need no change of irsa.yaml. */
const stepsOf = ({ nodeRoles, next }: Migration, style: Style): string[] =>
  nodeRoles === undefined || next.length === 0 ? [] : ['', ...nextStepLines(next, '', style)];

/** Up to what irsa.yaml shall say. */
async function begin(args: Arguments): Promise<Outcome<{ readonly migration: Migration; readonly source: SpecText }>> {
  const [word, spec = '.'] = args.words;
  if (word === undefined || !isMigration(word)) return { problems: [unknown(word)] };
  const source = readSpec(spec);
  if ('code' in source) return { problems: [source] };
  const boundary = boundaryFor(source, {});
  const before = isGiven(args, 'dry-run') ? await leftover(boundary) : await settle(boundary);
  if (hasErrors(before)) return { problems: before };
  const { value: planned, problems } = await planSpec(source);
  if (planned === undefined) return { problems: [...before, ...problems] };
  const { value: migration, problems: unplaced } = await (await targets[word]())({ source, planned, args });
  const found = unplaced.flatMap((problem) => (problem.path.length === 0 ? [problem] : located([problem], planned.parsed)));
  if (migration === undefined) return { problems: [...before, ...found] };
  const text = editSpec(source.text, migration.changes);
  return { value: { migration, source: { file: source.file, text, unsaved: true } }, problems: [...before, ...found] };
}

const withSteps = (generation: Generation, { next }: Migration): Generation =>
  next.length === 0 ? generation : { ...generation, nextSteps: next };

/** @returns nothing where nobody can be asked */
async function agreesTo(generation: Generation, args: Arguments, terminal: Terminal): Promise<boolean | undefined> {
  if (isGiven(args, 'yes')) return true;
  if (isGiven(args, 'json') || !terminal.interactive) return undefined;
  const { askerIn } = await import('../ask.ts');
  const many = outstanding(generation).length;
  const message = `Write ${many === 1 ? 'this file' : `these ${many} files`}?`;
  try {
    return await askerIn(terminal).confirm({ message, default: true });
  } catch (trouble) {
    // Nothing was asked before.
    if (trouble instanceof Back) return false;
    throw trouble;
  }
}

const nobodyToAsk = (): Problem =>
  error(
    'nobody-to-ask',
    [],
    'There is no terminal to ask in: standard input or output is taken.',
    'Say --yes to write this, or --dry-run to look only.',
  );

function unknown(word: string | undefined): Problem {
  const all = migrations.map(({ name, does }) => `${name} (${does})`).join(', ');
  const meant =
    word === undefined
      ? undefined
      : didYouMean(
          word,
          migrations.map(({ name }) => name),
        );
  return error(
    'migration-unknown',
    [],
    word === undefined ? 'Which migration is not said.' : `There is no migration \`${word}\`.`,
    meant === undefined ? `There is ${all}.` : `Did you mean \`create-irsa migrate ${meant}\`?`,
  );
}
