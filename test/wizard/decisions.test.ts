import { expect, test } from '@jest/globals';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { decide } from '../../src/wizard/decisions.ts';
import { scriptedAsker } from '../support/scripted-asker.ts';
import { at, eks20, furnished, wizardOf } from './support/talk.ts';

const app = { namespace: 'shop', serviceAccount: 'orders' };
const byModule: SpecInput = { clusters: { production: { region: 'us-east-1', from: { module: 'eks' } } }, apps: { orders: app } };
const elsewhere: SpecInput = { clusters: { production: { region: 'us-east-1', from: { data: true } } }, apps: { orders: app } };

/** Nobody is asked. */
function decided(draft: SpecInput, facts: RepoFacts, said: SpecInput = {}) {
  const result = decide(draft, said, wizardOf(scriptedAsker([]), facts));
  return { draft: result.draft, lines: result.decisions.map(({ what, why }) => `${what}: ${why}`) };
}

test('what the folder answers is told with its place', () => {
  expect(decided(byModule, furnished).lines).toContain('production is in us-east-1: provider "aws" says so (main.tf:3)');
  expect(decided(byModule, eks20).lines.join()).not.toContain('is in us-east-1');
});

test('a cluster made elsewhere is looked up, and so is its OIDC provider', () => {
  expect(decided(elsewhere, emptyFacts).lines).toEqual(
    expect.arrayContaining([
      'production is looked up by its name: no cluster is made in this folder',
      'IAM has the OIDC provider of production: eksctl and the eks module make it with the cluster',
    ]),
  );
});

test('namespaces are left to others, as they are with flags; those declared are not spoken of', () => {
  const draft: SpecInput = { ...byModule, addOns: { 'external-dns': { hostedZones: ['Z0123456789ABC'] } } };
  const { draft: made, lines } = decided(draft, eks20);
  expect(made.namespaces).toBeUndefined();
  expect(lines).toEqual(
    expect.arrayContaining([
      'the namespace shop is left to others: orders needs it before the apply; change that to have Terraform create it',
      'the namespace external-dns is left to others: the chart of external-dns brings it',
    ]),
  );
  expect(decided(draft, { ...eks20, namespaces: ['shop'] }).lines.join()).not.toContain('namespace shop');
});

test('iam 5 is taken by itself where eks 20 and AWS provider 5 leave no other, and the reason is told', () => {
  const { draft, lines } = decided(byModule, eks20);
  expect(draft.terraform?.modules).toEqual({ iam: 5 });
  expect(lines.at(-1)).toMatch(/terraform-aws-modules\/iam 5\.60\.0 makes the roles: 6\.x does not fit\. .*aws/);
});

test('where both lines fit, the one that the repository holds is taken, else 5', () => {
  expect(decided(elsewhere, emptyFacts)).toMatchObject({ draft: { terraform: { modules: { iam: 5 } } } });
  const six = {
    label: 'other',
    source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts',
    version: '~> 6.5',
    at,
  };
  const { draft, lines } = decided(elsewhere, { ...emptyFacts, modules: [six] });
  expect(draft.terraform?.modules).toEqual({ iam: 6 });
  expect(lines.at(-1)).toContain('as module "other" here (main.tf:3)');
});

test('nothing that was said is decided again, and a spec that says all of it is left as it is', () => {
  const said: SpecInput = {
    ...elsewhere,
    version: 1,
    terraform: { modules: { iam: { line: 5, version: '5.60.0' } } },
    namespaces: { shop: { create: false } },
  };
  expect(decided(said, emptyFacts, said)).toEqual({ draft: said, lines: [] });
});

test('a namespace that nobody uses any more stays, since Terraform would delete what is in it', () => {
  const said: SpecInput = { ...elsewhere, version: 1, terraform: { modules: { iam: 5 } }, namespaces: { shop: { create: true } } };
  const { draft, lines } = decided({ ...said, apps: { web: { ...app, namespace: 'web' } } }, emptyFacts, said);
  expect(draft.namespaces).toEqual({ shop: { create: true } });
  expect(lines.join('\n')).toContain('the namespace shop stays');
});
