/** What is there beside the spec: Terraform, templates, flags, and the disk. */
import { withHeader } from '../../../src/emit/header.ts';
import { sha256 } from '../../../src/repo/digest.ts';
import { printJournal } from '../../../src/repo/writing/journal.ts';
import { beside, spec, withApp, withCluster, type ExamplesOf, type ProblemExample } from './example.ts';

const SPEC = withApp('');

export const scanning: ExamplesOf<'Scanning a repository'> = {
  'scan-folder': { argv: ['scan', 'nowhere'] },
  'file-passed-over': { files: { 'main.tf': 'locals {}\n' }, before: ['chmod 000 main.tf'], argv: ['scan'] },
  'file-syntax': { files: { 'main.tf': 'resource "aws_iam_role" "x" {\n' }, argv: ['scan'] },
  // Links to files are made ten times as fast as files.
  'repository-too-large': {
    before: ['mkdir few many', 'cd few && seq -f %g.yaml 200 | xargs touch', 'seq 100 | xargs -I@ cp -al few many/@'],
    argv: ['scan'],
  },
};

export const repository: ExamplesOf<'The Terraform that is there, and templates'> = {
  'terraform-syntax': beside({ 'main.tf': 'module "eks" {\n  source = \n}\n' }, SPEC),
  'terraform-unreadable': { ...beside({ 'main.tf': 'locals {}\n' }, SPEC), before: ['chmod 000 main.tf'] },
  'template-unknown': {
    files: { 'irsa.yaml': SPEC, 'templates/role.hbs': '# {{label}}\n' },
    argv: ['generate', '--templates', 'templates'],
  },
  'template-syntax': {
    files: { 'irsa.yaml': SPEC, 'templates/policy.hbs': '{{#if label}}\n' },
    argv: ['generate', '--templates', 'templates'],
  },
  'template-failed': {
    files: { 'irsa.yaml': SPEC, 'templates/policy.hbs': '# {{lable}}\n' },
    argv: ['generate', '--templates', 'templates'],
  },
  'templates-unreadable': { ...spec(SPEC), argv: ['generate', '--templates', 'my-templates'] },
};

const CREATE = ['--yes', '--cluster', 'production', '--region', 'us-east-1'];

export const flags: ExamplesOf<'Commands and flags'> = {
  'unknown-command': { argv: ['genrate'] },
  'unknown-shell': { argv: ['completion', 'tcsh'] },
  'unknown-flag': { argv: ['generate', '--chek'] },
  'unexpected-word': { argv: ['catalog', 'external-dns', 'karpenter'] },
  'flag-needs-value': { argv: ['generate', '--out'] },
  'flag-takes-no-value': { argv: ['generate', '--check=yes'] },
  'flag-twice': { argv: ['generate', '--format', 'hcl', '--format', 'json'] },
  'flag-value': { argv: [...CREATE, '--add-on', 'external-dsn'] },
  'contradictory-flags': { ...spec(SPEC), argv: ['generate', '--upgrade', '--out', 'live'] },
  'contradicts-spec': {
    ...spec(withCluster('addOns:\n  cluster-autoscaler: {}\n')),
    argv: ['--yes', '--cluster', 'production', '--region', 'us-west-2'],
  },
  'missing-answer': { argv: [...CREATE, '--add-on', 'external-dns'] },
  'nobody-to-ask': { argv: [...CREATE.slice(1), '--add-on', 'cluster-autoscaler'], setting: 'There is no terminal, as in a pipe.' },
  'not-in-catalog': { argv: ['catalog', 'external-dsn'] },
  'templates-what': { argv: ['templates', 'ejekt'] },
  'template-differs': { files: { 'templates/policy.hbs': '# ours\n' }, argv: ['templates', 'eject', 'templates', 'policy'] },
  'nothing-printed': {
    files: { 'irsa.yaml': withApp('', 'outputs: [eksctl]\n'), 'templates/policy.hbs': '# ours\n' },
    argv: ['templates', 'check', 'templates', '.'],
  },
  'nothing-to-add': { files: { 'irsa.yaml': withCluster('') }, argv: ['add', 'app', '--yes'] },
  'file-not-included': {
    files: { 'irsa.yaml': withCluster('include: [apps/*.irsa.yaml]\n'), 'apps/shop.irsa.yaml': 'apps:\n  cart: { namespace: shop }\n' },
    argv: ['add', 'app', 'orders', '--namespace', 'shop', '--file', 'orders.yaml', '--yes'],
  },
  'spec-layout': {
    files: { 'irsa.yaml': withCluster('addOns:\n  ? karpenter\n  : {}\n') },
    argv: ['add', 'cluster-autoscaler', '--yes'],
  },
};

const APP = 'irsa-my-app.tf';
const owned = (content: string, ofSpec = 'irsa.yaml'): string => withHeader({ path: '', content, comments: 'hash' }, ofSpec, sha256);

const VALUES = 'irsa/helm/cluster-autoscaler.values.yaml';
const TWO_APPS = ['api', 'jobs']
  .map((app) => `  ${app}: { namespace: shop, grants: [{ sqs: { queue: orders, access: consume } }] }\n`)
  .join('')
  .replace(/^/, 'apps:\n');
const ID = '0123456789abcdef';
const journal = (path: string): string =>
  printJournal({ id: ID, writer: { pid: 4711, host: 'build-7' }, folders: [], steps: [{ path, after: sha256('locals {}\n') }] });
const killed = (path = 'locals.tf'): ProblemExample => ({
  files: { 'irsa.yaml': SPEC, '.create-irsa.journal': journal(path), [`.create-irsa.${ID}.0.new`]: 'locals {}\n' },
  before: ['touch -d "2 minutes ago" .create-irsa.journal'],
  setting: 'A run was killed while it wrote `locals.tf`.',
});

export const files: ExamplesOf<'Files and the disk'> = {
  'path-refused': spec(withCluster('terraform: { directory: ../live }\n')),
  'path-twice': { ...spec(withCluster(TWO_APPS)), before: ['touch irsa-jobs.tf', 'ln -s irsa-jobs.tf irsa-api.tf'] },
  'specs-share-files': {
    files: {
      'a/irsa.yaml': withCluster('terraform: { directory: ../live }\n'),
      'b/irsa.yaml': withCluster('terraform: { directory: ../live }\n'),
    },
    before: ['git init --quiet'],
    argv: ['generate', 'a', 'b'],
  },
  'other-tool-version': { ...spec(`${withApp('')}toolVersion: 0.0.1\n`), argv: ['generate'] },
  conflict: { files: { 'irsa.yaml': SPEC, [APP]: owned('locals {}\n').replace('locals {}', 'locals { a = 1 }') } },
  'changed-meanwhile': { ...spec(SPEC), meanwhile: { [APP]: '# mine\n' } },
  busy: { ...killed(), before: [], setting: 'Another create-irsa is at work in the folder.' },
  interrupted: { ...killed(), argv: ['generate', '--check'] },
  recovered: killed(),
  'journal-refused': { ...killed('../elsewhere.tf'), setting: 'A `.create-irsa.journal` came with the repository.' },
  'not-readable': {
    files: { 'irsa.yaml': withCluster('addOns:\n  cluster-autoscaler: {}\n'), [VALUES]: owned('', '../../irsa.yaml') },
    before: [`chmod 000 ${VALUES}`],
  },
  'not-writable': { ...spec(SPEC), before: ['chmod 555 .'] },
  'disk-full': { ...spec(SPEC), disk: 'ENOSPC' },
  'too-many-files': { ...spec(SPEC), disk: 'EMFILE' },
  'write-failed': { ...spec(SPEC), disk: 'EIO' },
};
