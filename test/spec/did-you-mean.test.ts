import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean, distance } from '../../src/spec/did-you-mean.ts';

const addOns = [
  'aws-ebs-csi-driver',
  'aws-load-balancer-controller',
  'cluster-autoscaler',
  'external-dns',
  'external-secrets',
  'karpenter',
];

describe('did you mean', () => {
  test.each([
    ['exernal-dns', 'external-dns'],
    ['externaldns', 'external-dns'],
    ['External_DNS', 'external-dns'],
    ['karpneter', 'karpenter'],
    ['ebs-csi-driver', 'aws-ebs-csi-driver'],
    ['load-balancer-controller', 'aws-load-balancer-controller'],
  ])('%s: %s', (typed, meant) => {
    expect(didYouMean(typed, addOns)).toBe(meant);
  });

  test.each(['velero', 'x', '', 'external', 'k'.repeat(100_000)])('has no idea what %.10s could be', (typed) => {
    expect(didYouMean(typed, addOns)).toBeUndefined();
  });

  test('counts a swap of neighbours as one slip', () => {
    expect(distance('regoin', 'region')).toBe(1);
  });

  test('is a distance: zero for the same, the same both ways, never longer than a detour', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
