/** `create-irsa explain <ServiceAccount or claims> <role>`: would it be admitted, and which condition says so? */
import { waysIn, type Asker, type WayIn } from '../../iam/ways-in.ts';
import { refusalOf } from '../../iam/refusal.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import type { ExplainedRole } from '../explain/explained-role.ts';
import { readJson } from '../explain/read-data.ts';
import { rolesOfSpec } from '../explain/roles-of-spec.ts';
import { rolesOfTerraform } from '../explain/roles-of-terraform.ts';
import { trustPolicyOf } from '../explain/trust-policy.ts';
import { whoAsks } from '../explain/who.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { explainJson, explainLines, type Explained } from '../report-explain.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async (args, terminal) => {
  const { value, problems } = await explained(args);
  terminal.tell(problemLines(problems, terminal.style));
  if (value === undefined) {
    if (isGiven(args, 'json')) printAnswer(refusal('explain', problems), terminal);
    return ExitCode.wrongInput;
  }
  if (isGiven(args, 'json')) printAnswer(explainJson(value), terminal);
  else terminal.print(`${explainLines(value, terminal.style).join('\n')}\n`);
  return value.roles.some(({ ways }) => ways.some(({ admitted }) => admitted)) ? ExitCode.done : ExitCode.drift;
};

async function explained(args: Arguments): Promise<Outcome<Explained>> {
  const [who, word] = args.words;
  const policy = valueOf(args, 'policy');
  const wrong = wrongWords(args, who, word, policy);
  if (wrong.length > 0 || who === undefined) return { problems: wrong };
  const flags = Object.fromEntries(
    ['issuer', 'audience', 'cluster'].flatMap((name) => (isGiven(args, name) ? [[name, valueOf(args, name)]] : [])),
  );
  const { value: asker, problems } = whoAsks(who, flags);
  if (asker === undefined) return { problems };
  if (policy !== undefined) return ofRoles(asker, rolesOfPolicy(policy));
  if (isGiven(args, 'live')) return live(asker, word ?? '');
  const plan = valueOf(args, 'plan');
  if (plan !== undefined) return ofRoles(asker, rolesOfTerraform(plan, word ?? ''));
  return ofRoles(asker, await rolesOfSpec(word ?? '', valueOf(args, 'spec') ?? '.', asker));
}

/** Of a cluster that is named, AWS knows the issuer. */
async function live(asker: Asker, word: string): Promise<Outcome<Explained>> {
  const { issuerOfCluster, rolesOfAws } = await import('../explain/roles-of-aws.ts');
  const roles = await rolesOfAws(word);
  if (roles.value === undefined || asker.cluster === undefined || asker.issuer !== undefined) return ofRoles(asker, roles);
  const { value: issuer, problems } = await issuerOfCluster(asker.cluster);
  return issuer === undefined ? { problems } : ofRoles({ ...asker, issuer }, roles);
}

function ofRoles(asker: Asker, { value: roles, problems }: Outcome<readonly ExplainedRole[]>): Outcome<Explained> {
  if (roles === undefined) return { problems };
  const looked = roles.map((role) => ({ ...role, ways: waysIn(role.policy, asker).map(withReasons) }));
  return { value: { subject: asker.subject, roles: looked }, problems };
}

const withReasons = (way: WayIn) => ({ ...way, reasons: refusalOf(way) });

function rolesOfPolicy(file: string): Outcome<readonly ExplainedRole[]> {
  const read = readJson(file, 'a trust policy');
  if ('code' in read) return { problems: [read] };
  const { value: policy, problems } = trustPolicyOf(read.json, file);
  return policy === undefined ? { problems } : { value: [{ name: file, where: file, policy }], problems };
}

const SOURCES = ['spec', 'plan', 'policy', 'live'];

function wrongWords(args: Arguments, who: string | undefined, word: string | undefined, policy: string | undefined): readonly Problem[] {
  const sources = SOURCES.filter((name) => isGiven(args, name));
  return [
    ...(who !== undefined && (word !== undefined || policy !== undefined) ? [] : [missing(who)]),
    ...(word !== undefined && policy !== undefined
      ? [error('unexpected-word', [], `\`${word}\` is one word too many: --policy is the role.`, `Usage: ${args.command.usage}`)]
      : []),
    ...(sources.length > 1
      ? [
          error(
            'contradictory-flags',
            [],
            `${sources.map((name) => `--${name}`).join(' and ')} each say where the role is.`,
            'Leave all but one of them out.',
          ),
        ]
      : []),
  ];
}

const missing = (who: string | undefined): Problem =>
  error(
    'missing-word',
    [],
    who === undefined ? 'Who asks, and which role, is not said.' : 'Which role is asked for is not said.',
    'Write `create-irsa explain shop:orders orders`, the ServiceAccount first; the role is a workload of irsa.yaml, a name or an ARN.',
  );
