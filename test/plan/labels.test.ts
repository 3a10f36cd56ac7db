import { describe, expect, test } from '@jest/globals';
import { labels } from '../../src/plan/terraform/labels.ts';

describe('labels', () => {
  test('take _2 where the root has the address already', () => {
    const { free } = labels(['data.aws_partition.irsa', 'module.irsa_my_app', 'module.irsa_my_app_2'], []);
    expect(free('data.aws_partition', 'irsa')).toBe('irsa_2');
    expect(free('module', 'irsa_my_app')).toBe('irsa_my_app_3');
    expect(free('aws_iam_policy', 'irsa_my_app')).toBe('irsa_my_app');
  });

  test('carry the group only where it is not the primary one', () => {
    const { workload } = labels([], ['my-app']);
    expect(workload('my-app')).toBe('irsa_my_app');
    expect(workload('my-app', 'green')).toBe('irsa_my_app_green');
  });

  test('keep a workload of a group apart from a workload of that name', () => {
    const { workload } = labels([], ['app', 'app-green']);
    expect(workload('app-green')).toBe('irsa_app_green');
    expect(workload('app', 'green')).toMatch(/^irsa_app_green_[0-9a-z]{4}$/);
  });
});
