/** Where policies of iam 5.x and 6.x differ; the plans of test/terraform/migrate-iam-6.test.ts hold the same against the modules. */
import { describe, expect, test } from '@jest/globals';
import { policyDifference } from '../../src/catalog/modules/policy-difference.ts';
import { addressOf, IAM } from '../../src/plan/module-families.ts';
import type { Value } from '../../src/iam/text.ts';

const between = (five: string, six: string, inputs: Readonly<Record<string, Value>>, partition = 'aws') =>
  policyDifference({ module: addressOf(IAM, 5), version: five, inputs }, { module: addressOf(IAM, 6), version: six, inputs }, partition);

const gateway = { attach_aws_gateway_controller_policy: true };
const ebs = { attach_ebs_csi_policy: true };

describe('the policy of an add-on', () => {
  test('is that of 5.60 in 6.0.1, and has got tags of the tagging API in 6.4', () => {
    expect(between('5.60.0', '6.0.1', gateway)).toEqual({ actions: [], otherwise: [] });
    expect(between('5.60.0', '6.3.0', gateway)).toEqual({ actions: [], otherwise: [] });
    // https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v6.3.0...v6.4.0
    expect(between('5.60.0', '6.4.0', gateway)).toEqual({ actions: ['tag:TagResources', 'tag:UntagResources'], otherwise: [] });
  });

  test('lacks what 5.x has got since an older release, too', () => {
    // https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v5.37.2...v5.38.0, and v6.4.0...v6.5.0
    expect(between('5.37.2', '6.5.0', ebs).actions).toEqual(
      expect.arrayContaining(['ec2:EnableFastSnapshotRestores', 'ec2:DescribeInstanceTypes']),
    );
    expect(between('5.60.0', '6.5.0', ebs).actions).toEqual(['ec2:DescribeInstanceTypes']);
  });

  test('counts what is asked of an input only where that is given', () => {
    const secrets = { attach_external_secrets_policy: true, external_secrets_secrets_manager_arns: ['arn:aws:secretsmanager:*'] };
    const parameters = { ...secrets, external_secrets_ssm_parameter_arns: ['arn:aws:ssm:*'] };
    expect(between('5.58.0', '6.5.0', secrets)).toEqual({ actions: [], otherwise: [] });
    expect(between('5.58.0', '6.5.0', parameters).actions).toEqual(['ssm:GetParametersByPath']);
  });

  test('says the same actions of other resources where it was corrected', () => {
    const secrets = { attach_external_secrets_policy: true };
    expect(between('5.52.1', '6.5.0', secrets).otherwise).toHaveLength(1);
    expect(between('5.52.2', '6.5.0', secrets).otherwise).toEqual([]);
    expect(between('5.47.0', '6.5.0', ebs).otherwise).toEqual([]);
    expect(between('5.47.0', '6.5.0', ebs, 'aws-us-gov').otherwise).toHaveLength(1);
  });

  test('names services otherwise from 6.2.3 on where hosts have another domain', () => {
    const controller = { attach_load_balancer_controller_policy: true };
    expect(between('5.60.0', '6.2.2', controller, 'aws-cn').otherwise).toEqual([]);
    expect(between('5.60.0', '6.2.3', controller, 'aws-cn').otherwise).toHaveLength(1);
    expect(between('5.60.0', '6.2.3', controller, 'aws-us-gov').otherwise).toEqual([]);
    expect(between('5.60.0', '6.2.3', controller).otherwise).toEqual([]);
  });
});
