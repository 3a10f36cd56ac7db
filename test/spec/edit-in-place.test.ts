import { describe, expect, test } from '@jest/globals';
import { diffArrays } from 'diff';
import fc from 'fast-check';
import { editInPlace } from '../../src/spec/edit-spec.ts';
import { mergeInput, sameInput } from '../../src/spec/merge-input.ts';
import { readYaml } from '../../src/spec/read-yaml.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { messyYaml } from '../support/messy-yaml.ts';
import { anySpec } from './any-spec.ts';

/** What `create-irsa add` may say: all of it is new to any spec of `anySpec`. */
const addition = fc.constantFrom<SpecInput>(
  { addOns: { velero: { buckets: ['backups'] } } },
  { addOns: { velero: {}, keda: { identity: 'irsa' } } },
  { apps: { 'new-app-of-mine': { namespace: 'shop', serviceAccount: 'orders', grants: [{ s3: { bucket: 'b', access: 'read' } }] } } },
  { clusters: { 'green-one-of-two': { region: 'eu-west-1', from: { data: true } } } },
  { namespaces: { 'new-namespace': { create: true } } },
  { tags: { 'new tag': 'yes' } },
);

/** As text editors count them. */
const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, '').split(/\r?\n/);

const lostLines = (before: string, after: string): string[] =>
  diffArrays(linesOf(before), linesOf(after)).flatMap(({ removed, value }) => (removed ? value : []));

function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (let i = 0; i < whole.length; i++) if (whole[i] === part[at]) at += 1;
  return at >= part.length;
}

const valueOf = (text: string): unknown => readYaml(text, '').yaml?.value;

/** An empty section may hold its place in several ways. */
const withSections = (spec: SpecInput): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .subarray(['addOns', 'apps', 'namespaces', 'tags'])
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom<unknown>(null, {})]))))
    .map((empty) => JSON.parse(JSON.stringify({ ...empty, ...spec })) as Record<string, unknown>);

const written = (brackets: boolean) =>
  anySpec.chain(withSections).chain((spec) => messyYaml(spec, { brackets }).map((text) => ({ spec, text })));

describe('what is added to somebody’s spec', () => {
  test('is written as the printer of this test means it', () => {
    fc.assert(
      fc.property(written(true), ({ spec, text }) => {
        expect(sameInput(valueOf(text), spec)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('leaves every line as it was, and says the sum of both, whatever the manner of the text', () => {
    fc.assert(
      fc.property(written(false), addition, ({ spec, text }, input) => {
        const edited = editInPlace(text, input) ?? '';
        expect(sameInput(valueOf(edited), mergeInput(spec, input))).toBe(true);
        // The place that an empty section held is taken.
        const emptied = lostLines(text, edited).filter((line) => !/: *(\{ *\}|\[ *\]|~|null)/.test(line));
        expect(emptied).toEqual([]);
        expect(edited.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
      }),
      { numRuns: 120 },
    );
  });

  test('only puts in, and takes nothing out, between brackets too', () => {
    fc.assert(
      fc.property(written(true), addition, ({ spec, text }, input) => {
        const edited = editInPlace(text, input) ?? '';
        expect(sameInput(valueOf(edited), mergeInput(spec, input))).toBe(true);
        const held = text.replaceAll(/[ \t]*(\{ *\}|~|null)/g, '').replaceAll(/[ \t]+(?=\r?$)/gm, '');
        expect(isPartOf(held, edited)).toBe(true);
        expect(lostLines(text, edited).length).toBeLessThanOrEqual(Object.values(input).length);
        if (text.includes('\r\n')) expect(edited).not.toMatch(/[^\r]\n/);
      }),
      { numRuns: 120 },
    );
  });

  test('is refused where keys are written so that no other can stand beside them', () => {
    expect(editInPlace('version: 1\naddOns:\n  ? velero\n  : { buckets: [b] }\n', { addOns: { keda: {} } })).toBeUndefined();
  });

  test('is JSON where the spec is', () => {
    const spec = '{\n  "version": 1,\n  "addOns": {\n    "velero": { "buckets": ["b"] }\n  }\n}\n';
    const edited = editInPlace(spec, { addOns: { keda: { identity: 'irsa' } }, tags: { team: 'a' } });
    expect(edited).toBe(
      '{\n  "version": 1,\n  "addOns": {\n    "velero": { "buckets": ["b"] },\n    "keda": { "identity": "irsa" }\n  },\n  "tags": { "team": "a" }\n}\n',
    );
  });
});
