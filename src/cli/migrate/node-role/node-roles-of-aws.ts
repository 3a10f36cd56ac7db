/** The same from AWS, by the user's own AWS CLI: everything attached, and what the policies say. Nothing is changed. */
import { askAws } from '../../../aws/aws-cli.ts';
import { hasErrors, type Outcome } from '../../../problem.ts';
import { inTurn } from '../../../repo/in-turn.ts';
import { items, loose, string, strings } from '../../../spec/loose.ts';
import { needOf } from '../../../iam/node-needs.ts';
import { nameIn, statementsIn, type HeldPolicy, type NodeRole } from './node-roles.ts';

/** The AWS CLI takes a second of a processor to start. */
const AT_ONCE = 4;

/** Of the node groups that EKS knows of a cluster. */
export async function nodeRolesOfCluster(cluster: string, region: string): Promise<Outcome<readonly string[]>> {
  const where = ['--cluster-name', cluster, '--region', region];
  const { value, problems } = await askAws(['eks', 'list-nodegroups', ...where]);
  if (hasErrors(problems)) return { problems };
  const asked = await inTurn(strings(loose(value)['nodegroups']), AT_ONCE, (name) =>
    askAws(['eks', 'describe-nodegroup', ...where, '--nodegroup-name', name]),
  );
  const refused = asked.flatMap((one) => one.problems);
  if (hasErrors(refused)) return { problems: refused };
  return { value: [...new Set(asked.flatMap((one) => nameIn(string(loose(loose(one.value)['nodegroup'])['nodeRole']))))], problems: [] };
}

/** @param known what the state has of it: addresses, and documents that need not be asked for */
export async function nodeRoleOfAws(name: string, known: NodeRole | undefined): Promise<Outcome<NodeRole>> {
  const of = ['--role-name', name];
  const asked = await inTurn(['get-role', 'list-attached-role-policies', 'list-role-policies'], AT_ONCE, (word) =>
    askAws(['iam', word, ...of]),
  );
  const refused = asked.flatMap(({ problems }) => problems);
  if (hasErrors(refused)) return { problems: refused };
  const [role = {}, attached = {}, inline = {}] = asked.map(({ value }) => loose(value));
  const boundary = string(loose(loose(role['Role'])['PermissionsBoundary'])['PermissionsBoundaryArn']);
  const names = strings(inline['PolicyNames']);
  const arns = items(attached['AttachedPolicies']).flatMap((policy) => string(loose(policy)['PolicyArn']) ?? []);
  const policies = await inTurn(
    [...arns.map((arn) => ({ arn })), ...names.map((policy) => ({ policy }))],
    AT_ONCE,
    (one): Promise<Outcome<HeldPolicy>> => ('arn' in one ? managed(one.arn, known) : inlinePolicy(name, one.policy, known)),
  );
  const problems = policies.flatMap((policy) => policy.problems);
  if (hasErrors(problems)) return { problems };
  return {
    value: {
      name,
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      policies: policies.flatMap(({ value }) => value ?? []),
    },
    problems: [],
  };
}

async function managed(arn: string, role: NodeRole | undefined): Promise<Outcome<HeldPolicy>> {
  const known = role?.policies.find((policy) => policy.arn === arn);
  const policy: HeldPolicy = known ?? { name: nameIn(arn)[0] ?? arn, arn };
  if (policy.statements !== undefined || needOf(arn) !== undefined) return { value: policy, problems: [] };
  const { value, problems } = await askAws(['iam', 'get-policy', '--policy-arn', arn]);
  if (hasErrors(problems)) return { problems };
  const version = string(loose(loose(value)['Policy'])['DefaultVersionId']) ?? 'v1';
  const asked = await askAws(['iam', 'get-policy-version', '--policy-arn', arn, '--version-id', version]);
  if (hasErrors(asked.problems)) return { problems: asked.problems };
  return { value: { ...policy, ...statementsIn(loose(loose(asked.value)['PolicyVersion'])['Document']) }, problems: [] };
}

async function inlinePolicy(role: string, name: string, of: NodeRole | undefined): Promise<Outcome<HeldPolicy>> {
  const known = of?.policies.find((policy) => policy.arn === undefined && policy.name === name);
  const { value, problems } = await askAws(['iam', 'get-role-policy', '--role-name', role, '--policy-name', name]);
  if (hasErrors(problems)) return { problems };
  return { value: { ...(known ?? { name }), ...statementsIn(loose(value)['PolicyDocument']) }, problems: [] };
}

/** @returns those of the roles that AWS has */
export async function rolesInAws(names: readonly string[]): Promise<readonly string[]> {
  const asked = await inTurn(names, AT_ONCE, async (name) => ({ name, ...(await askAws(['iam', 'get-role', '--role-name', name])) }));
  return asked.flatMap(({ name, problems }) => (hasErrors(problems) ? [] : [name]));
}
