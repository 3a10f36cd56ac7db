/** A role as AWS has it now. */
import { askAws } from '../../aws/aws-cli.ts';
import type { Outcome } from '../../problem.ts';
import { loose } from '../../spec/loose.ts';
import type { ExplainedRole } from './explained-role.ts';
import { trustPolicyOf } from './trust-policy.ts';
import { bareIssuer } from './who.ts';

/** @param word a role's name or ARN */
export async function rolesOfAws(word: string): Promise<Outcome<readonly ExplainedRole[]>> {
  const name = word.replace(/^arn:.*\//, '');
  const { value, problems } = await askAws(['iam', 'get-role', '--role-name', name]);
  if (problems.length > 0) return { problems };
  const { value: policy, problems: unread } = trustPolicyOf(value, 'aws');
  return policy === undefined ? { problems: unread } : { value: [{ name, where: 'AWS', policy }], problems: [] };
}

/** The issuer of a cluster. */
export async function issuerOfCluster(cluster: string): Promise<Outcome<string>> {
  const [, region, name = cluster] = /^arn:[^:]+:eks:([^:]+):\d{12}:cluster\/(.+)$/.exec(cluster) ?? [];
  const { value, problems } = await askAws([
    'eks',
    'describe-cluster',
    '--name',
    name,
    ...(region === undefined ? [] : ['--region', region]),
  ]);
  const { issuer } = loose(loose(loose(loose(value)['cluster'])['identity'])['oidc']);
  return typeof issuer === 'string' ? { value: bareIssuer(issuer), problems: [] } : { problems };
}
