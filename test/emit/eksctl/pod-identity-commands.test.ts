import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { hasBash, runScript, type World } from '../../support/shell.ts';
import { ACCOUNT, byEksctl, configOf, fileOf, narrowed, orders, POLICY, reports } from './support/pods.ts';

const withBash = hasBash ? describe : describe.skip;

withBash('commands.sh (skipped where there is no bash)', () => {
  const spec = byEksctl({ apps: [orders, { ...reports, ...narrowed }] });
  const script = fileOf(spec, 'commands.sh');
  const run = (argv: readonly string[], world: World = {}) => runScript(script, argv, world);
  const SESSION =
    '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::my-bucket/*"]}]}';
  const creates = (calls: readonly (readonly string[])[]) =>
    calls.filter(([, verb, what]) => `${verb} ${what}` === 'create podidentityassociation');

  test('makes associations by the flags of eksctl, or by a file of one where flags cannot say the policy', () => {
    const [ofOrders, ofReports] = creates(run(['--approve'], { associations: '0' }).calls).map((words) => words.slice(3));
    expect(ofOrders).toEqual(['--config-file', '@here/associations/orders.yaml']);
    // One flag and its value, or a flag that takes none.
    expect(ofReports?.join(' ').split(/ (?=--)/)).toEqual([
      '--cluster production',
      '--region us-east-1',
      '--namespace shop',
      '--service-account-name reports',
      '--create-service-account',
      '--role-name production-reports',
      `--permission-policy-arns ${POLICY},arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess`,
      `--permission-boundary-arn arn:aws:iam::${ACCOUNT}:policy/boundary`,
      '--disable-session-tags',
      `--policy ${SESSION}`,
      '--tags team=platform,on=yes',
    ]);
  });

  test('has that one as the whole has it', () => {
    const alone = parse(fileOf(spec, 'associations/orders.yaml')) as { iam: object };
    expect(alone.iam).toEqual({ podIdentityAssociations: configOf(spec).iam?.podIdentityAssociations?.slice(0, 1) });
  });

  test('installs the agent before it makes associations, and updates what is there', () => {
    const words = run(['--approve'], { associations: '0' }).calls.map((call) => call.slice(0, 3).join(' '));
    expect(words).toEqual([
      'aws sts get-caller-identity',
      'eksctl create addon',
      'aws eks list-pod-identity-associations',
      'eksctl create podidentityassociation',
      'aws eks list-pod-identity-associations',
      'eksctl create podidentityassociation',
      'eksctl update podidentityassociation',
      'eksctl get podidentityassociation',
    ]);
  });

  test('run again, makes none that is there', () => {
    const { status, stderr, calls } = run(['--approve'], { associations: '1' });
    expect({ status, creates: creates(calls) }).toEqual({ status: 0, creates: [] });
    expect(stderr).toBe('It is there.\nIt is there.\n');
  });

  test.each(['0', '1'])('prints exactly the commands that --approve runs, with %s of each there', (associations) => {
    const dry = run([]);
    expect(dry).toMatchObject({ status: 0, stderr: '', calls: [] });
    const followed = associations === '0' ? dry.stdout : dry.stdout.replaceAll(/^# only if that is 0:\n.*\n/gm, '');
    expect(run(['--approve'], { associations }).calls).toEqual(runScript(followed, [], { associations }).calls);
  });

  test('stops where EKS does not say what is there', () => {
    const broken = script.replace('find=(aws eks', 'find=(false aws eks');
    const { status, calls } = runScript(broken, ['--approve']);
    expect(status).toBe(1);
    expect(creates(calls)).toEqual([]);
  });

  test('keeps tags to a file that a list with commas cannot hold', () => {
    const tagged = byEksctl({ apps: [{ ...reports, tags: { 'a,b': 'c=d' } }] });
    expect(fileOf(tagged, 'commands.sh')).toContain('--config-file "$here/associations/"reports.yaml');
    expect(parse(fileOf(tagged, 'associations/reports.yaml'))).toMatchObject({
      iam: { podIdentityAssociations: [{ tags: { 'a,b': 'c=d' } }] },
    });
  });

  const withShellcheck = spawnSync('shellcheck', ['--version']).error === undefined ? test : test.skip;
  withShellcheck('is clean to shellcheck (skipped where there is none)', () => {
    const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2312', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
