/** `create-irsa graph [spec]`: the picture of who gets which role, and what each may do. */
import { dot } from '../../emit/graph/dot.ts';
import type { Graph } from '../../emit/graph/graph.ts';
import { graphOfPlan } from '../../emit/graph/graph-of-plan.ts';
import { mermaid } from '../../emit/graph/mermaid.ts';
import { page } from '../../emit/graph/page.ts';
import { svg } from '../../emit/graph/svg.ts';
import { error, hasErrors, type Problem } from '../../problem.ts';
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
  const source = readSpec(args.words[0] ?? '.');
  if ('code' in source) return refuse([source]);
  const { value, problems } = await planSpec(source);
  if (value === undefined || hasErrors(problems)) return refuse(problems);
  terminal.tell(problemLines(problems, terminal.style));
  const names = new Map(value.spec.clusters.map(({ key, name }) => [key, name]));
  const graph = graphOfPlan(value.plan, `Roles of ${value.spec.clusters.map(({ name }) => name).join(', ')}`, names);
  if (json) printAnswer({ version: 1, ...graph, problems: problems.map(problemJson) }, terminal);
  else terminal.print(print(graph));
  return ExitCode.done;
};

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
