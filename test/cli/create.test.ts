import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { create, FLAGS } from './support/asking.ts';

describe('--yes', () => {
  test('lists every answer that is missing, with its flag, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, '--yes', '--add-on', 'external-dns');
    expect(code).toBe(2);
    expect(told.match(/\[missing-answer\]/g)).toHaveLength(3);
    for (const flag of ['--cluster NAME', '--region REGION', '--add-on external-dns.hostedZones=']) expect(told).toContain(flag);
    expect(filesIn(folder)).toEqual({});
  });

  test('tells what is wrong with an answer by its flag', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, ...FLAGS.map((word) => (word === 'us-east-1' ? 'us-east-1a' : word)));
    expect(code).toBe(2);
    expect(told).toContain('--region (clusters.production.region)  error');
    expect(told).not.toContain('irsa.yaml:');
    expect(filesIn(folder)).toEqual({});
  });

  test('makes a folder that is not there', async () => {
    const folder = join(temporaryFolder(), 'new', 'one');
    expect((await create(folder, ...FLAGS)).code).toBe(0);
    expect(Object.keys(filesIn(folder))).toContain('irsa.yaml');
  });

  test('merges into an irsa.yaml; a contradiction is shown and stops, unless forced', async () => {
    const folder = temporaryFolder();
    await create(folder, ...FLAGS);
    const file = join(folder, 'irsa.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('region: us-east-1', 'region: us-east-1 # home'));
    expect((await create(folder, '--yes', '--add-on', 'aws-ebs-csi-driver')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/us-east-1 # home[\s\S]*aws-ebs-csi-driver/);

    const before = filesIn(folder);
    const refused = await create(folder, '--yes', '--region', 'us-west-2');
    expect(refused.code).toBe(3);
    expect(refused.told).toMatch(/-\s+region: us-east-1 # home\n\+\s+region: us-west-2 # home/);
    expect(filesIn(folder)).toEqual(before);
    expect((await create(folder, '--yes', '--region', 'us-west-2', '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('region: us-west-2 # home');
  });

  test('a broken irsa.yaml is reported with its place and left alone', async () => {
    const folder = temporaryFolder({ 'irsa.yaml': 'version: 1\nclusters: [\n' });
    const { code, told } = await create(folder, ...FLAGS);
    expect(code).toBe(2);
    expect(told).toMatch(/irsa\.yaml:\d+:\d+ {2}error/);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': 'version: 1\nclusters: [\n' });
  });

  test('without it and without a terminal, says so and lists the answers', async () => {
    const { code, told } = await create(temporaryFolder());
    expect(code).toBe(2);
    expect(told).toMatch(/no terminal[\s\S]*--cluster NAME/);
  });
});
