/**
 * What code scanning is given: what SARIF 2.1.0 requires, and what GitHub reads of it.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sarifOf } from '../../../src/cli/scan/sarif.ts';
import { findingOf, type Sighting } from '../../../src/survey/finding.ts';
import { trustNoAud } from '../../../src/survey/findings/trust-no-aud.ts';
import type { JudgedFinding } from '../../../src/survey/silenced.ts';

const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } };
const level = { enum: ['none', 'note', 'warning', 'error'] };

/** The required properties of the standard, section by section, for the objects that are written. */
const SHAPE = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id', 'shortDescription', 'fullDescription', 'helpUri', 'defaultConfiguration'],
                      properties: {
                        id: { type: 'string' },
                        shortDescription: text,
                        fullDescription: text,
                        help: text,
                        helpUri: { type: 'string', pattern: '^https://' },
                        defaultConfiguration: { type: 'object', properties: { level } },
                      },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'message', 'locations', 'partialFingerprints'],
              properties: {
                ruleId: { type: 'string' },
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message: text,
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: {
                    type: 'object',
                    required: ['physicalLocation'],
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation', 'region'],
                        properties: {
                          artifactLocation: { type: 'object', properties: { uri: { type: 'string', pattern: '^[^/:][^:]*$' } } },
                          region: { type: 'object', required: ['startLine'], properties: { startLine: { type: 'integer', minimum: 1 } } },
                        },
                      },
                    },
                  },
                },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                suppressions: {
                  type: 'array',
                  items: { type: 'object', required: ['kind'], properties: { kind: { enum: ['inSource', 'external'] } } },
                },
              },
            },
          },
        },
      },
    },
  },
};

const found = (more: Partial<Sighting> = {}): JudgedFinding =>
  findingOf(trustNoAud, { at: { file: 'irsa.tf', line: 7 }, subject: '#aws_iam_role.a', message: 'No :aud.', fix: 'Add it.', ...more });

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
        readonly partialFingerprints: { readonly primaryLocationLineHash: string };
        readonly suppressions?: readonly object[];
      }[];
    },
  ];
}

const sarif = (findings: readonly JudgedFinding[], prefix = ''): Sarif => JSON.parse(JSON.stringify(sarifOf(findings, prefix))) as Sarif;
const resultsOf = (findings: readonly JudgedFinding[], prefix = '') => sarif(findings, prefix).runs[0].results;
const hashOf = (finding: JudgedFinding) => resultsOf([finding])[0]?.partialFingerprints.primaryLocationLineHash;

describe('SARIF', () => {
  test('has what the standard requires, with and without findings', () => {
    const validate = new Ajv2020({ strict: false }).compile(SHAPE);
    for (const findings of [[], [found()], [found(), found({ severity: 'note' })]]) {
      validate(sarif(findings));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('names the rule of each result, by id and by place', () => {
    const [run] = sarif([found()]).runs;
    const [result] = run.results;
    expect(result).toMatchObject({ ruleId: 'trust-no-aud', level: 'warning' });
    expect(run.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('trust-no-aud');
  });

  test('names files from the root of the repository, as URIs', () => {
    const [result] = resultsOf([found({ at: { file: 'a b/ä.tf', line: 1 } })], 'live/');
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('live/a%20b/%C3%A4.tf');
  });

  test('knows a finding again when lines come in above it, and two of one kind apart', () => {
    expect(hashOf(found())).toBe(hashOf(found({ at: { file: 'irsa.tf', line: 99 } })));
    expect(hashOf(found())).not.toBe(hashOf(found({ subject: '#aws_iam_role.b' })));
    const hashes = resultsOf([found(), found()]).map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(2);
  });

  test('says who answers for what, and where', () => {
    const silencedBy = { code: 'trust-no-aud', reason: 'one client id', at: { file: 'irsa.tf', line: 6 }, covers: () => true };
    const suppressed = (kind: 'comment' | 'config') => resultsOf([{ ...found(), silencedBy: { ...silencedBy, kind } }])[0]?.suppressions;
    expect(suppressed('comment')).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'one client id' }]);
    expect(suppressed('config')).toMatchObject([{ kind: 'external' }]);
  });
});
