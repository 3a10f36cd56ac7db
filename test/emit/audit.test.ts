/** `irsa/audit.sh` with recorded answers of the AWS CLI, where moto has none: Access Advisor, CloudTrail, Athena; the rest is in test/e2e. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { emitAudit } from '../../src/emit/audit/emit-audit.ts';
import { aCluster, anApp, aSpec, planOf } from '../support/a-spec.ts';
import { runCommand, type CommandRun } from '../support/programs.ts';
import { hasBash, isBash } from '../support/shell.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const withBash = hasBash ? describe : describe.skip;
const withShellcheck = spawnSync('shellcheck', ['--version']).error === undefined ? test : test.skip;

const spec = aSpec({
  outputs: ['terraform', 'audit'],
  clusters: [aCluster('virginia'), aCluster('ireland', { region: 'eu-west-1' })],
  apps: [anApp('orders')],
});
const script = emitAudit(planOf(spec))[0]?.content ?? '';

/** @param recorded cases of bash that answer for the AWS CLI; what it is called with goes to standard error */
function runAudit(flags: string, recorded: string): CommandRun {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'irsa'));
  writeFileSync(join(folder, 'irsa/audit.sh'), script);
  return runCommand(folder, `bash irsa/audit.sh ${flags}`, {
    aws: `echo "aws $*" >&2\ncase "$*" in\n${recorded}\n  *) echo "not recorded: $*" >&2; exit 254 ;;\nesac`,
    sleep: ':',
  });
}

const rows = ({ stdout }: CommandRun): string[][] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

withBash('audit.sh (skipped where there is no bash)', () => {
  test('says which services a role has never used, for each role, when Access Advisor is done', () => {
    const ran = runAudit(
      'rights',
      `  *list-roles*) printf 'production-orders\\tarn:aws:iam::111122223333:role/production-orders\\n' ;;
  *generate-service*) echo 'job-1' ;;
  *JobStatus*) if [ -e asked ]; then echo COMPLETED; else touch asked; echo IN_PROGRESS; fi ;;
  *ServicesLastAccessed*) printf 'sqs\\nsns\\n' ;;`,
    );
    expect([ran.status, rows(ran)]).toEqual([
      0,
      [
        ['ROLE', 'SERVICE THAT IT HAS NEVER USED'],
        ['production-orders', 'sqs'],
        ['production-orders', 'sns'],
      ],
    ]);
  });

  test('counts who got a role, in each region of the spec, by tokens and by associations', () => {
    const ran = runAudit(
      'calls --hours 48',
      `  *eu-west-1*AssumeRoleWithWebIdentity*) printf 'system:serviceaccount:shop:orders\\trole/a\\nsystem:serviceaccount:shop:orders\\trole/a\\n' ;;
  *lookup-events*) ;;`,
    );
    expect([ran.status, rows(ran)]).toEqual([
      0,
      [
        ['REGION', 'EVENT', 'TIMES', 'WHO', 'ROLE OR CLUSTER'],
        ['eu-west-1', 'AssumeRoleWithWebIdentity', '2', 'system:serviceaccount:shop:orders', 'role/a'],
      ],
    ]);
    const asked = ran.stderr.split('\n').flatMap((line) => /--region (\S+) .*AttributeValue=(\w+)/.exec(line)?.slice(1).join(' ') ?? []);
    expect(asked).toEqual([
      'us-east-1 AssumeRoleWithWebIdentity',
      'us-east-1 AssumeRoleForPodIdentity',
      'eu-west-1 AssumeRoleWithWebIdentity',
      'eu-west-1 AssumeRoleForPodIdentity',
    ]);
  });

  test('asks CloudTrail Lake only where there is an event data store', () => {
    const without = runAudit('calls --lake --region us-east-1', `  *list-event-data-stores*) echo ;;`);
    expect([without.status, without.stderr.includes('start-query')]).toEqual([0, false]);
    expect(without.stderr).toContain('us-east-1 has no event data store, and since May 2026 CloudTrail Lake takes no new customers');
    const there = runAudit(
      'calls --lake --region us-east-1',
      `  *list-event-data-stores*) echo arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/abc ;;
  *start-query*) echo q-1 ;;
  *QueryStatus*) echo FINISHED ;;
  *QueryResultRows*) echo row ;;`,
    );
    expect([there.status, there.stdout]).toEqual([0, 'row\n']);
    expect(there.stderr).toMatch(
      / FROM abc WHERE eventname IN \('AssumeRoleWithWebIdentity', 'AssumeRoleForPodIdentity'\) AND eventtime > '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ?'/,
    );
  });

  test('asks Athena for the table it is given, and takes nothing else for one', () => {
    const ran = runAudit(
      'calls --athena trail.events --athena-output s3://results/irsa/',
      `  *start-query-execution*) echo e-1 ;;
  *Status.State\\ *) echo SUCCEEDED ;;
  *get-query-results*) printf 'awsregion\\n' ;;`,
    );
    expect([ran.status, ran.stdout]).toEqual([0, 'awsregion\n']);
    expect(ran.stderr).toContain('OutputLocation=s3://results/irsa/');
    expect(ran.stderr).toMatch(/json_extract_scalar\(requestparameters, '\$\.roleArn'\) AS role, .* FROM trail\.events WHERE/);
    const refused = ['calls --athena "a.b; DROP"', 'calls --athena a.b', 'unused --days 0', 'everything', '', 'roles --region'];
    expect(refused.map((flags) => runAudit(flags, '').status)).toEqual(refused.map(() => 2));
  });

  test('stops where AWS refuses', () => {
    expect(runAudit('unused', '').status).not.toBe(0);
    expect(runAudit('calls --region us-east-1', '').status).not.toBe(0);
  });

  test('is written where it is asked for, executable', () => {
    expect(emitAudit(planOf(spec)).map(({ path, executable }) => [path, executable])).toEqual([['irsa/audit.sh', true]]);
    expect(emitAudit(planOf(aSpec({ apps: [anApp('orders')] })))).toEqual([]);
    expect(isBash(script)).toBe(true);
  });

  withShellcheck('is clean to shellcheck (skipped where there is none)', () => {
    const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2310,SC2311,SC2312', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
