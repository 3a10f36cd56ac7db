/** What the examples give to eksctl and to Kubernetes is what these take, by their own schemas. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { exampleNames, examplesDir, generate } from '../support/generate.ts';
import { kubernetesFaults } from '../support/kubernetes-schema.ts';

const validator = (name: string) => {
  const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, `../support/schemas/${name}.schema.json`), 'utf8'));
  return new Ajv({ strict: false, allErrors: true }).compile(schema as object);
};
const eksctl = validator('eksctl-clusterconfig');
const flux = validator('flux-kustomization');

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

/** Of a cluster, and of one association each. */
const CLUSTER_CONFIGS = /eksctl\/.*(cluster|associations\/[^/]+)\.yaml$/;

describe('eksctl takes', () => {
  test.each(of(CLUSTER_CONFIGS))('%s', (_path, text) => {
    const [config, ...more] = documents(text);
    expect(more).toEqual([]);
    eksctl(config);
    expect(eksctl.errors ?? []).toEqual([]);
  });
});

describe('Flux takes', () => {
  const given = of(/flux-kustomization\.yaml$/);

  test.each(given)('%s', (_path, text) => {
    const [kustomization, ...more] = documents(text);
    expect(more).toEqual([]);
    flux(kustomization);
    expect(flux.errors ?? []).toEqual([]);
  });

  test('none that it does not know, or that lacks what it needs', () => {
    const [[, text = ''] = []] = given;
    const [kustomization] = documents(text) as [{ spec: Record<string, unknown> }];
    const refused = (spec: Record<string, unknown>) => !flux({ ...kustomization, spec: { ...kustomization.spec, ...spec } });
    expect([refused({}), refused({ postbuild: {} }), refused({ interval: 'often' }), refused({ sourceRef: undefined })]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    // What is substituted is text.
    expect(refused({ postBuild: { substitute: { ACCOUNT_ID: 111122223333 } } })).toBe(true);
  });
});

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

describe('kustomize takes', () => {
  const given = files.filter(({ path }) => path.endsWith('/kustomization.yaml'));

  test.each(given.map((file) => [`${file.name}/${file.path}`, file] as const))('%s, whose resources are all there', (_path, file) => {
    const [kustomization, ...more] = documents(file.text) as [{ resources: string[] }];
    expect(more).toEqual([]);
    const { resources, ...rest } = kustomization;
    expect(rest).toEqual({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' });
    const folder = dirname(file.path);
    const beside = files.filter(({ name, path }) => name === file.name && dirname(path) === folder && path !== file.path);
    expect(resources.map((name) => `${folder}/${name}`).sort()).toEqual(beside.map(({ path }) => path).sort());
  });

  (kubectl ? test : test.skip).each(given.map(({ name, path }) => `${name}/${dirname(path)}`))(
    `%s, by kubectl itself${kubectl ? '' : ' (skipped: there is no kubectl here)'}`,
    (folder) => {
      const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(examplesDir, folder)], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(documents(stdout).flatMap(kubernetesFaults)).toEqual([]);
    },
  );
});

/** Kinds of other parties than Kubernetes, which are judged above. */
const OTHERS = /kustomization\.yaml$|argocd-cluster\.yaml$|eksctl\/.*(cluster|associations\/[^/]+)\.yaml$/;

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
