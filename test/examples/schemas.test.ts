/** What the examples give to eksctl and to Kubernetes is what these take, by their own schemas. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { exampleNames, examplesDir, generate } from '../support/generate.ts';
import { kubernetesFaults } from '../support/kubernetes-schema.ts';

const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../support/schemas/eksctl-clusterconfig.schema.json'), 'utf8'));
const eksctl = new Ajv({ strict: false, allErrors: true }).compile(schema as object);

const documents = (text: string): unknown[] => parseAllDocuments(text, { version: '1.1' }).map((d): unknown => d.toJS());

/** Every YAML file of every example, but for Helm values, which have the schema of their chart. */
const files = (
  await Promise.all(
    exampleNames.map(async (name) => {
      const generated = await generate(join(examplesDir, name));
      return Object.entries(generated.files).map(([path, text]) => ({ name, path, text }));
    }),
  )
)
  .flat()
  .filter(({ path }) => /\.ya?ml$/.test(path) && !path.includes('irsa/helm/'));

const of = (pattern: RegExp) => files.filter(({ path }) => pattern.test(path)).map(({ name, path, text }) => [`${name}/${path}`, text] as const);

describe('eksctl takes', () => {
  test.each(of(/eksctl\/.*cluster\.yaml$/))('%s', (_path, text) => {
    const [config, ...more] = documents(text);
    expect(more).toEqual([]);
    eksctl(config);
    expect(eksctl.errors ?? []).toEqual([]);
  });
});

/** Kinds of other parties than Kubernetes: kustomize and Flux judge theirs themselves. */
const OTHERS = /kustomization\.yaml$|argocd-cluster\.yaml$|eksctl\/.*cluster\.yaml$/;

describe('Kubernetes takes', () => {
  test.each(files.filter(({ path }) => !OTHERS.test(path)).map(({ name, path, text }) => [`${name}/${path}`, text] as const))(
    '%s',
    (_path, text) => {
      const objects = documents(text);
      expect(objects.length).toBeGreaterThan(0);
      expect(objects.flatMap(kubernetesFaults)).toEqual([]);
    },
  );

  test.each(of(/argocd-cluster\.yaml$/))('%s as a patch of a Secret', (_path, text) => {
    const [patch] = documents(text) as [{ metadata: unknown }];
    expect(Object.keys(patch)).toEqual(['metadata']);
    expect(kubernetesFaults({ apiVersion: 'v1', kind: 'Secret', ...patch })).toEqual([]);
  });

  test('no ServiceAccount with a key that it does not know, of a wrong type, or without what it needs', () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a', namespace: 'b', annotations: { x: 'y' } } };
    expect(kubernetesFaults(account)).toEqual([]);
    expect(kubernetesFaults({ ...account, metadata: { ...account.metadata, anotations: {} } })).toEqual(['/metadata/anotations: unknown']);
    expect(kubernetesFaults({ ...account, metadata: { annotations: { x: 600 } } })).toEqual(['/metadata/annotations/x: type {"type":"string"}']);
    expect(kubernetesFaults({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: {} } })).toEqual([
      '/spec: required {"missingProperty":"selector"}',
    ]);
    expect(kubernetesFaults({ apiVersion: 'v2', kind: 'ServiceAccount' })).toEqual(['Kubernetes has no v2 ServiceAccount']);
  });
});

test('every kind of output for eksctl and Kubernetes is in an example', () => {
  const names = new Set(files.map(({ path }) => path.split('/').at(-1)));
  expect([...names].sort()).toEqual(
    expect.arrayContaining([
      'argocd-cluster.yaml',
      'cluster.yaml',
      'deployments.yaml',
      'flux-kustomization.yaml',
      'kustomization.yaml',
      'namespaces.yaml',
      'serviceaccounts.yaml',
    ]),
  );
});
