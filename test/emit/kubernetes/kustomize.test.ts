import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { emitKubernetes } from '../../../src/emit/kubernetes/emit-kubernetes.ts';
import { aCluster, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { temporaryFolder, writeFiles } from '../../support/generate.ts';

const installed = spawnSync('kubectl', ['version', '--client']).status === 0;
/** Builds without a cluster; `apply --dry-run=client` would ask one for its resource types. */
const kustomizing = installed ? test : test.skip;

describe('kubectl kustomize', () => {
  kustomizing(`builds what is written${installed ? '' : ' (skipped: there is no kubectl here)'}`, () => {
    const app = (id: string) =>
      anApp(id, {
        serviceAccount: { name: id, owner: 'manifests', tokenExpiration: 600 },
        deployment: { image: id, replicas: 1, skipContainers: ['proxy'] },
      });
    const plan = planOf(
      aSpec({
        clusters: [aCluster('production', { accountId: '111122223333' })],
        outputs: ['manifests'],
        namespaces: [{ name: 'shop', create: true }],
        apps: [app('orders'), app('reports')],
      }),
    );
    const files = Object.fromEntries(emitKubernetes(plan).map(({ path, content }) => [path, content]));
    const folder = writeFiles(temporaryFolder(), files);
    const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, 'irsa/kubernetes')], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const written = Object.entries(files).filter(([path]) => !path.endsWith('kustomization.yaml'));
    const objects = (text: string) => parseAllDocuments(text).map((d): unknown => d.toJS());
    const built = objects(stdout);
    expect(built).toHaveLength(5);
    expect(built).toEqual(expect.arrayContaining(written.flatMap(([, content]) => objects(content))));
  });
});
