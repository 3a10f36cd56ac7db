/**
 * The whole column of iam 5.x, made in one apply by the real AWS provider: what IAM has then is, policy by
 * policy, what the plan said. With the best modules at hand: those published, else our doubles.
 */
import { expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { appsForAll, everything } from '../support/everything.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { resources, type Plan } from '../support/terraform/evaluate.ts';
import { appliedForReal, applyForReal } from '../support/terraform/moto.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const MODULES = moduleKinds.at(-1);
const EACH = 6;
const APPS = appsForAll(EACH);
/** Of moto. */
const ACCOUNT = '123456789012';

interface StoredPolicy {
  readonly Arn: string;
  readonly DefaultVersionId: string;
  readonly PolicyVersionList: readonly { readonly VersionId: string; readonly Document: unknown }[];
}

/** Neither IAM nor Terraform minds in which order a list stands, nor a list of one without its brackets. */
const inNoOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const [only, ...more] = value.map(inNoOrder).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    return more.length === 0 ? only : [only, ...more];
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(fields.map(([name, field]) => [name, inNoOrder(field)]));
};

const planned = (plan: Plan | undefined, type: string): readonly Readonly<Record<string, unknown>>[] =>
  resources(plan).flatMap((resource) => (resource.type === type && resource.mode === 'managed' ? [resource.values ?? {}] : []));

/** Policies that a module names by a prefix are told apart by what they say. */
const nameless = (documents: readonly unknown[]): readonly string[] =>
  documents.map((document) => JSON.stringify(inNoOrder(document))).sort();

appliedForReal(`every add-on and every grant of iam 5.x, with ${MODULES} modules`, () => {
  test('is stored as it was planned: each policy, each trust policy, each attachment', async () => {
    const dir = temporaryFolder();
    await generateInto(dir, {
      spec: everything({ line: 5, account: ACCOUNT, region: 'us-east-1', partition: 'aws', apps: APPS, each: EACH }),
    });
    let stored: readonly StoredPolicy[] = [];
    const { failure, plan, roles, settled } = await applyForReal(dir, {
      ...(MODULES && { modules: MODULES }),
      // What is made is unmade in real-apply.test.ts.
      destroy: false,
      inspect: async (aws) => {
        const answer = await aws(['iam', 'get-account-authorization-details', '--filter', 'LocalManagedPolicy']);
        stored = (answer as { Policies: StoredPolicy[] }).Policies;
      },
    });
    expect(failure).toBeUndefined();
    expect(settled).toBe(true);

    const trust = planned(plan, 'aws_iam_role').map(({ name, assume_role_policy: policy }) => [
      name,
      inNoOrder(JSON.parse(String(policy))),
    ]);
    expect(trust).toHaveLength(addOns.all().length + APPS);
    expect(Object.fromEntries(trust)).toEqual(
      Object.fromEntries(
        Object.values(roles).map(({ RoleName, AssumeRolePolicyDocument }) => [RoleName, inNoOrder(AssumeRolePolicyDocument)]),
      ),
    );

    const policies = planned(plan, 'aws_iam_policy').map(({ policy }) => JSON.parse(String(policy)) as unknown);
    expect(policies.length).toBeGreaterThan(addOns.all().length + APPS);
    expect(nameless(stored.map(current))).toEqual(nameless(policies));
    expect(Object.values(roles).flatMap(({ attachedPolicies }) => attachedPolicies)).toHaveLength(
      planned(plan, 'aws_iam_role_policy_attachment').length,
    );
  }, 300_000);
});

const current = ({ DefaultVersionId, PolicyVersionList }: StoredPolicy): unknown =>
  PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId)?.Document;
