/** From the text of a spec to the files, for arbitrary specs with hostile strings in whatever takes a string. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { emit } from '../../src/emit/emit.ts';
import type { OutFile } from '../../src/emit/file-set.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import { hasErrors } from '../../src/problem.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { anySpec } from '../spec/any-spec.ts';
import { cases } from '../support/cases.ts';
import { fromHcl, fromJson, type Json } from '../support/normal-form.ts';
import { hostile } from '../support/hostile.ts';

const at = { file: 'main.tf', line: 1 };
const settled: RepoFacts = {
  ...emptyFacts,
  hasRequiredProviders: true,
  requiredProviders: { aws: { source: 'hashicorp/aws', at } },
  providers: [
    { name: 'aws', at },
    { name: 'aws', alias: 'use1', at },
    { name: 'kubernetes', at },
    { name: 'kubernetes', alias: 'blue', at },
  ],
  addresses: ['data.aws_partition.irsa', 'data.aws_region.irsa', 'output.irsa_role_arns', 'module.irsa_external_dns'],
};
const anyFacts = fc.constantFrom(emptyFacts, settled, { ...settled, isChildModule: true, providers: [] });

/** Most arbitrary specs give two roles one name or one provider two accounts; of these there would be no files to look at. */
const plannable = anySpec.map((spec): SpecInput => {
  const { naming: _, ...others } = spec;
  const clusters = Object.entries(spec.clusters ?? {}).map(([key, cluster]) => [key, { ...cluster, name: key, accountId: '111122223333' }]);
  const unnamed = <T extends object>(workloads: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(workloads).map(([id, workload]) => [id, { ...workload, roleName: undefined }]));
  return { ...others, clusters: Object.fromEntries(clusters), addOns: unnamed(spec.addOns), apps: unnamed(spec.apps) } as SpecInput;
});

/** The spec with some of its strings, keys of maps too, replaced by hostile ones or lengthened by them. */
function infested(spec: SpecInput): fc.Arbitrary<SpecInput> {
  const bite = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'append', 'prepend', 'key'), text: hostile });
  return fc.array(bite, { maxLength: 3 }).map((bites) => bites.reduce(bitten, spec as unknown) as SpecInput);
}

interface Bite {
  readonly at: number;
  readonly how: string;
  readonly text: string;
}

function bitten(value: unknown, bite: Bite): unknown {
  const strings = count(value, bite.how);
  return strings === 0 ? value : replace(value, bite, { left: bite.at % strings });
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function count(value: unknown, how: string): number {
  if (typeof value === 'string') return how === 'key' ? 0 : 1;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + count(item, how), 0);
  if (!isMap(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + count(item, how) + (how === 'key' ? 1 : 0), 0);
}

function replace(value: unknown, bite: Bite, counter: { left: number }): unknown {
  if (typeof value === 'string') {
    if (bite.how === 'key' || counter.left-- !== 0) return value;
    return bite.how === 'replace' ? bite.text : bite.how === 'append' ? value + bite.text : bite.text + value;
  }
  if (Array.isArray(value)) return value.map((item) => replace(item, bite, counter));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      bite.how === 'key' && counter.left-- === 0 ? bite.text : key,
      replace(item, bite, counter),
    ]),
  );
}

function planOf(text: string, facts: RepoFacts): Plan | undefined {
  const parsed = parseSpec(text, 'irsa.yaml');
  if (parsed.value === undefined) return undefined;
  const planned = makePlan(parsed.value.spec, facts);
  expect(planned.value === undefined).toBe(hasErrors(planned.problems));
  return planned.value;
}

async function filesOf(plan: Plan, format: 'hcl' | 'json'): Promise<readonly OutFile[]> {
  const inFormat = (root: TerraformPlan | undefined) => root && { ...root, format };
  const [terraform, kubernetesRoot] = [inFormat(plan.terraform), inFormat(plan.kubernetesRoot)];
  const otherAccounts = plan.otherAccounts.map((account) => ({ ...account, root: { ...account.root, format } }));
  const roots = { ...plan, ...(terraform && { terraform }), ...(kubernetesRoot && { kubernetesRoot }), otherAccounts };
  if (format === 'hcl') return emit(roots);
  const accounts = otherAccounts.map(async ({ accountId, root }) => [accountId, await synthesize(root)] as const);
  return emit(roots, {
    synthesizedAccounts: Object.fromEntries(await Promise.all(accounts)),
    ...(terraform && { synthesized: await synthesize(terraform) }),
    ...(kubernetesRoot && { synthesizedKubernetes: await synthesize(kubernetesRoot) }),
  });
}

const isTerraform = ({ path }: OutFile): boolean => /\.tf(\.json)?$/.test(path);

/** `${…}` in what hcl2json returns: what Terraform would evaluate. */
function expressionsIn(value: Json): string[] {
  if (typeof value === 'string') return [...value.replaceAll('$${', '').matchAll(/\$\{([^}]*)\}/g)].map(([, inner = '']) => inner);
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/** Everything that the plan means to be evaluated. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isMap(value)) return [];
  return [...(typeof value['ref'] === 'string' ? [value['ref']] : []), ...Object.values(value).flatMap(referencesIn)];
}

const addressesIn = (root: Json): string[] =>
  Object.entries(root as Record<string, Json>).flatMap(([kind, blocks]) =>
    isMap(blocks)
      ? Object.entries(blocks).flatMap(([type, labels]) =>
          /^(data|resource)$/.test(kind) && isMap(labels)
            ? Object.keys(labels).map((label) => `${kind}.${type}.${label}`)
            : [`${kind}.${type}`],
        )
      : [kind],
  );

async function holds(text: string, facts: RepoFacts): Promise<boolean> {
  const plan = planOf(text, facts);
  if (plan === undefined) return false;
  const [hcl, json] = [await filesOf(plan, 'hcl'), await filesOf(plan, 'json')];

  for (const { path } of [...hcl, ...json]) {
    const { directory = '.' } = plan.terraform ?? {};
    const own = directory !== '.' && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path;
    expect(own).toMatch(
      /^((irsa-kubernetes\/|irsa-accounts\/\d{12}\/)?(irsa-[\w+=,.@-]+\.tf|irsa\.tf\.json)|irsa\/(README\.md|(verify|audit)\.sh|[\w-]+\/([\w-]+\/)?[\w.-]+))$/,
    );
    expect(own.split('/')).not.toContain('..');
  }
  for (const file of hcl.filter(({ path }) => path.endsWith('.yaml'))) {
    for (const document of parseAllDocuments(file.content, { version: '1.1' })) expect(document.errors ?? []).toEqual([]);
  }
  expect(await filesOf(plan, 'hcl')).toEqual(hcl);
  expect(planOf(text, facts)).toEqual(plan);

  const terraform = hcl.filter(isTerraform);
  const ofSecondRoot = ({ path }: OutFile) => path.includes('irsa-kubernetes/');
  const ofAccounts = ({ path }: OutFile) => path.includes('irsa-accounts/');
  await agrees(
    plan.terraform,
    terraform.filter((file) => !ofSecondRoot(file) && !ofAccounts(file)),
  );
  await agrees(plan.kubernetesRoot, terraform.filter(ofSecondRoot));
  for (const { accountId, root } of plan.otherAccounts)
    await agrees(
      root,
      terraform.filter(({ path }) => path.includes(`irsa-accounts/${accountId}/`)),
    );
  return true;
}

/** The files of one root say what its plan says, and Terraform would evaluate nothing else. */
async function agrees(root: TerraformPlan | undefined, files: readonly OutFile[]): Promise<void> {
  if (root === undefined) return expect(files).toEqual([]);
  const fromText = await fromHcl(files.map(({ content }) => content).join('\n'));
  expect(fromText).toEqual(await fromJson(await synthesize(root)));
  const blocks = root.files.flatMap((file) => file.blocks);
  const labelled = blocks.filter((block) => 'label' in block && block.kind !== 'local-issuer');
  expect(addressesIn(fromText).filter((address) => /^(data|resource|module|variable|output)\./.test(address))).toHaveLength(
    labelled.length,
  );
  const providers = blocks.flatMap((block) =>
    ['provider', 'awsProvider'].flatMap((key) => (block as unknown as Record<string, string>)[key] ?? []),
  );
  const variables = blocks.flatMap((block) => (block.kind === 'variable' ? [`var.${block.label}`] : []));
  const meant = [...referencesIn(root), ...providers, ...variables, 'string'].sort((a, b) => b.length - a.length);
  for (const expression of expressionsIn(fromText)) {
    if (meant.includes(expression)) continue;
    const operators = meant.reduce((rest, reference) => rest.replaceAll(reference, ''), expression.replace(/"[^"\\]*"/g, ''));
    expect(operators).toMatch(/^[\s=!&|()]*$/);
  }
}

describe('from a spec to its files', () => {
  test('valid specs give HCL, JSON and YAML that parse and agree, the same each time, inside their folders', async () => {
    await fc.assert(
      fc.asyncProperty(plannable, anyFacts, async (spec, facts) => void (await holds(printSpec(spec), facts))),
      cases('Valid specs', 40),
    );
  });

  test('hostile strings are refused or stay literal', async () => {
    await fc.assert(
      fc.asyncProperty(plannable.chain(infested), anyFacts, async (spec, facts) => void (await holds(printSpec(spec), facts))),
      cases('Hostile texts in arbitrary specs', 80),
    );
  });
});
