import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allows,
  compareVersions,
  contains,
  intersect,
  intersection,
  parseConstraint,
  parseVersion,
  printRange,
  printVersion,
  satisfiable,
} from '../../../src/catalog/modules/versions.ts';
import type { Version } from '../../../src/catalog/modules/versions.ts';

describe('versions', () => {
  test('are three numbers, the last of which may be left out', () => {
    expect(parseVersion('5.60.0')).toEqual([5, 60, 0]);
    expect(parseVersion('5.95')).toEqual([5, 95, 0]);
    expect(parseVersion('v21')).toEqual([21, 0, 0]);
  });

  test.each(['', 'latest', '5.x', '1.2.3.4', '6.0.0-beta1', '-1.0.0', '5..0'])('%j is none', (text) =>
    expect(parseVersion(text)).toBeUndefined(),
  );
});

describe('a constraint', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['>= 5.95, < 6.0.0', ['5.95.0', '5.100.0'], ['5.94.9', '6.0.0']],
    ['~> 5.0', ['5.0.0', '5.99.9'], ['4.99.0', '6.0.0']],
    ['~> 5.60', ['5.60.0', '5.61.0'], ['5.59.0', '6.0.0']],
    ['~> 5.60.1', ['5.60.1', '5.60.9'], ['5.60.0', '5.61.0']],
    ['~> 5', ['5.0.0', '5.9.0'], ['4.0.0', '6.0.0']],
    ['5.60.0', ['5.60.0'], ['5.60.1', '5.59.9']],
    ['= 5.60', ['5.60.0'], ['5.60.1']],
    ['!= 5.60.0', ['5.59.9', '5.60.1'], ['5.60.0']],
    ['> 1.5.7', ['1.5.8'], ['1.5.7']],
    ['<=1.5.7', ['1.5.7', '0.0.0'], ['1.5.8']],
    [' >= 1 ,!= 1.2.0,  < 2', ['1.0.0', '1.2.1'], ['1.2.0', '2.0.0']],
    ['', ['0.0.0', '99.0.0'], []],
  ])('%s', (constraint, allowed, refused) => {
    for (const version of allowed) expect([version, allows(constraint, version)]).toEqual([version, true]);
    for (const version of refused) expect([version, allows(constraint, version)]).toEqual([version, false]);
  });

  test.each(['>= five', '^5.0', '>= 5.0 < 6.0', '>= 5.0,', '=> 5.0', '~>'])('%j cannot be read, and allows nothing', (constraint) => {
    expect(parseConstraint(constraint)).toBeUndefined();
    expect(allows(constraint, '5.0.0')).toBe(false);
    expect(satisfiable([constraint])).toBe(false);
  });
});

test('eks 20.37 and iam 6.5 have no AWS provider in common; eks 21 and iam 5.60 do', () => {
  expect(satisfiable(['>= 5.95, < 6.0.0', '>= 6.28'])).toBe(false);
  expect(printRange(intersection(['>= 6.28', '>= 4.0', '~> 6.0']))).toBe('>= 6.28.0, < 7.0.0');
});

const version = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4));
const term = fc
  .tuple(fc.constantFrom('>=', '<=', '>', '<', '=', '!=', '~>', ''), version, fc.integer({ min: 1, max: 3 }))
  .map(([operator, parts, length]) => `${operator} ${parts.slice(0, length).join('.')}`);
const constraint = fc.array(term, { minLength: 1, maxLength: 4 }).map((terms) => terms.join(', '));
const rangeOf = (text: string) => parseConstraint(text) ?? [];

/** Terraform's rules, version by version, without intervals. */
function allowsByTheBook(text: string, wanted: Version): boolean {
  return text.split(',').every((part) => {
    const [, operator = '', number = ''] = /^(\D*?)\s*([\d.]+)$/.exec(part.trim()) ?? [];
    const parts = number.split('.').map(Number);
    const order = compareVersions(wanted, [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0]);
    const fixed = Math.max(1, parts.length - 1);
    if (operator === '~>') return order >= 0 && parts.slice(0, fixed).every((digit, i) => wanted[i] === digit);
    return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0, '!=': order !== 0 }[operator] ?? order === 0;
  });
}

describe('as sets', () => {
  test('a constraint contains just what Terraform’s rules allow', () => {
    fc.assert(
      fc.property(constraint, version, (text, wanted) => expect(allows(text, printVersion(wanted))).toBe(allowsByTheBook(text, wanted))),
      {
        numRuns: 1_000,
      },
    );
  });

  test('an intersection contains what both contain, whichever comes first', () => {
    fc.assert(
      fc.property(constraint, constraint, version, (a, b, wanted) => {
        const both = intersect(rangeOf(a), rangeOf(b));
        expect(contains(both, wanted)).toBe(contains(rangeOf(a), wanted) && contains(rangeOf(b), wanted));
        expect(both).toEqual(intersect(rangeOf(b), rangeOf(a)));
        expect(satisfiable([a, b])).toBe(both.length > 0);
      }),
    );
  });

  test('a range that is not empty contains its own beginning', () => {
    fc.assert(
      fc.property(constraint, (text) => {
        for (const { from } of rangeOf(text)) expect(allows(text, printVersion(from))).toBe(true);
      }),
    );
  });

  test('a range is printed as a constraint that allows no less', () => {
    fc.assert(
      fc.property(constraint, version, (text, wanted) => {
        const range = rangeOf(text);
        if (contains(range, wanted)) expect(allows(printRange(range), printVersion(wanted))).toBe(true);
        if (range.length === 1) expect(rangeOf(printRange(range))).toEqual(range);
        if (range.length === 0) expect(satisfiable([printRange(range)])).toBe(false);
      }),
    );
  });
});
