import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasErrors } from '../../src/problem.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import { anySpec } from './any-spec.ts';
import { anyCharacter } from '../support/any-character.ts';

/** Whatever the text: a spec or an error, each problem with its place inside the text. */
function isAnswered(text: string): void {
  const { value, problems } = parseSpec(text, 'irsa.yaml');
  expect(value === undefined).toBe(hasErrors(problems));
  const lines = text.split('\n').length;
  for (const { file, line, column, message, fix } of problems) {
    expect(file).toBe('irsa.yaml');
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).toMatch(/[.?!]$/);
    expect(message).not.toMatch(/undefined|\[object|Invalid input|expected string/);
    if (fix !== undefined) expect(fix).toMatch(/[.?!]$/);
  }
}

describe('parseSpec answers with problems, never with a stack trace', () => {
  test('whatever the characters', () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), isAnswered), { numRuns: 150 });
  });

  test('whatever YAML’s own characters are put together to', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&x ',
      '*x',
      '!t ',
      '"',
      "'",
      '|',
      '>',
      '#',
      '? ',
      '---\n',
      '%',
      '<<',
      '\r\n',
      '0',
      '~',
      'version: 1\n',
      'clusters:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => isAnswered(pieces.join(''))),
      { numRuns: 300 },
    );
  });

  test('whatever JSON stands where', () => {
    const section = fc.constantFrom(
      'version',
      'terraform',
      'clusters',
      'shareRoles',
      'outputs',
      'namespaces',
      'addOns',
      'apps',
      'tags',
      'helm',
      'primary',
      'naming',
      'constructor',
    );
    const workload = fc.dictionary(
      fc.constantFrom(
        'constructor',
        'namespace',
        'serviceAccount',
        'grants',
        'statements',
        'clusters',
        'hostedZones',
        'tags',
        'assumeRoles',
      ),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(
        fc.constantFrom('external-dns', 'production', 'my-app', 'toString', 'constructor'),
        fc.oneof(workload, fc.jsonValue({ maxDepth: 3 })),
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(section, value), (spec) => isAnswered(JSON.stringify({ version: 1, ...spec }))),
      { numRuns: 150 },
    );
  });

  test('whatever is done to a valid spec', () => {
    const wound = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 5 }),
      put: fc.oneof(fc.constantFrom('\n', ' ', ':', '[', '"', '- ', '\u0000', '&a', '*a'), fc.string({ maxLength: 4 })),
    });
    const wounded = fc
      .tuple(anySpec, fc.array(wound, { minLength: 1, maxLength: 4 }))
      .map(([spec, wounds]) =>
        wounds.reduce(
          (text, { at, length, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + length),
          printSpec(spec),
        ),
      );
    fc.assert(fc.property(wounded, isAnswered), { numRuns: 150 });
  });

  test('whatever value of a valid spec is another', () => {
    const mutate = (value: unknown, path: number[], replacement: unknown): unknown => {
      const [step, ...rest] = path;
      if (step === undefined || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return replacement;
      const keys = Object.keys(value);
      const key = keys[step % keys.length]!;
      const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
      (copy as Record<string, unknown>)[key] = mutate((value as Record<string, unknown>)[key], rest, replacement);
      return copy;
    };
    fc.assert(
      fc.property(anySpec, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), (spec, path, value) =>
        isAnswered(JSON.stringify(mutate(spec, path, value))),
      ),
      { numRuns: 150 },
    );
  });
});
