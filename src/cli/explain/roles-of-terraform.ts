/** Roles of a plan or a state of Terraform, with the trust policies that it has rendered. */
import { error, type Outcome, type Problem } from '../../problem.ts';
import { resourcesIn, type StateResource } from '../../repo/terraform-json.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { snake } from '../../plan/terraform/labels.ts';
import type { ExplainedRole } from './explained-role.ts';
import { readJson } from './read-data.ts';
import { trustPolicyOf } from './trust-policy.ts';

/** @param word a role's name, ARN or address, or a workload of ours */
export function rolesOfTerraform(file: string, word: string): Outcome<readonly ExplainedRole[]> {
  const read = readJson(file, 'what `terraform show -json` prints');
  if ('code' in read) return { problems: [read] };
  const resources = resourcesIn(read.json);
  if (resources === undefined) return { problems: [notShown(file)] };
  const roles = resources.filter(({ mode, type }) => mode === 'managed' && type === 'aws_iam_role');
  const named = roles.filter((role) => isNamed(role, word));
  if (named.length === 0) return { problems: [notFound(word, file, roles)] };
  const outcomes = named.map((role) => explained(role, file));
  const problems = outcomes.flatMap((outcome) => outcome.problems);
  return problems.length > 0 ? { problems } : { value: outcomes.flatMap(({ value }) => value ?? []), problems: [] };
}

function isNamed({ address, values }: StateResource, word: string): boolean {
  const ours = `irsa_${snake(word)}`;
  return (
    [address, values['name'], values['arn']].includes(word) || address.startsWith(`module.${ours}.`) || address === `aws_iam_role.${ours}`
  );
}

const nameOf = ({ address, values }: StateResource): string => (typeof values['name'] === 'string' ? values['name'] : address);

function explained(role: StateResource, file: string): Outcome<ExplainedRole> {
  const text = role.values['assume_role_policy'];
  if (typeof text !== 'string') return { problems: [afterApply(role, file)] };
  const { value: policy, problems } = trustPolicyOf(jsonIn(text), file);
  return policy === undefined ? { problems } : { value: { name: nameOf(role), where: file, policy }, problems: [] };
}

/** A state that was edited may hold anything. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notShown = (file: string): Problem => ({
  ...error(
    'terraform-json-not-read',
    [],
    'The file is neither a plan nor a state as `terraform show -json` prints it.',
    'Run `terraform show -json plan.out > plan.json`, or `terraform show -json > state.json` for what is applied.',
  ),
  file,
});

function notFound(word: string, file: string, roles: readonly StateResource[]): Problem {
  const names = roles.map(nameOf);
  const meant = didYouMean(word, names);
  const has = names.length === 0 ? 'It has no role.' : `It has ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return {
    ...error('role-not-found', [], `There is no role \`${word}\`.`, meant === undefined ? has : `Did you mean ${meant}? ${has}`),
    file,
  };
}

const afterApply = (role: StateResource, file: string): Problem => ({
  ...error(
    'role-known-after-apply',
    [],
    `The trust policy of ${role.address} is known after apply only.`,
    'Take the state after the apply (`terraform show -json > state.json`), or --spec, which knows all but the issuer.',
  ),
  file,
});
