/** Hop limit 1 in the user's own files, as the last step away from the node role. */
import { expect, test } from '@jest/globals';
import { hopLimitPatches, withHopLimit } from '../../../src/cli/migrate/node-role/hop-limit.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';

const file = (text: string) => ({ file: 'nodes.tf', text, blocks: [] });

const MANIFEST = `resource "kubectl_manifest" "nodes" {
  yaml_body = <<-YAML
    apiVersion: karpenter.k8s.aws/v1
    kind: EC2NodeClass
    spec:
      metadataOptions:
        httpEndpoint: enabled
        httpTokens: required
        httpPutResponseHopLimit: 2
  YAML
}
`;

const OBJECT = `resource "kubernetes_manifest" "nodes" {
  manifest = {
    kind = "EC2NodeClass"
    spec = { metadataOptions = { httpTokens = "required", httpPutResponseHopLimit = 2 } }
  }
}
`;

test.each([
  ['an EC2NodeClass in YAML', MANIFEST, 'httpPutResponseHopLimit: 2', 'httpPutResponseHopLimit: 1'],
  ['an EC2NodeClass as an object', OBJECT, 'httpPutResponseHopLimit = 2', 'httpPutResponseHopLimit = 1'],
  [
    'a launch template',
    'resource "aws_launch_template" "nodes" {\n  metadata_options {\n    http_put_response_hop_limit = 2\n  }\n}\n',
    'http_put_response_hop_limit = 2',
    'http_put_response_hop_limit = 1',
  ],
  ['JSON in a heredoc', 'locals {\n  c = <<J\n{"httpPutResponseHopLimit": 64}\nJ\n}\n', 'HopLimit": 64', 'HopLimit": 1'],
])('%s is changed in that number and nowhere else', (_, text, before, after) => {
  expect(withHopLimit(file(text), emptyFacts)).toBe(text.replace(before, after));
  const [patch] = hopLimitPatches([file(text)], emptyFacts);
  expect(patch?.lines.join('\n')).toContain(after);
});

test('CRLF stays CRLF', () => {
  const crlf = MANIFEST.replaceAll('\n', '\r\n');
  expect(withHopLimit(file(crlf), emptyFacts)).toBe(crlf.replace('HopLimit: 2', 'HopLimit: 1'));
});

test('what is 1 already, or says something else, is left', () => {
  for (const text of [MANIFEST.replace('HopLimit: 2', 'HopLimit: 1'), 'locals { http_put_response_hop_limit_note = 2 }\n'])
    expect([withHopLimit(file(text), emptyFacts), hopLimitPatches([file(text)], emptyFacts)]).toEqual([text, []]);
});
