/** Stands in for `gh api` with the comments of one pull request, which it keeps in a file; refuses what it does not know. */
import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const [api, ...words] = process.argv.slice(2);
const { GH_TOKEN, GH_COMMENTS: file } = process.env;
const value = (name) => words[words.indexOf(name) + 1];
const path = words.find((word) => word.startsWith('repos/'));
const comments = JSON.parse(readFileSync(file, 'utf8'));
const [, issue, id] = /^repos\/acme\/shop\/issues\/(?:(\d+)\/comments|comments\/(\d+))$/.exec(path ?? '') ?? [];

if (api !== 'api' || GH_TOKEN !== 'the-token' || (issue ?? id) === undefined) throw new Error(`gh ${process.argv.slice(2).join(' ')}`);
if (comments.readOnly) {
  process.stderr.write('gh: Resource not accessible by integration (HTTP 403)\n');
  process.exitCode = 1;
} else if (words.includes('--jq')) {
  const { status, stdout, stderr, error } = spawnSync('jq', ['-r', value('--jq')], {
    input: JSON.stringify(comments.list),
    encoding: 'utf8',
  });
  if (error !== undefined) {
    const found = comments.list.filter(({ user, body }) => user.type === 'Bot' && body.startsWith('<!-- create-irsa diff -->'));
    process.stdout.write(found.map((comment) => `${comment.id}\n`).join(''));
  } else if (status === 0) process.stdout.write(stdout);
  else throw new Error(stderr);
} else {
  const body = readFileSync(value('--field').replace(/^body=@/, ''), 'utf8');
  if (value('--method') === 'POST') comments.list.push({ id: 100 + comments.list.length, user: { type: 'Bot' }, body });
  else if (value('--method') === 'PATCH') comments.list.find((comment) => comment.id === Number(id)).body = body;
  else throw new Error(words.join(' '));
  writeFileSync(file, JSON.stringify(comments));
}
