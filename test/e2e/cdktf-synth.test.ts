/** `cdktf synth` as its command line does it: the app of cdktf.json, run in the clone with CDKTF_OUTDIR. */
import { exec } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

interface Result {
  readonly code: number;
  readonly stderr: string;
}

describe('the app of cdktf.json', () => {
  let folder: string;
  let app: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-irsa-cdktf-'));
    ({ app } = JSON.parse(await readFile('cdktf.json', 'utf8')) as { app: string });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const synth = (outdir: string, spec?: string) =>
    new Promise<Result>((resolve) => {
      const { IRSA_SPEC: _, ...env } = process.env;
      const options = { env: { ...env, CDKTF_OUTDIR: outdir, ...(spec === undefined ? {} : { IRSA_SPEC: spec }) } };
      exec(app, options, (trouble, _stdout, stderr) => resolve({ code: trouble?.code ?? 0, stderr }));
    });

  test('synthesises the quick start by default', async () => {
    const outdir = join(folder, 'default');
    expect(await synth(outdir)).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as {
      stacks: { irsa: { synthesizedStackPath: string } };
    };
    const stack = JSON.parse(await readFile(join(outdir, manifest.stacks.irsa.synthesizedStackPath), 'utf8')) as object;
    expect(stack).toMatchObject({ module: { irsa_my_app: { oidc_providers: { production: {} } } } });
  });

  test('synthesises the spec that IRSA_SPEC names', async () => {
    const outdir = join(folder, 'named');
    expect(await synth(outdir, 'examples/02-seven-patterns-iam5/irsa.yaml')).toMatchObject({ code: 0 });
    expect(await readFile(join(outdir, 'stacks/irsa/cdk.tf.json'), 'utf8')).toContain('"irsa_external_dns"');
  });

  test('reports what is wrong with a spec, and writes nothing', async () => {
    const spec = join(folder, 'irsa.yaml');
    await writeFile(spec, 'version: 1\nclusters: {}\napps: 7\n');
    const { code, stderr } = await synth(join(folder, 'none'), spec);
    expect(code).toBe(2);
    expect(stderr).toContain(`${spec}:3`);
    await expect(readFile(join(folder, 'none/manifest.json'))).rejects.toThrow('ENOENT');
  });
});
