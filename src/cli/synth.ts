/**
 * The app of cdktf.json: `cdktf synth` runs it, and finds the stacks of a spec in `CDKTF_OUTDIR`.
 * `IRSA_SPEC` names the spec.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { stacksOf } from '../plan/terraform/stacks.ts';
import type { Outcome } from '../problem.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { located } from '../spec/locate.ts';
import { synthesizeApp } from '../stacks/synthesize-app.ts';
import { ExitCode } from './exit-code.ts';
import { problemLines } from './report-problems.ts';
import { parseSource, specReader } from './spec-files.ts';
import { realTerminal } from './terminal.ts';
import { afterTrouble } from './trouble.ts';

async function planOf(file: string): Promise<Outcome<Plan>> {
  const parsed = parseSource(await readFile(file, 'utf8'), file, specReader());
  if (parsed.value === undefined) return { problems: parsed.problems };
  const { spec } = parsed.value;
  const scan = await scanRoot(resolve(dirname(file), spec.terraform.directory));
  const planned = makePlan(spec, scan.facts);
  return { ...planned, problems: [...parsed.problems, ...scan.problems, ...located(planned.problems, parsed.value)] };
}

async function synth({ IRSA_SPEC }: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { value: plan, problems } = await planOf(IRSA_SPEC ?? 'examples/01-quick-start/irsa.yaml');
  const terminal = realTerminal();
  terminal.tell(problemLines(problems, terminal.style));
  if (plan === undefined) return ExitCode.wrongInput;
  synthesizeApp(stacksOf(plan));
  return ExitCode.done;
}

try {
  process.exitCode = await synth(process.env);
} catch (trouble) {
  process.exitCode = afterTrouble(trouble);
}
