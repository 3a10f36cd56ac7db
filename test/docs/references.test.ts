/** What docs/references shows stands in examples, which other tests plan and apply; what it says of SDKs is the catalog's. */
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sdks } from '../../src/catalog/sdks.ts';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { temporaryFolder } from '../support/generate.ts';
import { page, pages } from './markdown.ts';

interface Block {
  readonly path: string;
  readonly language: string;
  readonly text: string;
  /** `from examples/…`, `evaluated`, `run` */
  readonly mark: string;
}

const blocks: readonly Block[] = pages('docs/references').flatMap(({ path, text }) =>
  [...text.matchAll(/(?:<!-- (.+) -->\n\n)?^```(\w+)\n([^]*?)^```$/gm)].map(([, mark = '', language = '', block = '']) => ({
    path,
    language,
    text: block,
    mark,
  })),
);

/** How far it is indented depends on what stands around it. */
const unindented = (text: string): string => text.replace(/^[ \t]+/gm, '').replaceAll('\r\n', '\n');

const only = (mark: string): Block => {
  const [first, ...more] = blocks.filter((block) => block.mark === mark);
  if (first === undefined || more.length > 0) throw new Error(`one block is marked "${mark}"`);
  return first;
};

describe('code in docs/references', () => {
  test('is marked, each block', () => {
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.filter(({ mark }) => !/^(from examples\/\S+|evaluated|run)$/.test(mark))).toEqual([]);
  });

  test.each(
    blocks.filter(({ mark }) => mark.startsWith('from ')).map((block, i) => [`${block.path} (${i}) ${block.mark}`, block] as const),
  )('%s', (_name, { mark, text }) => {
    expect(unindented(readFileSync(mark.slice('from '.length), 'utf8'))).toContain(unindented(text));
  });

  test('shows a trust policy that admits one ServiceAccount of one cluster, for one audience', () => {
    const policy = JSON.parse(only('evaluated').text) as TrustPolicy;
    const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
    const admits = (subject: string, audience = 'sts.amazonaws.com', of = issuer) =>
      evaluateTrust(policy, { issuer: of, subject: `system:serviceaccount:${subject}`, audience }).admitted;
    expect(admits('shop:orders')).toBe(true);
    expect([
      admits('shop:admin'),
      admits('shops:orders'),
      admits('shop:orders', 'sigstore'),
      admits('shop:orders', undefined, `${issuer}0`),
    ]).toEqual([false, false, false, false]);
  });

  const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

  (hasOpenssl ? test : test.skip)('takes the thumbprint of the last certificate (skipped where there is no openssl)', () => {
    const folder = temporaryFolder();
    const made = ['leaf', 'root'].map((name) => {
      const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
      spawnSync('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        key,
        '-out',
        certificate,
        '-days',
        '1',
      ]);
      return readFileSync(certificate, 'utf8');
    });
    writeFileSync(join(folder, 'chain'), `0 s:CN=leaf\n${made[0]}1 s:CN=root\n${made[1]}\nDONE\n`);
    const command = only('run').text.replace(/openssl s_client.*\|\n/, `cat ${join(folder, 'chain')} |\n`);
    const { stdout } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(stdout.trim()).toBe(new X509Certificate(made[1] ?? '').fingerprint.replaceAll(':', '').toLowerCase());
  });
});

test('the oldest releases of SDKs are those of the catalog', () => {
  const { text } = page('docs/references/pod-configuration.md');
  const rows = [...text.matchAll(/^\| (AWS SDK[^|]*?|boto3|botocore|AWS CLI \d|AWS Tools[^|]*?) *\| ([^|]*?) *\| ([^|]*?) *\|$/gm)].map(
    ([, title, irsa, podIdentity]) => [title, irsa, podIdentity],
  );
  expect(rows).toEqual(
    Object.values(sdks).map((sdk: { readonly title: string; readonly irsa?: string; readonly podIdentity: string }) => [
      sdk.title,
      sdk.irsa ?? 'every release',
      sdk.podIdentity,
    ]),
  );
});
