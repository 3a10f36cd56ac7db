import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { knownRegions } from '../../src/iam/regions.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { regionPattern } from '../../src/spec/rules/aws.ts';
import { codesOf, problemsOf, withCluster } from './reading.ts';

const inRegion = (region: string): string => withCluster().replace('us-east-1', region);
const NEW = 'A region that is new may stay.';
const unknown = (region: string): string =>
  `3:25 warning unknown-region: "${region}" is not a region that this release of create-irsa knows.`;

describe('a region that is well-formed', () => {
  test.each(knownRegions)('is known: %s', (region) => {
    expect(region).toMatch(regionPattern);
    expect(codesOf(inRegion(region))).toEqual([]);
  });

  test.each([
    ['us-esat-1', 'us-east-1'],
    ['eu-wset-1', 'eu-west-1'],
    ['ap-sotheast-2', 'ap-southeast-2'],
    ['us-gov-wst-1', 'us-gov-west-1'],
  ])('and misspelt is told of: %s', (region, meant) => {
    expect(problemsOf(inRegion(region))).toEqual([`${unknown(region)} Did you mean ${meant}? ${NEW}`]);
  });

  test('and like none that is known stays usable, with a warning', () => {
    expect(problemsOf(inRegion('aq-polar-1'))).toEqual([
      `${unknown('aq-polar-1')} Compare it with what \`aws ec2 describe-regions --all-regions\` lists. ${NEW}`,
    ]);
    expect(parseSpec(inRegion('aq-polar-1'), 'irsa.yaml').value?.spec.clusters[0]?.region).toBe('aq-polar-1');
  });

  test('and two slips away from a known one is never passed in silence, nor refused', () => {
    const slip = fc.tuple(fc.nat(), fc.constantFrom('a', 'e', 'n', 'o', 's', 't', 'w'));
    const slips = fc
      .tuple(fc.constantFrom(...knownRegions), slip, slip)
      .map(([region, ...all]) =>
        all.reduce((text, [at, letter]) => text.slice(0, at % text.length) + letter + text.slice((at % text.length) + 1), region),
      );
    fc.assert(
      fc.property(slips, (region) => {
        fc.pre(regionPattern.test(region) && !knownRegions.includes(region));
        expect(codesOf(inRegion(region))).toEqual(['unknown-region']);
      }),
    );
  });
});

test('a region that is not well-formed is told of once', () => {
  expect(codesOf(inRegion('us-east-1a'))).toEqual(['invalid-region']);
});

test('the region of a role in another account is looked at too', () => {
  const app = (region: string): string =>
    withCluster(
      `apps:\n  web: { namespace: web, assumeRoles: [{ account: "444455556666", region: ${region}, grants: [{ sqs: { queue: jobs, access: consume } }] }] }\n`,
    );
  expect(codesOf(app('eu-wset-1'))).toContain('unknown-region');
  expect(codesOf(app('eu-west-1'))).not.toContain('unknown-region');
});
