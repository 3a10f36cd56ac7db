/** `create-irsa graph [spec|dir]`: the picture of who gets which role, and what each may do; of a spec, of a repository as it is, or of a cluster as the doctor saw it. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { dot } from '../../emit/graph/dot.ts';
import type { Graph } from '../../emit/graph/graph.ts';
import { graphOfPlan } from '../../emit/graph/graph-of-plan.ts';
import { mermaid } from '../../emit/graph/mermaid.ts';
import { page } from '../../emit/graph/page.ts';
import { svg } from '../../emit/graph/svg.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { oneOf } from '../../spec/rules/rule.ts';
import { isGiven, valueOf } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { planSpec, readSpec } from '../generation.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

const printers: Readonly<Record<string, (graph: Graph) => string>> = { mermaid, dot, svg, html: page };

export const run: Run = async (args, terminal) => {
  const json = isGiven(args, 'json');
  const refuse = (problems: readonly Problem[]): ExitCode => {
    terminal.tell(problemLines(problems, terminal.style));
    if (json) printAnswer(refusal('graph', problems), terminal);
    return ExitCode.wrongInput;
  };
  const format = valueOf(args, 'format') ?? 'mermaid';
  const print = printers[format];
  if (print === undefined) return refuse([noFormat(format)]);
  if (json && isGiven(args, 'format')) return refuse([twoFormats()]);
  const word = args.words[0] ?? '.';
  const from = valueOf(args, 'from');
  const { value: graph, problems } = from === undefined ? await ofCode(word, isGiven(args, 'scan')) : await seenIn(from);
  if (graph === undefined) return refuse(problems);
  terminal.tell(problemLines(problems, terminal.style));
  if (json) printAnswer({ version: 1, ...graph, problems: problems.map(problemJson) }, terminal);
  else terminal.print(print(graph));
  return ExitCode.done;
};

const ofCode = (word: string, asWritten: boolean): Promise<Outcome<Graph>> =>
  asWritten || isWithoutSpec(word) ? scanned(word) : planned(word);

/** A folder of somebody who has no irsa.yaml, or not yet. */
const isWithoutSpec = (word: string): boolean => isFolder(word) && 'code' in readSpec(word);

const isFolder = (word: string): boolean => statSync(word, { throwIfNoEntry: false })?.isDirectory() === true;

async function planned(word: string): Promise<Outcome<Graph>> {
  const source = readSpec(word);
  if ('code' in source) return { problems: [source] };
  const { value, problems } = await planSpec(source);
  if (value === undefined || hasErrors(problems)) return { problems };
  const names = new Map(value.spec.clusters.map(({ key, name }) => [key, name]));
  return { value: graphOfPlan(value.plan, `Roles of ${[...names.values()].join(', ')}`, names), problems };
}

async function scanned(word: string): Promise<Outcome<Graph>> {
  if (!isFolder(word)) return { problems: [notAFolder(word)] };
  const [{ survey }, { graphOfInventory }] = await Promise.all([import('../../repo/survey/survey.ts'), import('../graph/of-inventory.ts')]);
  const { inventory, problems } = await survey(resolve(word));
  return { value: graphOfInventory(inventory, `Roles of pods in ${basename(resolve(word))}`), problems };
}

/** What `create-irsa doctor collect` wrote. */
async function seenIn(file: string): Promise<Outcome<Graph>> {
  const [{ worldIn }, { diagnose }, { subjectsOf }, { graphOfWorld }] = await Promise.all([
    import('../doctor/world-in.ts'),
    import('../../doctor/chain.ts'),
    import('../../doctor/subjects.ts'),
    import('../graph/of-world.ts'),
  ]);
  const { value: world, problems } = await worldIn(file);
  if (world === undefined) return { problems };
  const subjects = subjectsOf(world, { kind: 'all' }).value ?? [];
  return { value: graphOfWorld(world, diagnose(world, subjects)), problems };
}

const notAFolder = (word: string): Problem =>
  error('scan-folder', [], `There is no folder \`${word}\` to look through.`, 'Name the folder of a repository.');

function noFormat(format: string): Problem {
  const known = Object.keys(printers);
  const near = didYouMean(format, known);
  return error(
    'flag-value',
    [],
    `\`--format ${format}\`: there is no such format of pictures.`,
    near === undefined ? `Write --format ${oneOf(known)}.` : `Did you mean --format ${near}?`,
  );
}

const twoFormats = (): Problem =>
  error('contradictory-flags', [], '`--json` is a format, and `--format` names another.', 'Leave one of them out.');
