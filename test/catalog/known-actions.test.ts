/** What the catalog itself allows, held against AWS's own list of actions, resources and condition keys. */
import { expect, test } from '@jest/globals';
import type { AddOn } from '../../src/catalog/add-on.ts';
import type { Grant } from '../../src/catalog/grant.ts';
import { addOns, grants } from '../../src/catalog/index.ts';
import { podIdentityPermissions } from '../../src/catalog/pod-identity.ts';
import type { Statement } from '../../src/iam/statement.ts';
import { partsOf, ref, render, type Text } from '../../src/iam/text.ts';
import { checkStatements } from '../../src/spec/permissions/check-statements.ts';
import { rawStatement } from '../../src/spec/permissions/raw-permissions.ts';
import { accepted } from '../support/accepted-options.ts';

const cluster = { clusterNames: [ref('module.eks.cluster_name')] };
const FACTS = { partition: 'aws', accountId: '111122223333', region: 'us-east-1' };

const literal = (text: Text): string => render(text, (hole) => ('fact' in hole ? FACTS[hole.fact] : 'thing'));

function resource(text: Text): unknown {
  const [only, ...more] = partsOf(text);
  return typeof only === 'object' && 'ref' in only && more.length === 0 ? { ref: only.ref } : literal(text);
}

function findings(statements: readonly Statement[] = []): string[] {
  const raw = statements.map(({ sid, effect, actions, resources, conditions }) =>
    rawStatement(
      {
        Effect: effect,
        Action: actions ?? [],
        Resource: (resources ?? []).map(resource),
        Condition: Object.fromEntries(conditions.map(({ operator, key }) => [`${operator}${literal(key)}`, { [literal(key)]: 'x' }])),
      },
      [sid ?? ''],
      [],
    ),
  );
  return checkStatements(raw).map(({ problem }) => `${problem.code} ${String(problem.path[0])}: ${problem.message}`);
}

const isWildcard = (line: string): boolean => line.startsWith('policy-wildcard ');

const beyondWildcards = (lines: readonly string[]): string[] => [...new Set(lines)].filter((line) => !isWildcard(line));

/** The driver's own policy has them, on roles that only AWS's services can take. */
const OF_FSX = ['iam:AttachRolePolicy', 'iam:PutRolePolicy'].map(
  (action) => `privilege-escalation FsxLinkRole: ${action} lets a pod take permissions that its role does not have.`,
);

const ofGrant = (grant: Grant) => accepted(grant).flatMap((values) => findings(grant.statements(values)));

const ofAddOn = (addOn: AddOn) =>
  accepted(addOn).flatMap((values) => [
    ...findings(addOn.withoutModule(values, cluster)?.statements),
    ...(['iam-5', 'iam-6'] as const).flatMap((line) => findings(addOn.permissions(values, cluster, line).statements)),
    ...(['pod-identity-1', 'pod-identity-2'] as const).flatMap((line) =>
      findings(podIdentityPermissions(addOn, values, cluster, line)?.statements),
    ),
    ...(['eks-20', 'eks-21'] as const).flatMap((line) => findings(addOn.besideOwnModule?.(cluster, line))),
  ]);

test.each(grants.all().map((grant) => [grant.service, grant] as const))(
  'the grant %s names what AWS has, on resources that it is for',
  (_, grant) => {
    expect(beyondWildcards(ofGrant(grant))).toEqual([]);
  },
);

test.each(addOns.all().map((addOn) => [addOn.id, addOn] as const))(
  'the add-on %s names what AWS has, on resources that it is for',
  (id, addOn) => {
    expect(beyondWildcards(ofAddOn(addOn))).toEqual(id === 'aws-fsx-csi-driver' ? OF_FSX : []);
  },
);

test('allows on any resource only what AWS cannot narrow, save for what has a reason why not', () => {
  const lines = [...addOns.all().flatMap(ofAddOn), ...grants.all().flatMap(ofGrant)];
  expect([...new Set(lines.filter(isWildcard))].sort()).toEqual(
    [
      'CloudwatchRead cloudwatch:GetMetricData',
      'KedaReadMetrics cloudwatch:GetMetricData',
      'ReadProfilesAndPrices iam:GetInstanceProfile',
      'S3FilesFind s3files:ListFileSystems',
    ].map((line) => {
      const [sid, action] = line.split(' ');
      return `policy-wildcard ${sid}: Resource "*" allows every resource there is, and ${action} can be held to some.`;
    }),
  );
});
