/** What the published modules of EKS Pod Identity make of the inputs that the catalog gives them. */
import { describe, expect, test } from '@jest/globals';
import type { PodIdentityLine } from '../../src/catalog/add-on.ts';
import { addOns } from '../../src/catalog/index.ts';
import { contractOf } from '../../src/catalog/modules/contracts.ts';
import { modulePolicySize } from '../../src/catalog/modules/policy-size.ts';
import { newestOfLine } from '../../src/catalog/modules/releases.ts';
import { podIdentityPermissions } from '../../src/catalog/pod-identity.ts';
import type { Spell } from '../../src/iam/policy-size.ts';
import { isText, render, type Value } from '../../src/iam/text.ts';
import type { Values } from '../support/accepted-options.ts';
import { tellings } from '../support/golden-policies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { judged } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const MODULE = 'terraform-aws-modules/eks-pod-identity/aws';
const FACTS: Readonly<Record<string, string>> = { partition: 'aws', accountId: '111122223333', region: 'us-east-1' };

/** What the module knows alone is counted as the longest that it can be. */
const TOO_MANY = 60;

const spell: Spell = (hole) => ('fact' in hole ? (FACTS[hole.fact] ?? '') : hole.ref);

const plainOf = (value: Value): unknown => {
  if (isText(value)) return render(value, spell);
  return Array.isArray(value) ? (value as readonly Value[]).map(plainOf) : value;
};

const callsOn = (line: PodIdentityLine) =>
  addOns.all().flatMap((addOn) =>
    tellings(addOn).flatMap((told, n) => {
      const permissions = podIdentityPermissions(addOn, told as never, { clusterNames: ['production'] }, line);
      return permissions?.inputs === undefined
        ? []
        : [{ addOn, told, label: `${addOn.id}-${n}`, ...permissions, inputs: permissions.inputs }];
    }),
  );

/** Names and ARNs among the options: what the role is narrowed to. */
const narrowed = (told: Values): readonly string[] =>
  Object.values(told).flatMap((value) => (Array.isArray(value) ? (value as string[]) : []));

interface Policy {
  readonly Statement: readonly { readonly Action?: unknown; readonly Resource?: unknown }[];
}

const tests = (): void => {
  test.each([
    ['pod-identity-1', 1],
    ['pod-identity-2', 2],
  ] as const)(
    '%s makes one policy by the name it is given, as long as was said, on what was named',
    async (line, major) => {
      const version = newestOfLine(MODULE, major) ?? '';
      const contract = contractOf(MODULE, version)?.contract;
      if (!contract) throw new Error(`no contract of ${MODULE} ${version}`);
      const calls = callsOn(line);
      expect(calls.length).toBeGreaterThan(20);
      const module = Object.fromEntries(
        calls.map(({ label, inputs, policyName }) => [
          label,
          {
            source: MODULE,
            version,
            name: label,
            use_name_prefix: false,
            ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plainOf(value)])),
            ...(policyName === undefined ? {} : { [policyName]: `${label}-policy` }),
          },
        ]),
      );
      const dir = temporaryFolder({ 'main.tf.json': JSON.stringify({ module }) });
      const { failure, plan } = await judge(dir, { ...planOnly, modules: 'real', account: '111122223333' });
      expect(failure).toBeUndefined();
      const made = resources(plan).filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed');
      for (const { label, told, inputs, policyName, statements = [] } of calls) {
        const policies = made.filter(({ address }) => address.startsWith(`module.${label}.`));
        expect([label, policies.map(({ values }) => values?.['name'])]).toEqual([
          label,
          policyName === undefined ? [] : [`${label}-policy`],
        ]);
        const said = policies.map(({ values }) => JSON.parse(String(values?.['policy'])) as Policy);
        // A statement that names no resource is a green plan, and an apply that IAM refuses.
        for (const { Action, Resource } of said.flatMap(({ Statement }) => Statement)) {
          expect([label, Action, Resource ?? []]).not.toEqual([label, Action, []]);
        }
        const text = JSON.stringify([said, statements.map(({ resources: named = [] }) => named.map((one) => render(one, spell)))]);
        expect([label, narrowed(told).filter((name) => !text.includes(name))]).toEqual([label, []]);
        const [size, length] = [modulePolicySize(contract, inputs, spell), said.map((one) => JSON.stringify(one).length)[0] ?? 0];
        expect([label, size >= length, size - length <= TOO_MANY]).toEqual([label, true, true]);
      }
    },
    300_000,
  );
};

if (moduleKinds.includes('real')) judged('modules of EKS Pod Identity as published', tests);
else describe.skip('modules of EKS Pod Identity as published (skipped: CREATE_IRSA_MODULES names no folder of their repositories)', tests);
