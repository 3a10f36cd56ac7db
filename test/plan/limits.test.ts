import { describe, expect, test } from '@jest/globals';
import { allow } from '../../src/iam/statement.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { aCluster, anApp, aSpec, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const shared = (regions: readonly string[]) => {
  const clusters = regions.map((region, i) => aCluster(`c${i}`, { region }));
  return aSpec({
    primary: 'all',
    shareRoles: [{ name: 'all', clusters: clusters.map((c) => c.key) }],
    clusters,
    apps: [anApp('my-app')],
  });
};

describe('a share group', () => {
  test('of more clusters than a trust policy has room for is warned of', () => {
    expect(problemsOf(shared(Array<string>(4).fill('us-east-1')))).toEqual([]);
    expect(makePlan(shared(Array<string>(6).fill('us-east-1')), someFacts()).problems).toMatchObject([
      { code: 'trust-too-large', severity: 'warning', path: ['apps', 'my-app'] },
    ]);
  });

  test('across partitions is refused', () => {
    expect(problemsOf(shared(['us-east-1', 'cn-north-1']))).toContain('group-across-partitions');
    expect(problemsOf(shared(['us-east-1', 'us-west-2']))).toEqual([]);
  });
});

test('a share group across regions is warned of where a name would mean one region’s resource', () => {
  const two = shared(['us-east-1', 'us-west-2']);
  const withQueue = (queue: string) => ({
    ...two,
    apps: [anApp('my-app', { grants: [{ service: 'sqs', options: { queue, access: 'produce' } }] })],
  });
  expect(problemsOf(withQueue('jobs'))).toEqual(['group-across-regions']);
  expect(problemsOf(withQueue('arn:aws:sqs:us-west-2:111122223333:jobs'))).toEqual([]);
});

test('the command that finds the pods to restart stays one that fits on a screen', () => {
  const commandFor = (apps: number) =>
    planOf(aSpec({ apps: Array.from({ length: apps }, (_, i) => anApp(`app-${i}`)) })).nextSteps.at(-1)?.command;
  expect(commandFor(2)).toContain('for sa in shop/app-0 shop/app-1; do');
  expect(commandFor(5_000)?.length).toBeLessThan(200);
});

describe('statements', () => {
  test('in which the AWS provider would make a policy variable are refused', () => {
    const withResource = (resource: string) =>
      aSpec({ apps: [anApp('my-app', { statements: [allow('Read', ['s3:GetObject'], [resource])] })] });
    expect(problemsOf(withResource('arn:aws:s3:::b/&{aws:username}'))).toEqual(['ampersand-brace']);
    expect(problemsOf(withResource('arn:aws:s3:::b/${aws:username}/a&b'))).toEqual([]);
  });
});
