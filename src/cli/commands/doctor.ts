/** `create-irsa doctor`: the first cause in the chain from pod to permission, and how to mend it. */
import { counts } from '../../doctor/finding.ts';
import { hasErrors, type Outcome } from '../../problem.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { diagnosisJson, diagnosisLines, recognisedLines, type Diagnosis } from '../report-doctor.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import type { Terminal } from '../terminal.ts';

export const run: Run = async (args, terminal) => {
  const message = valueOf(args, 'error');
  if (message !== undefined) return ofMessage(args, message, terminal);
  return answered(args, await diagnosed(args, terminal), terminal);
};

/** The message is looked up in a table, and nobody is asked. */
async function ofMessage(args: Arguments, message: string, terminal: Terminal): Promise<ExitCode> {
  const { recognise } = await import('../../doctor/errors/recognise.ts');
  const findings = recognise(message);
  await printData(args, { subjects: [], findings, unseen: [] }, terminal);
  if (findings.length === 0) {
    terminal.tell(['This message is not known.', ...NEXT.map((line) => `  ${line}`)]);
    return ExitCode.done;
  }
  terminal.tell(recognisedLines(findings, terminal.style));
  return isGiven(args, 'exit-zero') ? ExitCode.done : ExitCode.drift;
}

/** Where nothing is recognised. */
const NEXT = [
  'Give the whole message, with the lines that follow `caused by`.',
  'Or let the doctor look at the pod itself: create-irsa doctor NAMESPACE/POD',
  'docs/errors-seen.md lists the messages that are known.',
];

async function answered(args: Arguments, { value, problems }: Outcome<Diagnosis>, terminal: Terminal): Promise<ExitCode> {
  terminal.tell(problemLines(problems, terminal.style));
  if (value === undefined) {
    if (isGiven(args, 'json')) printAnswer(refusal('doctor', problems), terminal);
    return hasErrors(problems) ? ExitCode.wrongInput : ExitCode.done;
  }
  await printData(args, value, terminal);
  terminal.tell(diagnosisLines(value, terminal.style));
  return value.findings.some(counts) && !isGiven(args, 'exit-zero') ? ExitCode.drift : ExitCode.done;
}

async function printData(args: Arguments, diagnosis: Diagnosis, terminal: Terminal): Promise<void> {
  if (isGiven(args, 'json')) printAnswer(diagnosisJson(diagnosis), terminal);
  else if (isGiven(args, 'sarif')) {
    const { sarifOf } = await import('../doctor/sarif.ts');
    terminal.print(`${JSON.stringify(sarifOf(diagnosis.findings, valueOf(args, 'from')), null, 2)}\n`);
  }
}
async function diagnosed(_args: Arguments, _terminal: Terminal): Promise<Outcome<Diagnosis>> {
  return { problems: [] };
}
