import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { jsonSchema, specFileKinds, type SpecFileKind } from '../../src/spec/json-schema.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import { anySpec } from './any-spec.ts';
import { withApp, withCluster } from './reading.ts';
import { smallCatalog } from './small-catalog.ts';

interface Json {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Json>>;
}

const schema = jsonSchema() as Json;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(schema);

describe('the JSON Schema', () => {
  test('is of 2020-12 and knows its address', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://unpkg.com/create-irsa@0/dist/schema.json',
      title: 'irsa.yaml',
    });
  });

  test('describes every key there is', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, inner] of Object.entries(node)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(inner as Record<string, Json>))
            if (!property.description) bare.push(`${path}.${name}`);
        walk(inner, `${path}.${key}`);
      }
    };
    const { else: _, ...described } = schema as Json & { else: unknown };
    walk(described, '');
    expect(bare).toEqual([]);
  });

  test('offers the options of add-ons with their question, help, example and default', () => {
    const { properties } = jsonSchema(smallCatalog) as Json;
    const options = properties?.['addOns']?.properties?.['kite-controller']?.properties;
    expect(options?.['strings']).toMatchObject({
      description: 'Which? Tells which.',
      type: 'array',
      minItems: 1,
      examples: [['my-string']],
    });
    expect(options?.['wind']).toMatchObject({ enum: ['calm', 'breeze', 'gale', null], default: 'calm', examples: ['breeze'] });
    expect(options?.['night']).toMatchObject({ type: ['boolean', 'null'], default: false, examples: [true] });
  });

  test('accepts what parseSpec accepts', () => {
    fc.assert(
      fc.property(anySpec, (input) => {
        expect(parseSpec(JSON.stringify(input), 'irsa.yaml').problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect({ input, valid: validate(parse(printSpec(input))), errors: validate.errors }).toMatchObject({ valid: true });
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['keys without values', withCluster('terraform:\ntags:\nshareRoles:\nnamespaces:\n  a:\naddOns:\n  cluster-autoscaler:\n')],
    ['empty values of later releases', withApp('assumeRoles: []')],
    ['statements', withApp('statements: [{ Effect: Allow, Action: [s3:GetObject], Resource: { ref: local.arn } }]')],
  ])('accepts %s, as parseSpec does', (_, text) => {
    expect(parseSpec(text, 'irsa.yaml').value).toBeDefined();
    expect({ valid: validate(parse(text)), errors: validate.errors }).toMatchObject({ valid: true });
  });

  test.each([
    ['nothing', '{}'],
    ['a list', '[]'],
    ['another version', 'version: 2\nclusters: { a: { region: us-east-1 } }'],
    ['no cluster', 'version: 1\nclusters: {}'],
    ['a cluster without a region', 'version: 1\nclusters: { a: {} }'],
    ['an availability zone', 'version: 1\nclusters: { a: { region: us-east-1a } }'],
    ['an unknown key', withCluster('regoin: x')],
    ['an unknown add-on', withCluster('addOns: { exernal-dns: {} }')],
    ['an add-on without what it needs', withCluster('addOns: { external-dns: {} }')],
    ['an empty list where one is needed', withCluster('addOns: { external-dns: { hostedZones: [] } }')],
    ['an account id that is a number', 'version: 1\nclusters: { a: { region: us-east-1, accountId: 111122223333 } }'],
    ['two ways to know a cluster', 'version: 1\nclusters: { a: { region: us-east-1, from: { module: a, data: true } } }'],
    ['a new cluster without nodes', 'version: 1\nclusters: { a: { region: us-east-1, from: { new: { kubernetesVersion: "1.33" } } } }'],
    ['an app with the name of a file', withCluster('apps: { outputs: { namespace: a } }')],
    ['an app with the name of an add-on', withCluster('apps: { karpenter: { namespace: a } }')],
    ['an app without a namespace', withCluster('apps: { a: {} }')],
    ['two services in one grant', withApp('grants: [{ s3: { bucket: my-bucket, access: read }, sqs: { queue: q, access: consume } }]')],
    ['an unknown choice', withApp('grants: [{ s3: { bucket: my-bucket, access: reed } }]')],
    ['Action and NotAction', withApp('statements: [{ Effect: Allow, Action: "a:b", NotAction: "a:b", Resource: "*" }]')],
    ['an identity that is none', withCluster('identity: kiam')],
    ['an unknown line', withCluster('terraform: { modules: { iam: 7 } }')],
    ['a reference that is none', withApp('grants: [{ s3: { bucket: { ref: "f(x)" }, access: read } }]')],
    ['tags of AWS', withCluster('tags: { "aws:x": y }')],
  ])('refuses %s, as parseSpec does', (_, text) => {
    expect(parseSpec(text, 'irsa.yaml').value).toBeUndefined();
    expect(validate(parse(text))).toBe(false);
  });
});

describe('the JSON Schemas of the files of a fleet', () => {
  const compiled = new Map(
    specFileKinds.map((kind) => [
      kind,
      new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(jsonSchema(undefined, kind)),
    ]),
  );
  const valid = (kind: SpecFileKind, text: string) => compiled.get(kind)?.(parse(text));
  const APP = 'apps: { a: { namespace: n, grants: [{ s3: { bucket: b, access: read } }] } }\n';

  test('require of a spec that extends a file nothing that may stand there', () => {
    expect(valid('spec', 'version: 1\nextends: ../base.irsa.yaml\napps: { a: { tags: { a: b } } }\naddOns: { external-dns: {} }\n')).toBe(
      true,
    );
    expect(valid('spec', 'version: 1\napps: { a: { tags: { a: b } } }\nclusters: { a: { region: us-east-1 } }\n')).toBe(false);
    expect(valid('spec', 'version: 1\nclusters: { a: { region: us-east-1 } }\naddOns: { external-dns: {} }\n')).toBe(false);
  });

  test('require all of what is taken as a whole', () => {
    expect(valid('base', 'clusters: { a: { from: { literal: {} } } }\n')).toBe(false);
    expect(valid('base', 'apps: { a: { grants: [{ s3: { bucket: b } }] } }\n')).toBe(false);
  });

  test('let a base say anything but that it extends another file, and a fragment apps alone', () => {
    expect(valid('base', `tags: { a: b }\ninclude: [apps/*.irsa.yaml]\n${APP}`)).toBe(true);
    expect(valid('base', 'extends: other.yaml\n')).toBe(false);
    expect(valid('fragment', APP)).toBe(true);
    expect(valid('fragment', `version: 1\n${APP}`)).toBe(true);
    expect(valid('fragment', `tags: { a: b }\n${APP}`)).toBe(false);
    expect(valid('fragment', 'apps: { a: { grants: [] } }\n')).toBe(false);
  });

  test('know what include may limit', () => {
    const withInclude = (entry: string) => valid('spec', `version: 1\nclusters: { a: { region: us-east-1 } }\ninclude: [${entry}]\n`);
    expect(withInclude('apps/*.yaml')).toBe(true);
    expect(withInclude('{ files: apps/*.yaml, namespaces: [a-*], grants: [s3], namePrefix: a- }')).toBe(true);
    expect(withInclude('{ namespaces: [a] }')).toBe(false);
    expect(withInclude('{ files: a, grants: [kites] }')).toBe(false);
  });
});
