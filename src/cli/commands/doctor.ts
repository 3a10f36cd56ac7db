/** `create-irsa doctor`: the first cause in the chain from pod to permission, and how to mend it. */
import { sdks, type SdkName } from '../../catalog/sdks.ts';
import { counts } from '../../doctor/finding.ts';
import type { Wanted } from '../../doctor/subjects.ts';
import type { Sdk } from '../../doctor/view.ts';
import type { World } from '../../doctor/world.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { diagnosisJson, diagnosisLines, recognisedLines, type Diagnosis } from '../report-doctor.ts';
import { problemLines } from '../report-problems.ts';
import { worldIn } from '../doctor/world-in.ts';
import type { Run } from '../run.ts';
import type { Terminal } from '../terminal.ts';

export const run: Run = async (args, terminal) => {
  const message = valueOf(args, 'error');
  if (message !== undefined) return ofMessage(args, message, terminal);
  if (args.words[0] === 'collect') return collected(args, terminal);
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
/** Of a dump or a live cluster. */
async function diagnosed(args: Arguments, terminal: Terminal): Promise<Outcome<Diagnosis>> {
  const { value: asked, problems } = await askedOf(args);
  if (asked === undefined) return { problems };
  const from = valueOf(args, 'from');
  const seen = from === undefined ? await seenLive(args, asked.wanted, terminal) : await worldIn(from);
  if (seen.value === undefined) return { problems: seen.problems };
  const world = seen.value;
  const { subjectsOf } = await import('../../doctor/subjects.ts');
  const { value: subjects, problems: notThere } = subjectsOf(world, asked.wanted);
  if (subjects === undefined) return { problems: notThere };
  const { diagnose } = await import('../../doctor/chain.ts');
  const names = [...new Set(subjects.map(({ namespace, name }) => `${namespace}:${name}`))];
  return { value: { subjects: names, findings: diagnose(world, subjects, asked.sdk), unseen: world.unseen }, problems: [] };
}

interface Asked {
  readonly wanted: Wanted;
  readonly sdk?: Sdk;
}

async function askedOf(args: Arguments): Promise<Outcome<Asked>> {
  const [word, more] = args.words;
  const problems = [
    ...(more === undefined ? [] : [error('unexpected-word', [], `\`${more}\` is one word too many.`, `Usage: ${args.command.usage}`)]),
    ...(word !== undefined && isGiven(args, 'all')
      ? [error('contradictory-flags', [], `\`${word}\` and --all each say whom to look at.`, 'Leave one of them out.')]
      : []),
    ...(word === undefined && !isGiven(args, 'all') ? [notToldWhom()] : []),
  ];
  if (problems.length > 0) return { problems };
  const { wantedBy } = await import('../../doctor/subjects.ts');
  const { value: wanted, problems: unread } = wantedBy(word);
  const { value: sdk, problems: unknown } = sdkOf(valueOf(args, 'sdk'));
  if (wanted === undefined || unknown.length > 0) return { problems: [...unread, ...unknown] };
  return { value: { wanted, ...(sdk === undefined ? {} : { sdk }) }, problems: [] };
}

const notToldWhom = (): Problem =>
  error(
    'doctor-not-told-whom',
    [],
    'Whom to look at is not said.',
    'Name a pod (shop/orders-5d9f), a ServiceAccount (shop:orders), a namespace (shop), or write --all.',
  );

/** @param told `python=1.26.0` */
function sdkOf(told: string | undefined): Outcome<Sdk> {
  if (told === undefined) return { problems: [] };
  const [name = '', version = ''] = told.split('=');
  const known = Object.keys(sdks).find((sdk): sdk is SdkName => sdk === name);
  if (known !== undefined && /^\d+([.-]\d+)*$/.test(version)) return { value: { name: known, version }, problems: [] };
  return {
    problems: [
      error(
        'sdk-unknown',
        [],
        `\`--sdk ${told}\` is no SDK with its version.`,
        `Write one of ${Object.keys(sdks).join(', ')}, and its version: python=1.26.0.`,
      ),
    ],
  };
}

/** Says how often AWS and the cluster were asked. */
async function seenLive(args: Arguments, wanted: Wanted, { tell, progress, style }: Terminal): Promise<Outcome<World>> {
  const { collect } = await import('../doctor/collect.ts');
  const given = (name: string): readonly string[] => args.flags.flatMap((flag) => (flag.name === name ? [flag.value] : []));
  const where = {
    context: valueOf(args, 'context'),
    cluster: valueOf(args, 'cluster'),
    region: valueOf(args, 'region'),
    profile: valueOf(args, 'profile'),
  };
  const further = { exec: isGiven(args, 'exec'), actions: given('action'), resources: given('resource') };
  const { value, problems } = await collect(where, wanted, further, progress);
  progress();
  if (value === undefined) return { problems };
  const { calls, world } = value;
  tell([style.colors.dim(`Asked: kubectl ${calls.kubectl} times, aws ${calls.aws} times; nothing was changed.`)]);
  return { value: world, problems };
}

/** `doctor collect`: what the doctor would look at, for somebody else. */
async function collected(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { wantedBy } = await import('../../doctor/subjects.ts');
  const { value: wanted, problems: unread } = wantedBy(args.words[1]);
  const { value: world, problems } = wanted === undefined ? { problems: unread } : await seenLive(args, wanted, terminal);
  const written = world === undefined ? [] : await saved(valueOf(args, 'out'), `${JSON.stringify(world, null, 1)}\n`, terminal);
  const all = [...problems, ...written];
  terminal.tell(problemLines(all, terminal.style));
  if (hasErrors(all) && isGiven(args, 'json')) printAnswer(refusal('doctor', all), terminal);
  return hasErrors(all) ? ExitCode.wrongInput : ExitCode.done;
}

async function saved(out: string | undefined, text: string, { print, tell }: Terminal): Promise<readonly Problem[]> {
  if (out === undefined) {
    print(text);
    return [];
  }
  const { writeOwnFile } = await import('../../repo/writing/own-file.ts');
  const { inWords } = await import('../../repo/in-words.ts');
  try {
    writeOwnFile(out, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'there is one already' : inWords(code);
    return [{ ...error('dump-not-written', [], `The dump cannot be written: ${why}.`, 'Name another file by --out.'), file: out }];
  }
  tell([`Wrote ${out}, which holds no secrets: diagnose it by create-irsa doctor --all --from ${out}`]);
  return [];
}
