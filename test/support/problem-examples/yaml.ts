import { spec, withCluster, type ExamplesOf } from './example.ts';

export const yaml: ExamplesOf<'The file as YAML'> = {
  'spec-not-found': {},
  'spec-unreadable': { files: { 'irsa.yaml': 'version: 1\n' }, before: ['chmod 000 irsa.yaml'] },
  'spec-too-large': {
    before: ["head -c 1100000 /dev/zero | tr '\\0' '#' > irsa.yaml"],
  },
  'spec-too-deep': spec(withCluster(`apps: ${'{ a: '.repeat(32)}1${' }'.repeat(32)}\n`)),
  'spec-not-a-map': { files: { 'irsa.yaml': '- production\n' }, argv: ['--yes', '--cluster', 'production', '--region', 'us-east-1'] },
  'empty-spec': spec('# to be written\n'),
  'invalid-yaml': spec('version: 1\nclusters:\n  production: { region: us-east-1\n'),
  'several-documents': spec(withCluster('---\nversion: 1\n')),
  'control-character': spec(withCluster('tags: { team: "plat\\u0007form" }\n')),
  'invalid-key': spec(withCluster('tags: { [team]: platform }\n')),
  'duplicate-key': spec(withCluster('rolePath: /a/\nrolePath: /b/\n')),
  alias: spec(withCluster('tags: &tags { team: platform }\n')),
  'yaml-tag': spec(withCluster('rolePath: !!str /eks/\n')),
};
