/** Every heading of the guide has a command, a test and a page. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { page } from './markdown.ts';

/** As the guide has them, but for those that hold others together. */
const HEADINGS = [
  'What is IRSA?',
  'How IRSA Works',
  'Key Benefits',
  'Prerequisites',
  '30-Second Setup (Terraform)',
  'Verify IRSA Setup',
  '1. AWS Load Balancer Controller',
  '2. EBS CSI Driver',
  '3. External DNS',
  '4. Cluster Autoscaler',
  '5. Karpenter (Recommended Autoscaler)',
  '6. External Secrets Operator',
  '7. Custom Application (S3 + DynamoDB)',
  'Python (Boto3)',
  'Node.js (AWS SDK v3)',
  'Go (AWS SDK v2)',
  'OIDC Setup: references/oidc-setup.md',
  'Role Creation: references/role-creation.md',
  'Pod Configuration: references/pod-configuration.md',
  '1. Use Dedicated Service Accounts',
  '2. Restrict IMDS Access',
  '3. Least Privilege Policies',
  '4. Regular Auditing',
  'Troubleshooting Quick Reference',
  'eksctl Quick Setup',
  'Blue/Green Cluster Upgrades',
  'EKS Pod Identity (New Alternative)',
];

const rows = page('docs/guide-coverage.md')
  .text.split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('docs/guide-coverage.md', () => {
  test('has a row for each heading of the guide, in its order', () => {
    expect(rows.map(([heading]) => heading)).toEqual(HEADINGS);
  });

  test.each(rows.map((cells) => [cells[0] ?? '', cells] as const))('names a command, a test and a page for: %s', (_heading, cells) => {
    const [, command = '', proof = '', where = '', ...more] = cells;
    expect(more).toEqual([]);
    expect(command).toMatch(/^`.+`$/);
    const file = /^`(test\/\S+\.test\.ts)`$/.exec(proof)?.[1] ?? 'none';
    expect([file, existsSync(file)]).toEqual([file, true]);
    expect(where).toMatch(/^\[.+\]\(.+\)$/);
  });
});
