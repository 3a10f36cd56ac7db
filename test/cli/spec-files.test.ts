import { chdir } from 'node:process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSource, specReader } from '../../src/cli/spec-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const OWN = 'version: 1\nclusters: { production: { region: us-east-1 } }\n';
const app = (id: string) => `apps: { ${id}: { namespace: shop, grants: [{ sqs: { queue: q, access: consume } }] } }\n`;

/** A repository with a spec in clusters/a. */
function repository(own: string, files: Readonly<Record<string, string>> = {}): string {
  const top = temporaryFolder({ 'clusters/a/irsa.yaml': OWN + own, ...files });
  mkdirSync(join(top, '.git'));
  return top;
}

function read(top: string, reader = specReader()) {
  const file = join(top, 'clusters/a/irsa.yaml');
  const { value, problems } = parseSource(textOf(file), file, reader);
  return {
    apps: value?.spec.apps.map(({ id }) => id),
    tags: value?.spec.tags,
    problems: problems.map(
      ({ code, file: at = '', line, message }) => `${at.slice(top.length + 1)}:${line} ${code}: ${message.replaceAll(top, '')}`,
    ),
  };
}

const textOf = (file: string): string => readFileSync(file, 'utf8');

describe('the files of a spec', () => {
  test('are what it extends, and fragments by name or pattern, in order', () => {
    const top = repository('extends: ../../base.irsa.yaml\ninclude: [apps/*.irsa.yaml, ../../teams/pay.yaml]\n', {
      'base.irsa.yaml': 'tags: { team: platform }\n',
      'clusters/a/apps/b.irsa.yaml': app('b'),
      'clusters/a/apps/a.irsa.yaml': app('a'),
      'clusters/a/apps/notes.yaml': 'apps: nothing\n',
      'teams/pay.yaml': app('pay'),
    });
    expect(read(top)).toEqual({ apps: ['a', 'b', 'pay'], tags: { team: 'platform' }, problems: [] });
  });

  test('that the base includes are seen from the base', () => {
    const top = repository('extends: ../../base.irsa.yaml\n', {
      'base.irsa.yaml': "include: ['teams/**/*.irsa.yaml']\n",
      'teams/x/pay.irsa.yaml': app('pay'),
    });
    expect(read(top).apps).toEqual(['pay']);
  });

  test('are policies too, each seen from the file that names it', () => {
    const policy = (bucket: string) =>
      `{ "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::${bucket}" } }`;
    const top = repository('extends: ../../base.irsa.yaml\ninclude: [apps/*.yaml]\n', {
      'base.irsa.yaml': 'apps: { shared: { namespace: shop, policyFiles: [policies/shared.json] } }\n',
      'policies/shared.json': policy('shared'),
      'clusters/a/apps/pay.yaml': 'apps: { pay: { namespace: shop, policyFiles: [../../../policies/shared.json, pay.json] } }\n',
      'clusters/a/apps/pay.json': policy('pay'),
    });
    const file = join(top, 'clusters/a/irsa.yaml');
    const { value, problems } = parseSource(textOf(file), file, specReader());
    expect(problems).toEqual([]);
    expect(value?.spec.apps.map(({ id, statements }) => [id, statements.flatMap(({ resources }) => resources)])).toEqual([
      ['shared', ['arn:aws:s3:::shared']],
      ['pay', ['arn:aws:s3:::shared', 'arn:aws:s3:::pay']],
    ]);
  });

  test('are policies of roles that are assumed, too', () => {
    const role = 'arn:aws:iam::222222222222:role/reports';
    const top = repository(
      `apps: { pay: { namespace: shop, assumeRoles: [{ role: '${role}', policyFiles: [../../reports.json, no.json] }] } }\n`,
      {
        'reports.json': '{ "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports" } }',
      },
    );
    expect(read(top).problems).toEqual([
      expect.stringMatching(/^clusters\/a\/irsa\.yaml:3 part-not-found: There is no file .*no\.json\.$/),
    ]);
    const file = join(top, 'clusters/a/irsa.yaml');
    const { value } = parseSource(textOf(file).replace(', no.json', ''), file, specReader());
    expect(value?.spec.apps[0]?.assumeRoles[0]?.statements[0]?.resources).toEqual(['arn:aws:s3:::reports']);
  });

  test('are told of where they are missing or lead out, at the place that names them', () => {
    const top = repository('apps: { pay: { namespace: shop, policyFiles: [pay.json, ../../../etc.json] } }\n');
    expect(read(top).problems).toEqual([
      expect.stringMatching(/^clusters\/a\/irsa\.yaml:3 part-not-found: There is no file .*pay\.json\.$/),
      expect.stringMatching(/^clusters\/a\/irsa\.yaml:3 path-refused: /),
    ]);
  });

  test('keep the limits of the pattern that names them, and of every other', () => {
    const top = repository('include: [{ files: apps/*.yaml, grants: [s3] }, { files: apps/a.yaml, namespaces: [payments] }]\n', {
      'clusters/a/apps/a.yaml': app('a'),
    });
    expect(read(top).problems).toEqual([
      'clusters/a/apps/a.yaml:1 fragment-not-allowed: The namespace "shop" is not one that this file may use: payments.',
      'clusters/a/apps/a.yaml:1 fragment-not-allowed: This file may grant s3 only, not "sqs".',
    ]);
  });

  test('that are missing are a problem at the line that names them, each pattern without a file too', () => {
    const top = repository("extends: ../../nowhere.yaml\ninclude:\n  - apps/a.yaml\n  - files: 'apps/*.irsa.yaml'\n");
    expect(read(top).problems).toEqual([
      'clusters/a/irsa.yaml:3 part-not-found: There is no file /nowhere.yaml.',
      'clusters/a/irsa.yaml:5 part-not-found: There is no file /clusters/a/apps/a.yaml.',
      'clusters/a/irsa.yaml:6 pattern-matches-nothing: No file matches "apps/*.irsa.yaml".',
    ]);
  });

  test.each([
    ['extends: ../../../x.yaml', 'leads out of'],
    ['extends: /etc/passwd', 'is not relative', 'invalid-path'],
    ['extends: ../../.git/config', "git's own folder"],
    ['include: [../../../*.yaml]', 'leads out of'],
    ["include: ['{../../..,apps}/*.yaml']", 'leads out of'],
    ["include: ['../../.git/*']", "git's own folder"],
  ])('lie within the repository: %s', (own, why, code = 'path-refused') => {
    expect(read(repository(`${own}\n`)).problems).toEqual([
      expect.stringMatching(new RegExp(`^clusters/a/irsa\\.yaml:3 ${code}: .*${why}`)),
    ]);
  });

  test('are not read through a symlink that leads out', () => {
    const outside = temporaryFolder({ 'secret.yaml': app('secret') });
    const top = repository('extends: linked.yaml\ninclude: [apps/*.yaml]\n');
    mkdirSync(join(top, 'clusters/a/apps'));
    symlinkSync(join(outside, 'secret.yaml'), join(top, 'clusters/a/linked.yaml'));
    symlinkSync(join(outside, 'secret.yaml'), join(top, 'clusters/a/apps/secret.yaml'));
    expect(read(top).problems).toEqual([
      expect.stringMatching(/^clusters\/a\/irsa\.yaml:3 path-refused: .*symlink that leads out/),
      expect.stringMatching(/^clusters\/a\/irsa\.yaml:4 path-refused: .*symlink that leads out/),
    ]);
  });

  test('without a repository lie below the current folder', () => {
    const top = temporaryFolder({ 'clusters/a/irsa.yaml': `${OWN}extends: ../../base.irsa.yaml\n`, 'base.irsa.yaml': 'tags: { a: b }\n' });
    expect(read(top).problems).toEqual([expect.stringMatching(/path-refused/)]);
    const before = process.cwd();
    chdir(top);
    try {
      expect(read(top)).toMatchObject({ tags: { a: 'b' }, problems: [] });
    } finally {
      chdir(before);
    }
  });

  test('say what is wrong with them with their own line', () => {
    const top = repository('include: [a.yaml, b.yaml]\n', { 'clusters/a/a.yaml': 'apps: {\n', 'clusters/a/b.yaml': '' });
    expect(read(top).problems).toEqual([
      expect.stringMatching(/^clusters\/a\/a\.yaml:2 invalid-yaml/),
      expect.stringMatching(/^clusters\/a\/b\.yaml:1 empty-spec/),
    ]);
  });

  test('are read once in a run', () => {
    const top = repository('extends: ../../base.irsa.yaml\n', { 'base.irsa.yaml': 'tags: { a: b }\n' });
    const reader = specReader();
    expect(read(top, reader).tags).toEqual({ a: 'b' });
    writeFileSync(join(top, 'base.irsa.yaml'), 'tags: { a: c }\n');
    expect(read(top, reader).tags).toEqual({ a: 'b' });
    expect(read(top).tags).toEqual({ a: 'c' });
  });
});
