import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { schemaUrl } from '../../src/spec/layout.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import { anySpec } from './any-spec.ts';
import { specOf } from './reading.ts';

describe('a printed spec', () => {
  test('looks like the documentation: sections in order, one line where one line will do, and a word on each', () => {
    expect(
      printSpec({
        tags: { team: 'platform' },
        apps: {
          'my-app': {
            grants: [
              { s3: { bucket: 'my-bucket', prefix: 'my-app/', access: 'read-write' } },
              { sqs: { queue: { ref: 'aws_sqs_queue.jobs.arn' }, access: 'consume' } },
            ],
            managedPolicies: ['arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess'],
            statements: [
              { Effect: 'Allow', Action: ['ses:SendEmail'], Resource: 'arn:aws:ses:*:111122223333:identity/${aws:PrincipalTag/team}' },
            ],
            serviceAccount: 'my-app-sa',
            namespace: 'production',
          },
        },
        addOns: { 'external-dns': { hostedZones: ['Z0123456789ABC'] }, 'cluster-autoscaler': {} },
        namespaces: { production: { create: true } },
        clusters: { production: { from: { module: 'eks' }, accountId: '012345678901', region: 'us-east-1' } },
        terraform: { format: 'hcl', modules: { iam: 5, eks: 21 } },
        version: 1,
      }),
    ).toBe(`# yaml-language-server: $schema=${schemaUrl}
# Edit it as you like, then run: npx create-irsa generate
version: 1

# What Terraform is written, and with which releases of the modules.
terraform:
  modules: { iam: 5, eks: 21 }
  format: hcl # hcl | json

# The clusters, and how this root module knows them.
clusters:
  production:
    region: us-east-1
    accountId: "012345678901"
    from: { module: eks }

# Namespaces; those with create: true are made by Terraform.
namespaces:
  production: { create: true }

# Add-ons that need AWS permissions (npx create-irsa catalog lists them).
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
  cluster-autoscaler: {}

# Your own apps, and what they may do.
apps:
  my-app:
    namespace: production
    serviceAccount: my-app-sa
    grants:
      - s3: { bucket: my-bucket, prefix: my-app/, access: read-write }
      - sqs: { queue: { ref: aws_sqs_queue.jobs.arn }, access: consume }
    managedPolicies: [arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess]
    statements:
      - Effect: Allow
        Action: [ses:SendEmail]
        Resource: arn:aws:ses:*:111122223333:identity/\${aws:PrincipalTag/team}

# Tags of every role and policy.
tags: { team: platform }
`);
  });

  test('states the version, and leaves out what is undefined', () => {
    const clusters = { a: { region: 'us-east-1', accountId: undefined } } as never;
    expect(printSpec({ clusters, tags: undefined } as never)).toMatch(
      /^version: 1\n\n# .*\nclusters:\n {2}a: \{ region: us-east-1 \}\n$|version: 1[^]*region: us-east-1\n$/m,
    );
    expect(printSpec({ clusters, tags: undefined } as never)).not.toMatch(/undefined|accountId|tags|null/);
  });

  test('says the same as what was printed', () => {
    fc.assert(
      fc.property(anySpec, (input) => {
        expect(specOf(printSpec(input))).toEqual(specOf(JSON.stringify(input)));
      }),
      { numRuns: 100 },
    );
  });

  test('is printed the same again', () => {
    fc.assert(
      fc.property(anySpec, (input) => {
        expect(printSpec(JSON.parse(JSON.stringify(input)) as typeof input)).toBe(printSpec(input));
      }),
      { numRuns: 50 },
    );
  });
});
