import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { jsonSchema } from '../../src/spec/json-schema.ts';
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
    walk(schema, '');
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
    ['Pod Identity', withCluster('identity: pod-identity')],
    ['an unknown line', withCluster('terraform: { modules: { iam: 7 } }')],
    ['a reference that is none', withApp('grants: [{ s3: { bucket: { ref: "f(x)" }, access: read } }]')],
    ['tags of AWS', withCluster('tags: { "aws:x": y }')],
  ])('refuses %s, as parseSpec does', (_, text) => {
    expect(parseSpec(text, 'irsa.yaml').value).toBeUndefined();
    expect(validate(parse(text))).toBe(false);
  });
});
