/** What add-ons are given beside the module's own policy: only what the newest release of a line still lacks. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { findAddOn, addOns } from '../../src/catalog/index.ts';
import type { Statement } from '../../src/iam/statement.ts';
import { accepted } from '../support/accepted-options.ts';
import { everyLine, permissionsOf } from './facts.ts';
import { showStatement } from './show.ts';

/** One rule of a module's policy, as scripts/derive-contracts.mjs records it. */
interface Rule {
  readonly when?: string;
  readonly actions?: readonly string[];
}

type Policies = Readonly<Record<string, readonly Rule[]>>;

const FOLDER = 'src/catalog/modules/contracts';

const policiesOf = (file: string): Policies => (JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as { policies: Policies }).policies;

/** The newest release of each line that has a contract. */
const NEWEST = {
  'iam-5': policiesOf(newestFile('iam.iam-role-for-service-accounts-eks@5.')),
  'iam-6': policiesOf(newestFile('iam.iam-role-for-service-accounts@6.')),
  'pod-identity-1': policiesOf(newestFile('eks-pod-identity@1.')),
  'pod-identity-2': policiesOf(newestFile('eks-pod-identity@2.')),
  'eks-20': policiesOf(newestFile('eks.karpenter@20.')),
  'eks-21': policiesOf(newestFile('eks.karpenter@21.')),
};

function newestFile(start: string): string {
  const found = readdirSync(FOLDER).filter((name) => name.startsWith(start));
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? '';
}

/** What the module's policy allows with these inputs. */
function allowedBy(policies: Policies, inputs: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const given = (when: string) => Object.keys(inputs).some((name) => new RegExp(`\\bvar\\.${name}\\b`).test(when));
  const rules = Object.keys(inputs).flatMap((flag) => policies[flag] ?? []);
  return new Set(rules.filter(({ when }) => when === undefined || given(when)).flatMap(({ actions = [] }) => actions));
}

/** Statements that say nothing new: conditions make the same action another permission. */
const superfluous = (statements: readonly Statement[], allowed: ReadonlySet<string>): readonly Statement[] =>
  statements.filter(({ actions = [], conditions }) => conditions.length === 0 && actions.every((action) => allowed.has(action)));

describe.each(everyLine)('beside the policy of %s', (line) => {
  const supplemented = addOns.all().flatMap((addOn) =>
    accepted(addOn).flatMap((values) => {
      const { inputs, statements = [] } = permissionsOf(addOn.id, values, line);
      return inputs && statements.length > 0 ? [{ id: addOn.id, inputs, statements }] : [];
    }),
  );

  test('no statement repeats what the newest release allows', () => {
    expect(supplemented.length).toBeGreaterThan(5);
    for (const { id, inputs, statements } of supplemented) {
      expect([id, superfluous(statements, allowedBy(NEWEST[line], inputs)).map(showStatement)]).toEqual([id, []]);
    }
  });
});

/** What stands in statements of ours and is not always called. */
const NOT_ALWAYS: Readonly<Record<string, readonly string[]>> = {
  // By versions before 0.15 only; later ones ask for many zones at once.
  'external-dns': ['route53:ListTagsForResource'],
  // Where it makes instance profiles, and there the module has it.
  karpenter: ['iam:GetInstanceProfile'],
};

const allows = (allowed: Iterable<string>, action: string): boolean =>
  [...allowed].some((pattern) => pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1))));

describe.each(everyLine)('with what the module of %s allows', (line) => {
  test.each(addOns.all().map((addOn) => [addOn.id, addOn] as const))('%s may call all that it calls without a module', (id, addOn) => {
    for (const values of accepted(addOn)) {
      const own = addOn.withoutModule(values, { clusterNames: ['production'] });
      const { inputs = {}, statements = [] } = permissionsOf(id, values, line);
      if (own === undefined || own.wellKnown !== undefined) continue;
      const allowed = [...allowedBy(NEWEST[line], inputs), ...statements.flatMap(({ actions = [] }) => actions)];
      const missing = (own.statements ?? [])
        .flatMap(({ actions = [] }) => actions)
        .filter((action) => !allows(allowed, action) && !NOT_ALWAYS[id]?.includes(action));
      expect([values, missing]).toEqual([values, []]);
    }
  });
});

test.each(['aws-ebs-csi-driver', 'vpc-cni', 'aws-gateway-api-controller', 'external-dns'])(
  '%s says with each statement where the lack is seen',
  (id) => {
    for (const line of everyLine) {
      const values = accepted(findAddOn(id)!).find((told) => permissionsOf(id, told, line).inputs !== undefined);
      for (const { sid, reason } of permissionsOf(id, values!, line).statements ?? []) {
        expect([sid, reason]).toEqual([sid, expect.stringMatching(/\(https:\/\/\S+\)\.$/)]);
      }
    }
  },
);

test('a release that has caught up makes its statement superfluous', () => {
  const { inputs = {}, statements = [] } = permissionsOf('vpc-cni', { ipFamily: 'ipv6', policyLogs: false }, 'iam-6');
  const flag = 'attach_vpc_cni_policy';
  const caughtUp = {
    ...NEWEST['iam-6'],
    [flag]: [
      ...NEWEST['iam-6'][flag]!,
      { when: 'var.vpc_cni_enable_ipv6', actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets'] },
    ],
  };
  expect(superfluous(statements, allowedBy(caughtUp, inputs)).map(({ sid }) => sid)).toEqual(['CniNewerReads']);
  const ofTheOther = { ...NEWEST['iam-6'], [flag]: [{ when: 'var.vpc_cni_enable_ipv4', actions: statements[0]?.actions ?? [] }] };
  expect(superfluous(statements, allowedBy(ofTheOther, inputs))).toEqual([]);
});

test('Karpenter’s role of eks 20.x is given what eks 21.x has by itself', () => {
  const beside = (line: 'eks-20' | 'eks-21') => findAddOn('karpenter')?.besideOwnModule?.({ clusterNames: ['production'] }, line) ?? [];
  expect(beside('eks-21')).toEqual([]);
  expect(beside('eks-20').map(showStatement)).toEqual([
    'Karpenter1Reads: ec2:DescribeCapacityReservations, ec2:DescribeInstanceStatus, ec2:DescribePlacementGroups, iam:ListInstanceProfiles on *',
    'Karpenter1ZonalShift: arc-zonal-shift:GetManagedResource on arn:<partition>:eks:<region>:<accountId>:cluster/production',
  ]);
  const actions = (policies: Policies, document: string) => new Set(policies[document]?.flatMap((rule) => rule.actions ?? []));
  const [twenty, twentyOne] = [
    actions(NEWEST['eks-20'], 'data.aws_iam_policy_document.v1'),
    actions(NEWEST['eks-21'], 'data.aws_iam_policy_document.controller'),
  ];
  for (const action of beside('eks-20').flatMap((statement) => statement.actions ?? [])) {
    expect([action, twenty.has(action), twentyOne.has(action)]).toEqual([action, false, true]);
  }
});
