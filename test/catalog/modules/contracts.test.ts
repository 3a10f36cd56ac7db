import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkModuleCall } from '../../../src/catalog/modules/check-call.ts';
import { contractOf } from '../../../src/catalog/modules/contracts.ts';
import type { Contract } from '../../../src/catalog/modules/contracts.ts';
import { newestAllowed, newestOfLine, releasesOf, requirementsOf } from '../../../src/catalog/modules/releases.ts';
import { ref, text } from '../../../src/iam/text.ts';

const IAM5 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';
const IAM6 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts';
const EKS = 'terraform-aws-modules/eks/aws';

function contract(module: string, version: string): Contract {
  const found = contractOf(module, version);
  if (!found) throw new Error(`no contract of ${module} ${version}`);
  return found.contract;
}

test('the generated contracts are those of the JSON files', () => {
  expect(() => execFileSync(process.execPath, ['scripts/compact-contracts.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
});

describe('a contract', () => {
  test('is found by its release, and says what a caller may know', () => {
    const source = JSON.parse(readFileSync('src/catalog/modules/contracts/iam.iam-role-for-service-accounts@6.5.0.json', 'utf8'));
    const found = contractOf(IAM6, '6.5.0');
    expect(found?.exact).toBe(true);
    expect(Object.keys(found?.contract.variables ?? {})).toEqual(Object.keys(source.variables));
    expect(found?.contract).toMatchObject({
      module: IAM6,
      version: '6.5.0',
      requiredVersion: '>= 1.5.7',
      requiredProviders: { aws: '>= 6.28' },
    });
    expect(found?.contract.outputs).toEqual(['arn', 'iam_policy', 'iam_policy_arn', 'name', 'path', 'unique_id']);
  });

  test('of a release in between is that of the nearest lower one', () => {
    expect(contractOf(IAM5, '5.41.0')).toMatchObject({ exact: false, contract: { version: '5.30.0' } });
    expect(contractOf(IAM5, '5.59.0')).toMatchObject({ exact: false, contract: { version: '5.58.0' } });
    expect(contractOf(IAM5, '5.99.0')).toMatchObject({ exact: false, contract: { version: '5.60.0' } });
    expect(contractOf(EKS, '20.37.1')).toBeUndefined();
  });

  test('never comes from another line, another module or before the first', () => {
    expect(contractOf(IAM5, '6.5.0')).toBeUndefined();
    expect(contractOf(IAM5, '5.29.0')).toBeUndefined();
    expect(contractOf('hashicorp/consul/aws', '1.0.0')).toBeUndefined();
    expect(contractOf(IAM5, 'latest')).toBeUndefined();
  });
});

describe('releases', () => {
  test('are known oldest first', () => {
    const releases = releasesOf(IAM5);
    expect([releases[0], releases.at(-1)]).toEqual(['5.0.0', '5.60.0']);
    expect(releases.indexOf('5.9.2')).toBeLessThan(releases.indexOf('5.10.0'));
    expect(releasesOf('hashicorp/consul/aws')).toEqual([]);
  });

  test('are chosen as terraform init would', () => {
    expect(newestAllowed(EKS, '~> 20.0')).toBe('20.37.2');
    expect(newestAllowed(EKS, '>= 20.0, < 20.37.1')).toBe('20.37.0');
    expect(newestAllowed(EKS, '')).toBe('21.19.0');
    expect(newestAllowed(EKS, '>= 99')).toBeUndefined();
  });

  test('say what they require', () => {
    expect(requirementsOf(EKS, '20.37.0')?.providers['aws']).toBe('>= 5.95');
    expect(requirementsOf(EKS, '20.37.1')?.providers['aws']).toBe('>= 5.95, < 6.0.0');
    expect(requirementsOf(EKS, '21.0.0')).toMatchObject({ terraform: '>= 1.5.7', providers: { aws: '>= 6.0', tls: '>= 4.0' } });
    expect(requirementsOf(IAM6, '6.2.3')?.providers['aws']).toBe('>= 6.0');
    expect(requirementsOf(IAM6, '6.3.0')?.providers['aws']).toBe('>= 6.28');
    expect(requirementsOf(IAM6, '6.9.0')?.providers['aws']).toBe('>= 6.28');
    expect(requirementsOf(IAM6, '1.0.0')).toBeUndefined();
  });

  test('have a newest one per line whose calls can be checked', () => {
    expect(newestOfLine(IAM5, 5)).toBe('5.60.0');
    expect(newestOfLine(EKS, 20)).toBe('20.37.2');
    expect(newestOfLine(EKS, 21)).toBe('21.19.0');
    expect(newestOfLine(EKS, 19)).toBeUndefined();
  });
});

describe('a module call', () => {
  test('is faultless if its release knows all of it', () => {
    const inputs = {
      role_name: text`app-${ref('var.suffix')}`,
      attach_ebs_csi_policy: true,
      ebs_csi_kms_cmk_ids: [ref('aws_kms_key.k.arn')],
      role_policy_arns: { map: { s3: ref('aws_iam_policy.s3.arn') } },
      max_session_duration: 3600,
      oidc_providers: { map: { main: { map: { namespace_service_accounts: ['a:b'] } } } },
      tags: ref('local.tags'),
      role_description: null,
    };
    expect(checkModuleCall(contract(IAM5, '5.60.0'), inputs)).toEqual([]);
  });

  test('is told of inputs that another line knows', () => {
    expect(checkModuleCall(contract(IAM6, '6.5.0'), { role_name: 'app', ebs_csi_kms_cmk_ids: [] })).toEqual([
      `role_name is no input of ${IAM6} 6.5.0.`,
      `ebs_csi_kms_cmk_ids is no input of ${IAM6} 6.5.0.`,
    ]);
  });

  test.each<[string, never, string]>([
    ['attach_ebs_csi_policy', 'yes' as never, 'takes bool, not a string'],
    ['name', true as never, 'takes string, not a bool'],
    ['max_session_duration', '1h' as never, 'takes number, not a string'],
    ['ebs_csi_kms_cmk_arns', 'arn' as never, 'takes list(string), not a string'],
    ['ebs_csi_kms_cmk_arns', [true] as never, 'takes list(string), not a list'],
    ['policies', ['arn'] as never, 'takes map(string), not a list'],
    ['policies', { map: { a: ['arn'] } } as never, 'takes map(string), not a map'],
    ['tags', 3 as never, 'takes map(string), not a number'],
  ])('is told that %s = %j is of the wrong kind', (name, value, message) => {
    expect(checkModuleCall(contract(IAM6, '6.5.0'), { [name]: value })).toEqual([expect.stringContaining(message)]);
  });

  test('is told of what is missing', () => {
    const strict: Contract = { ...contract(IAM6, '6.5.0'), required: ['name'] };
    expect(checkModuleCall(strict, {})).toEqual([`name is required by ${IAM6} 6.5.0, and missing.`]);
    expect(checkModuleCall(strict, { name: 'app' })).toEqual([]);
  });

  test('does not mistake what every object has for an input', () => {
    expect(checkModuleCall(contract(IAM6, '6.5.0'), { constructor: 'x' })).toEqual([`constructor is no input of ${IAM6} 6.5.0.`]);
    expect(releasesOf('constructor')).toEqual([]);
  });
});
