/** What modules take for inputs that are left out, against what was extracted from their sources. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { defaultsOf, effective } from '../../src/adopt/module-defaults.ts';

const CONTRACTS = 'src/catalog/modules/contracts';

interface Contract {
  readonly module: string;
  readonly variables: Readonly<Record<string, { readonly default?: unknown }>>;
}

const contracts = readdirSync(CONTRACTS).map((name): Contract => JSON.parse(readFileSync(`${CONTRACTS}/${name}`, 'utf8')) as Contract);

const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

test.each([
  ['iam-5', 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks'],
  ['iam-6', 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts'],
] as const)('of %s they are those of every recorded release', (line, module) => {
  const ofLine = contracts.filter((contract) => contract.module === module);
  expect(ofLine.length).toBeGreaterThan(1);
  for (const { variables } of ofLine) {
    const said = Object.entries(variables).flatMap(([name, { default: usual }]) => (saysNothing(usual) ? [] : [[name, usual] as const]));
    const known = Object.entries(defaultsOf(line)).filter(([name]) => Object.hasOwn(variables, name));
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(said));
  }
});

test('a call says the same whether it writes a default out or leaves it away', () => {
  expect(effective({ create_role: true, attach_ebs_csi_policy: false, role_policy_arns: { map: {} } }, 'iam-5')).toEqual(
    effective({}, 'iam-5'),
  );
  expect(effective({ create_role: false }, 'iam-5')).not.toEqual(effective({}, 'iam-5'));
  expect(effective({ ebs_csi_kms_cmk_ids: ['arn:aws:kms:us-east-1:111122223333:key/x'] }, 'iam-5')).not.toEqual(effective({}, 'iam-5'));
});
