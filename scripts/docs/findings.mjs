/** Every kind of finding with why it matters, and the smallest example of it and of what is right → docs/findings.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, fence, page, table } from './markdown.mjs';

/** What the tests hold the findings against. */
const FIXTURES = 'test/survey/fixtures';

export const findingsPage = ({ findingKinds, ofIgnores }) =>
  page(
    'Findings',
    `What ${code('create-irsa scan')} finds wrong in a repository, or likely to be. An **error** or a **warning** that nobody answers for makes the exit code 1 (${code('--exit-zero')} leaves it 0); a **note** never does. What cannot be read, because only Terraform would know it, is never a finding. ${code('--json')} gives the code as ${code('code')}, ${code('--sarif')} as the id of a rule.`,
    table(
      ['code', 'severity', 'what it is'],
      [...findingKinds, ...ofIgnores].map(({ code: id, severity, title }) => [`[${code(id)}](#${id})`, severity, title]),
    ),
    silencing,
    [...findingKinds, ...ofIgnores].map(entry),
  );

const silencing = [
  '## Silence a finding',
  'A finding that has been looked at, and is right as it is, is silenced where it stands: by a comment on its line, or alone on the line above. The reason is part of it; without one nothing is silenced.',
  fence(
    'hcl',
    '# create-irsa:ignore trust-wildcard-sub one ServiceAccount for each tenant, made by the platform team only\ncondition {\n  test     = "StringLike"\n  variable = "${module.eks.oidc_provider}:sub"\n  values   = ["system:serviceaccount:tenants:tenant-*"]\n}',
  ),
  `In YAML the comment begins with ${code('#')} as well. For many places at once there is ${code('.create-irsa.yaml')} in the folder that is scanned; ${code('path')} is a pattern of files or folders (${code('*')}, ${code('?')}, ${code('**')}, ${code('{a,b}')}), and all of them where it is left out:`,
  fence('yaml', 'ignore:\n  - code: module-no-version\n    path: examples/**\n    reason: examples show the newest release on purpose\n'),
  `What is silenced is counted in the report, and is in ${code('--json')} (${code('ignored')}) and in ${code('--sarif')} (${code('suppressions')}) with its reason. An ignore that silences nothing is told as a note.`,
].join('\n\n');

const entry = ({ code: id, severity, title, why, link }) =>
  [
    `## ${id}`,
    `**${title}** (${severity}). ${why} [Source](${link})`,
    'Found:',
    ...filesOf(join(FIXTURES, id, 'bad')),
    'Right:',
    ...filesOf(join(FIXTURES, id, 'good')),
  ].join('\n\n');

const LANGUAGES = { tf: 'hcl', yaml: 'yaml' };

const filesOf = (folder) =>
  readdirSync(folder)
    .sort()
    .map((name) => fence(LANGUAGES[name.split('.').at(-1)] ?? '', readFileSync(join(folder, name), 'utf8')));
