import { expect, test } from '@jest/globals';
import { byGroup, matching, rowsOf } from '../../src/wizard/choices.ts';

const choices = [
  { value: 1, name: 'external-dns', group: 'DNS', description: 'Route 53 records' },
  { value: 2, name: 'karpenter', group: 'Scaling', description: 'Nodes' },
  { value: 3, name: 'route-thing', group: 'DNS', description: 'Else' },
];

test('names come before descriptions, and every word must match', () => {
  expect(matching(choices, 'route').map(({ value }) => value)).toEqual([3, 1]);
  expect(matching(choices, 'dns 53').map(({ value }) => value)).toEqual([1]);
  expect(matching(choices, 'scaling').map(({ value }) => value)).toEqual([2]);
  expect(matching(choices, '')).toHaveLength(3);
});

test('those of one heading come together, below it', () => {
  const rows = rowsOf(byGroup([...choices, { value: 4, name: 'alone' }]));
  expect(rows.map((row) => ('heading' in row ? row.heading : row.choice.value))).toEqual(['DNS', 1, 3, 'Scaling', 2, 4]);
});
