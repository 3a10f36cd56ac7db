/** `create-irsa diff`: specs now against the same specs at a commit, with all that they are made of. */
import { describe, expect, test } from '@jest/globals';
import type { DiffJson } from '../../src/cli/json-shapes.ts';
import { MARKER } from '../../src/cli/report-access-markdown.ts';
import { withApp, withCluster } from '../support/problem-examples/example.ts';
import { runExample, type Told } from '../support/problem-examples/run-example.ts';

type Files = Readonly<Record<string, string>>;

const COMMIT = 'git add -A && git -c user.name=a -c user.email=a@example.com commit -qm one';
const BEGIN = ['git init -q -b main .', COMMIT];

/** Writes a file by the shell, as if somebody edited it. */
const edited = (path: string, text: string): string => `mkdir -p "$(dirname '${path}')" && cat > '${path}' <<'END'\n${text}\nEND`;

const diff = (words: string, files: Files, ...changes: readonly string[]): Promise<Told> =>
  runExample({ argv: ['diff', ...words.split(' ').filter((word) => word !== '')], files, before: [...BEGIN, ...changes] });

async function roles(files: Files, changes: readonly string[], words = ''): Promise<DiffJson['roles']> {
  const { data, lines } = await diff(`${words} --json`, files, ...changes);
  const answer = JSON.parse(data) as DiffJson;
  if (answer.roles === undefined) throw new Error(lines.join('\n'));
  return answer.roles;
}

const READ = withApp('');
const WRITE = READ.replace('access: read', 'access: read-write');
const summary = (found: DiffJson['roles']) => found.map(({ role, status, gained, lost }) => [role, status, gained.length, lost.length]);

describe('against a commit', () => {
  test('nothing changed, so there is nothing to tell, and it is no failure', async () => {
    const { code, data } = await diff('', { 'irsa.yaml': READ });
    expect({ code, data: data.replace(/against [0-9a-f]{10}, where this branch left main/, 'against it') }).toEqual({
      code: 0,
      data: 'irsa.yaml against it\n1 role: nothing gained, nothing lost\n',
    });
  });

  test('what was not committed counts, and what the role could do already is not told', async () => {
    const [role] = await roles({ 'irsa.yaml': READ }, [edited('irsa.yaml', WRITE)]);
    expect(role).toMatchObject({ role: 'production-my-app', status: 'changed', severity: 'note', lost: [] });
    expect(role?.gained).toMatchObject([
      { kind: 'allow', actions: expect.arrayContaining(['s3:PutObject']), resources: ['arn:<partition>:s3:::my-bucket/*'] },
    ]);
    expect(role?.gained.flatMap(({ actions }) => actions)).not.toContain('s3:GetObject');
  });

  test('differences are no failure unless they are asked to be', async () => {
    const wild = edited(
      'irsa.yaml',
      withCluster('apps:\n  my-app:\n    namespace: shop\n    statements:\n      - { Effect: Allow, Action: "s3:*", Resource: "*" }\n'),
    );
    expect((await diff('', { 'irsa.yaml': READ }, wild)).code).toBe(0);
    expect((await diff('--fail-on cross-account', { 'irsa.yaml': READ }, wild)).code).toBe(0);
    const failed = await diff('--fail-on cross-account,new-wildcard', { 'irsa.yaml': READ }, wild);
    expect([failed.code, failed.lines.at(-1)]).toEqual([1, '--fail-on: there is new-wildcard.']);
    expect((await diff('--fail-on new-wildcart', { 'irsa.yaml': READ }, wild)).lines.join(' ')).toContain('Did you mean new-wildcard?');
  });

  test('a spec that is new is all gained, one that is gone all lost', async () => {
    const files = { 'a/irsa.yaml': READ };
    const moved = ['mkdir b', `mv a/irsa.yaml b/irsa.yaml`];
    expect(summary(await roles(files, moved, 'a b'))).toEqual([
      ['production-my-app', 'removed', 0, 3],
      ['production-my-app', 'added', 3, 0],
    ]);
    expect(summary(await roles(files, moved, '*/irsa.yaml'))).toHaveLength(2);
  });

  test('files that a spec is made of are those of that time', async () => {
    const policy = (action: string): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:ses:us-east-1:111122223333:identity/a.example' }],
      });
    const app = (id: string): string => `apps:\n  ${id}:\n    namespace: shop\n    grants: [{ sqs: { queue: ${id}, access: consume } }]\n`;
    const files = {
      'base.yaml': 'permissionsBoundary: arn:aws:iam::111122223333:policy/boundary\n',
      'live/irsa.yaml': READ.replace('version: 1', 'version: 1\nextends: ../base.yaml\ninclude: ["apps/*.yaml"]').replace(
        'namespace: shop',
        'namespace: shop\n    policyFiles: [policy.json]',
      ),
      'live/policy.json': policy('ses:SendEmail'),
      'live/apps/cart.yaml': app('cart'),
    };
    const found = await roles(
      files,
      [
        edited('live/policy.json', policy('ses:SendRawEmail')),
        edited('base.yaml', 'tags: { team: a }'),
        'rm live/apps/cart.yaml',
        edited('live/apps/basket.yaml', app('basket')),
      ],
      'live',
    );
    expect(found.map(({ role, status }) => [role, status])).toEqual([
      ['production-my-app', 'changed'],
      ['production-basket', 'added'],
      ['production-cart', 'removed'],
    ]);
    expect(found[0]?.gained).toMatchObject([{ actions: ['ses:SendRawEmail'] }]);
    expect(found[0]?.lost).toMatchObject([{ actions: ['ses:SendEmail'] }, { kind: 'boundary', rules: ['boundary-lost'] }]);
  });

  test('links in the commit are followed, as on disk', async () => {
    const files = { 'shared/irsa.yaml': READ };
    const linked = ['mkdir live', 'ln -s ../shared/irsa.yaml live/irsa.yaml', COMMIT, edited('shared/irsa.yaml', WRITE)];
    expect(summary(await roles(files, linked, 'live'))).toEqual([['production-my-app', 'changed', 1, 0]]);
  });

  test('a branch is compared with where it left the default one', async () => {
    const onBranch = [
      'git checkout -qb feature',
      edited('irsa.yaml', WRITE),
      COMMIT,
      'git checkout -q main',
      edited('irsa.yaml', READ.replace('my-bucket', 'other')),
      COMMIT,
      'git checkout -q feature',
    ];
    // Not what has changed on main since.
    expect(summary(await roles({ 'irsa.yaml': READ }, onBranch))).toEqual([['production-my-app', 'changed', 1, 0]]);
    expect(summary(await roles({ 'irsa.yaml': READ }, onBranch, '--base feature'))).toEqual([]);
    expect(await roles({ 'irsa.yaml': READ }, onBranch, '--base main')).toMatchObject([
      { lost: [{ resources: ['arn:<partition>:s3:::other'] }, {}] },
    ]);
  });

  test('the module line that the repository had then decides on what was asked of it then', async () => {
    const call = (version: string): string =>
      `module "a" {\n  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts${version.startsWith('5') ? '-eks' : ''}"\n  version = "${version}"\n}\n`;
    const files = { 'irsa.yaml': withCluster('addOns:\n  aws-ebs-csi-driver: {}\n'), 'iam.tf': call('5.60.0') };
    const [role] = await roles(files, [edited('iam.tf', call('6.6.0'))]);
    // 6.x allows it by the module's own policy, so that ours leaves it out.
    expect(role?.lost).toMatchObject([{ kind: 'allow', actions: ['ec2:DescribeInstanceTypes'] }]);
  });

  test('a spec that could not be planned then says so, and of which commit', async () => {
    const { code, lines } = await diff('', { 'irsa.yaml': READ.replace('read', 'reed') }, edited('irsa.yaml', READ));
    expect(code).toBe(2);
    expect(lines[0]).toMatch(/^[0-9a-f]{10}:irsa\.yaml:\d+:\d+ {2}error/);
  });

  test('a commit is no flag of git', async () => {
    const { code, lines } = await diff('--base=--output=pwned', { 'irsa.yaml': READ });
    expect([code, lines[0]]).toEqual([2, 'error  There is no commit "--output=pwned" here.  [base-not-found]']);
  });
});

describe('a plan', () => {
  const change = (type: string, name: string, before: object | null, after: object | null) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    change: { before, after, after_unknown: {} },
  });
  const planOf = (...changes: readonly object[]): Files => ({
    'plan.json': JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: changes }),
  });
  const trust = (AWS: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }] });
  const role = (principal: string, more: object = {}) => ({
    name: 'a',
    arn: 'arn:aws:iam::111122223333:role/a',
    assume_role_policy: trust(principal),
    ...more,
  });
  const told = async (files: Files, words = 'plan.json') => runExample({ argv: ['diff', ...words.split(' ')], files });

  test('an account that a role did not trust is another one, unless it is its own', async () => {
    const to = (principal: string) => planOf(change('aws_iam_role', 'a', role('111122223333'), role(principal)));
    expect((await told(to('444455556666'), 'plan.json --fail-on cross-account')).code).toBe(1);
    expect((await told(to('arn:aws:iam::111122223333:role/b'), 'plan.json --fail-on cross-account')).code).toBe(0);
  });

  test('a policy that is attached to a role of elsewhere, and one that nobody is known to have, are told too', async () => {
    const policy = (Action: string) => ({
      name: 'p',
      arn: 'arn:aws:iam::111122223333:policy/p',
      policy: JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: 'arn:aws:s3:::a' } }),
    });
    const changed = change('aws_iam_policy', 'p', policy('s3:Get*'), policy('s3:PutObject'));
    const attachment = { role: 'elsewhere', policy_arn: 'arn:aws:iam::111122223333:policy/p' };
    const attached = planOf(changed, change('aws_iam_role_policy_attachment', 'x', attachment, attachment));
    expect((await told(attached)).data).toContain(
      'role elsewhere (elsewhere): changed\n  + s3:PutObject on arn:aws:s3:::a\n  - s3:Get* on arn:aws:s3:::a\n',
    );
    expect((await told(planOf(changed))).data).toContain('policy aws_iam_policy.p (p): changed\n');
  });

  test('names in it move no cursor, hide nothing and begin no line', async () => {
    const [escape, turn] = ['\u001b', '\u202e'];
    const files = planOf(change('aws_iam_role', 'a', null, role('111122223333', { name: `a${escape}[2J${turn}\n::error::b` })));
    for (const words of ['plan.json', 'plan.json --markdown']) {
      const { data } = await told(files, words);
      expect([data.includes(escape), data.includes(turn), data.includes('\n::error')]).toEqual([false, false, false]);
    }
  });
});

describe('as a comment', () => {
  const markdown = async (files: Files, ...changes: readonly string[]): Promise<string> =>
    (await diff('--markdown', files, ...changes)).data;

  test('its first line is a marker, by which it is found again', async () => {
    const text = await markdown({ 'irsa.yaml': READ }, edited('irsa.yaml', WRITE));
    expect(text.split('\n')[0]).toBe(MARKER);
    expect(text).toContain('### What pods may do in AWS: 1 role changes');
    expect(text).toMatch(/```diff\n\+ s3:.*PutObject.* on arn:<partition>:s3:::my-bucket\/\*\n```/);
    expect(await markdown({ 'irsa.yaml': READ })).toContain('nothing changes');
  });

  test('what people have named is no Markdown, however it is named', async () => {
    const hostile = '``` @everyone <img src=x> | **b** ![](x)';
    const condition = (value: string): string =>
      withCluster(
        `apps:\n  my-app:\n    namespace: shop\n    statements:\n      - { Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::a", Condition: { StringEquals: { "aws:PrincipalTag/a": ${JSON.stringify(value)} } } }\n`,
      );
    const text = await markdown({ 'irsa.yaml': condition('a') }, edited('irsa.yaml', condition(hostile)));
    // A fence, or a span of code, ends with as many backticks as it began with: more than stand in it.
    expect(text).toMatch(/^````diff\n[^]*```[^]*\n````$/m);
    const outside = text.replace(/^````diff\n[^]*?\n````$/m, '').replaceAll(/(`+)[^`](?:[^]*?[^`])?\1(?!`)/g, '');
    expect(outside).not.toMatch(/@everyone|<img|\*\*b/);
  });

  test('it is no longer than GitHub takes', async () => {
    const apps = Array.from(
      { length: 400 },
      (_, n) => `  app-${n}:\n    namespace: shop\n    grants: [{ s3: { bucket: bucket-${n}, access: read-write } }]\n`,
    ).join('');
    const text = await markdown({ 'irsa.yaml': READ }, edited('irsa.yaml', withCluster(`apps:\n${apps}`)));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/… and \d+ more roles/);
  });
});
