/** What people look for among the add-ons, and what they are told in place of one. */
import { describe, expect, test } from '@jest/globals';
import { answers } from '../../src/cli/answers.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { findAddOn, findGrant } from '../../src/catalog/index.ts';
import { findNoAddOn, noAddOns } from '../../src/catalog/no-add-on.ts';
import { problemsOf, withCluster } from '../spec/reading.ts';
import { runExample } from '../support/problem-examples/run-example.ts';

const COREDNS = 'coredns needs no IAM role: it answers DNS queries from what the Kubernetes API tells it, and calls no AWS service.';
const AGENT =
  'eks-pod-identity-agent needs no IAM role of its own: it uses that of the node, which needs eks-auth:AssumeRoleForPodIdentity.';
const SECRETS =
  'secrets-store-csi-driver-provider-aws needs no IAM role of its own: it reads secrets with the role of the ServiceAccount whose pod mounts them.';
const CROSSPLANE =
  'crossplane is no add-on with a policy of its own: it makes whatever its users ask for, so any policy of ours would grant too little or too much.';
const MESH = 'appmesh-controller is of AWS App Mesh, which AWS ended on 30 September 2026.';

describe.each([
  ['coredns', 'needs-no-role', COREDNS],
  ['eks-pod-identity-agent', 'needs-no-role', AGENT],
  ['secrets-store-csi-driver-provider-aws', 'needs-no-role', SECRETS],
  ['crossplane', 'no-canned-policy', CROSSPLANE],
  ['appmesh-controller', 'end-of-life', MESH],
])('%s', (name, code, says) => {
  test('is told of in a spec', () => {
    const [problem, ...more] = problemsOf(withCluster(`addOns:\n  ${name}: {}\n`));
    expect(problem).toContain(`5:3 ${code}: ${says}`);
    expect(more).toEqual([]);
  });

  test.each([name, `${name}.namespace=kube-system`])('is told of where --add-on names it as %s', (value) => {
    const { flags } = parseArguments(['--yes', '--add-on', value], () => false).value!;
    const { problems } = answers(flags, {});
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(says.replace(/\.$/, ''))]);
  });

  test('is told of by `create-irsa catalog`', async () => {
    const { code: exit, data } = await runExample({ argv: ['catalog', name, '--json'] });
    expect({ exit, answer: JSON.parse(data) }).toMatchObject({ exit: 2, answer: { problems: [{ code, message: says }] } });
  });
});

test('Crossplane is told that its own name of the ServiceAccount changes, and how to fix it', () => {
  // https://docs.crossplane.io/latest/packages/providers/#runtime-configuration
  expect(findNoAddOn('crossplane')?.fix).toMatch(/serviceAccount: \{ name: provider-aws, owner: none \}.*hash.*DeploymentRuntimeConfig\.$/);
});

test('--add-on tells what to write instead, too', () => {
  const { flags } = parseArguments(['--yes', '--add-on', 'atlantis'], () => false).value!;
  expect(answers(flags, {}).problems[0]?.message).toContain('Write it as an app, such as apps: { atlantis:');
});

test.each([
  'adot',
  'kube-proxy',
  'metrics-server',
  'kube-state-metrics',
  'snapshot-controller',
  'app-mesh',
  'atlantis',
  'gitlab-runner',
  'github-runner',
])('%s is known', (name) => {
  expect(findNoAddOn(name)).toBeDefined();
});

test('an app may have such a name, and a misspelt add-on is asked about as before', () => {
  expect(problemsOf(withCluster('apps:\n  coredns: { namespace: a, grants: [{ s3: { bucket: my-bucket, access: read } }] }\n'))).toEqual(
    [],
  );
  expect(problemsOf(withCluster('addOns:\n  external-dsn: {}\n'))[0]).toContain('unknown-key');
});

test.each(noAddOns.filter(({ because }) => because === 'no-canned-policy').map(({ names, fix }) => [names[0], fix]))(
  '%s can be written as the fix says',
  (name, fix) => {
    const app = /apps: \{ (.*), statements: \[…\] \} \}/.exec(fix)?.[1] ?? '';
    expect(app).toContain(`${name}: {`);
    expect(problemsOf(withCluster(`apps: { ${app}, grants: [{ sqs: { queue: q, access: consume } }] } }\n`))).toEqual([]);
  },
);

test('no name is that of an add-on or grant, or there twice', () => {
  const names = noAddOns.flatMap((entry) => entry.names);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect([name, findAddOn(name), findGrant(name)]).toEqual([name, undefined, undefined]);
});
