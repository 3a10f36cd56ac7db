import { describe, expect, test } from '@jest/globals';
import { changesTo, contradicting, merge } from '../../src/cli/merge.ts';
import { missingAnswers } from '../../src/cli/missing.ts';
import { editSpec } from '../../src/spec/edit-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';

const base: SpecInput = {
  version: 1,
  clusters: { production: { region: 'us-east-1', from: { module: 'eks' } } },
  addOns: { 'external-dns': { hostedZones: ['Z1'] } },
  apps: { web: { namespace: 'n', serviceAccount: 's', grants: [{ s3: { bucket: 'a', access: 'read' } }] } },
};

describe('flags over irsa.yaml', () => {
  test('what is new joins what is there', () => {
    const { value, contradictions } = merge(base, { addOns: { 'aws-ebs-csi-driver': {} }, tags: { team: 'x' } });
    expect(contradictions).toEqual([]);
    expect(value).toEqual({ ...base, addOns: { ...base.addOns, 'aws-ebs-csi-driver': {} }, tags: { team: 'x' } });
  });

  test('grants add up, and the same one counts once', () => {
    const again = { s3: { access: 'read', bucket: 'a' } };
    const other = { sqs: { queue: 'q', access: 'consume' } };
    const { value, contradictions } = merge(base, { apps: { web: { grants: [again, other] } } });
    expect(contradictions).toEqual([]);
    expect(value.apps?.['web']?.grants).toEqual([{ s3: { bucket: 'a', access: 'read' } }, other]);
  });

  test('another answer is a contradiction, and so is another way to know the cluster', () => {
    const { value, contradictions } = merge(base, {
      clusters: { production: { region: 'us-west-2', from: { data: true } } },
      addOns: { 'external-dns': { hostedZones: ['Z2'] } },
    });
    expect(contradictions.map((c) => contradicting(c).message)).toEqual([
      'clusters.production.region is "us-east-1" in irsa.yaml, and the flags say "us-west-2".',
      'clusters.production.from is {"module":"eks"} in irsa.yaml, and the flags say {"data":true}.',
      'addOns.external-dns.hostedZones is ["Z1"] in irsa.yaml, and the flags say ["Z2"].',
    ]);
    expect(value.clusters?.['production']?.from).toEqual({ data: true });
  });
});

test('an edit says what is gone, so that editing the text arrives at the answers', () => {
  const { addOns: _gone, ...after } = merge(base, { tags: { team: 'x' } }).value;
  const edited = editSpec(`${printSpec(base)}# the end\n`, changesTo(base, after));
  expect(edited).toContain('# the end');
  expect(edited).toContain('team: x');
  expect(edited).not.toContain('external-dns');
});

describe('missing answers', () => {
  const flags = (input: SpecInput) => missingAnswers(input).map(({ fix }) => fix.replace('Give it as ', ''));

  test('all are listed at once', () => {
    expect(flags({})).toEqual(['--cluster NAME', '--region REGION', expect.stringContaining('--add-on ID')]);
  });

  test('of a cluster, an add-on and an app', () => {
    expect(flags({ clusters: { a: {}, b: {} }, addOns: { 'external-dns': {}, 'external-secrets': {} }, apps: { web: {} } })).toEqual([
      '--cluster a --region REGION',
      '--cluster b --region REGION',
      expect.stringMatching(/^--add-on external-dns\.hostedZones=Z/),
      expect.stringMatching(/^--add-on external-secrets\.secrets=\S+ or --add-on external-secrets\.parameters=/),
      '--app web:NAMESPACE/SERVICEACCOUNT',
    ]);
  });

  test('nothing is missing from a whole spec', () => {
    expect(missingAnswers(base)).toEqual([]);
  });
});
