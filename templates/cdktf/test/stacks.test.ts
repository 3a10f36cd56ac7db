/** That each stack is the Terraform beside this file, `<stack>.tf.json`: what was reviewed is what is deployed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { after, test } from 'node:test';
import { plan } from '../plan.ts';
import { synthesizeApp } from '../src/synthesize-app.ts';

interface Terraform {
  readonly terraform: { readonly backend: { readonly local: { readonly path: string } } };
}

const outdir = mkdtempSync(join(tmpdir(), 'irsa-'));
after(() => rmSync(outdir, { recursive: true }));
synthesizeApp(plan, outdir);

/** Without `//`, where cdktf keeps its notes and the reviewed files say what they are. */
const read = (file: string | URL): unknown =>
  JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) => (key === '//' ? undefined : value));

for (const id of Object.keys(plan)) {
  const { terraform, ...blocks } = read(join(outdir, 'stacks', id, 'cdk.tf.json')) as Terraform;
  const { backend, ...settings } = terraform;

  test(`${id} is what ${id}.tf.json says`, () => {
    const reviewed = read(new URL(`../../test/${id}.tf.json`, import.meta.url));
    assert.deepEqual(Object.keys(settings).length === 0 ? blocks : { terraform: settings, ...blocks }, reviewed);
  });

  test(`${id} keeps its state where every machine finds it`, () => {
    assert.equal(isAbsolute(backend.local.path), false);
  });
}
