/** How far grants reach: to what they name, and not a step further. */
import { describe, expect, test } from '@jest/globals';
import { findGrant, grants } from '../../src/catalog/index.ts';
import type { Options, OptionValues } from '../../src/catalog/option.ts';
import { defaultsOf } from '../../src/wizard/steps/options.ts';
import type { PolicyDocument } from '../support/allows.ts';
import { ACCOUNT, grantCases, mistakes, REGION } from '../support/grant-cases.ts';
import { policyJson } from './show.ts';

const facts: Readonly<Record<string, string>> = { partition: 'aws', accountId: ACCOUNT, region: REGION };

function policyOf(service: string, given: Readonly<Record<string, unknown>>): PolicyDocument {
  const grant = findGrant(service);
  if (grant === undefined) throw new Error(`there is no grant ${service}`);
  const options = { ...defaultsOf(grant.options), ...given } as OptionValues<Options>;
  expect(grant.check?.(options)).toBeUndefined();
  return JSON.parse(policyJson(grant.statements(options), (hole) => facts[hole] ?? hole)) as PolicyDocument;
}

test('every grant is asked', () => expect(Object.keys(grantCases)).toEqual(grants.map(({ service }) => service)));

describe.each(Object.entries(grantCases))('%s', (service, given) => {
  test('lets into what it names, and into nothing beside it, in no other account and no other partition', () => {
    expect(mistakes(policyOf(service, given.options), given)).toEqual([]);
  });
});
