/** The examples by the rules of tflint and checkov, as far as they could be written here; every exception is in its place, with its reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { exampleNames, examplesDir, generate } from '../support/generate.ts';
import { checkovKubernetes, type Workload } from '../support/rules/checkov-kubernetes.ts';
import { checkovTerraform } from '../support/rules/checkov-terraform.ts';
import { judgeBy, type Rule, type Suppression } from '../support/rules/rule.ts';
import { deploymentsOf } from '../support/rules/terraform-deployment.ts';
import { suppressionsOf, terraformModule, terraformModules } from '../support/rules/terraform-module.ts';
import { tflint } from '../support/rules/tflint.ts';

const CLEAN = { findings: [], idle: [] };

const modules = (
  await Promise.all(
    exampleNames.map(async (example) =>
      (await terraformModules(join(examplesDir, example))).map((module) => [join(example, module.name), module] as const),
    ),
  )
).flat();

describe.each(modules)('the Terraform in %s', (_folder, module) => {
  const suppressions = suppressionsOf(module);

  test('keeps the rules of tflint', () => {
    expect(judgeBy(tflint, module, suppressions)).toEqual(CLEAN);
  });

  test('keeps those of checkov on policies and modules', () => {
    expect(judgeBy(checkovTerraform, module, suppressions)).toEqual(CLEAN);
  });

  test('keeps those of checkov on pods', () => {
    expect(judgeBy(checkovKubernetes, deploymentsOf(module), suppressions)).toEqual(CLEAN);
  });
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly template?: { readonly spec?: Workload['pod'] } };
}

/** https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html: `checkov.io/skip1: CKV_K8S_8=reason` */
const skips = ({ kind, metadata }: Manifest): Suppression[] =>
  Object.entries(metadata.annotations ?? {})
    .filter(([name]) => /^checkov\.io\/skip\d+$/.test(name))
    .map(([, skip]) => {
      const [rule = '', reason = ''] = skip.split(/=(.*)/s);
      return { rule, reason, at: `${kind}/${metadata.name}` };
    });

describe.each(exampleNames)('the manifests of %s', (example) => {
  test('keep the rules of checkov', async () => {
    const { files } = await generate(join(examplesDir, example));
    for (const [file, text] of Object.entries(files).filter(([path]) => path.includes('kubernetes/') && path.endsWith('.yaml'))) {
      const manifests = parseAllDocuments(text).map((d) => d.toJS() as Manifest).filter(({ kind }) => kind !== 'Kustomization');
      const workloads = manifests.map(({ kind, metadata, spec }): Workload => ({
        file,
        line: 1,
        at: `${kind}/${metadata.name}`,
        kind,
        namespace: metadata.namespace,
        ...(spec?.template?.spec === undefined ? {} : { pod: spec.template.spec }),
      }));
      expect([file, judgeBy(checkovKubernetes, workloads, manifests.flatMap(skips))]).toEqual([file, CLEAN]);
    }
  });
});

/** Each rule finds what it is about: a rule that finds nothing would let everything pass. */
describe('the rules', () => {
  const BAD = readFileSync(join(import.meta.dirname, '../support/rules/bad.tf'), 'utf8');

  const findingsOf = <S>(rules: readonly Rule<S>[], subject: S) => [
    ...new Set(judgeBy(rules, subject, []).findings.map((finding) => finding.split(' ')[1])),
  ];
  const idsOf = (rules: readonly { readonly id: string }[]) => rules.map(({ id }) => id).sort();

  test('of tflint each find what they are about', async () => {
    expect(findingsOf(tflint, await terraformModule('bad', { 'bad.tf': BAD })).toSorted()).toEqual(idsOf(tflint));
  });

  test('of checkov on policies and modules each find what they are about', async () => {
    expect(findingsOf(checkovTerraform, await terraformModule('bad', { 'bad.tf': BAD })).toSorted()).toEqual(idsOf(checkovTerraform));
  });

  test('of checkov on pods each find what they are about', () => {
    const bad: Workload = {
      file: 'bad.yaml',
      line: 1,
      at: 'Deployment/bad',
      kind: 'Deployment',
      namespace: 'default',
      pod: {
        hostPID: true,
        hostIPC: true,
        hostNetwork: true,
        containers: [
          { image: 'bad', env: [{ valueFrom: { secretKeyRef: {} } }] },
          { image: 'bad:latest', securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN'] } } },
        ],
      },
    };
    expect(findingsOf(checkovKubernetes, [bad]).toSorted()).toEqual(idsOf(checkovKubernetes));
  });

  test('are told of suppressions without a reason, and of those that suppress nothing', async () => {
    const module = await terraformModule('some', {
      'some.tf': `module "a" {
  source  = "terraform-aws-modules/iam/aws"
  version = "5.60.0"
  # checkov:skip=CKV_TF_1:
}

module "b" {
  # checkov:skip=CKV_TF_1: the commit is what we name, a release is not
  source = "git::https://example.com/x.git?ref=0123456789012345678901234567890123456789"
}
`,
    });
    const { findings, idle } = judgeBy(checkovTerraform, module, suppressionsOf(module));
    expect(findings).toEqual([expect.stringContaining('CKV_TF_1 module.a')]);
    expect(idle).toEqual(['module.a: CKV_TF_1', 'module.b: CKV_TF_1']);
  });

  test('say where they come from', () => {
    for (const { id, link } of [...tflint, ...checkovTerraform, ...checkovKubernetes]) expect([id, link]).toEqual([id, expect.stringMatching(/^https:\/\//)]);
  });
});
