/**
 * Every field of the spec that takes free text, with hostile texts: each is refused with a reason, or stands
 * in the files as it was said, whoever reads them, and changes nothing else in them.
 */
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { emit } from '../../src/emit/emit.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { snake } from '../../src/plan/terraform/labels.ts';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { type Problem } from '../../src/problem.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import { outputs } from '../../src/spec/schema/spec-schema.ts';
import type { Output } from '../../src/spec/spec.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { cases, thorough } from '../support/cases.ts';
import { isBash, runScript } from '../support/shell.ts';
import { anyBite, bitten, type Bite, textAt, withText } from './support/bite.ts';
import { hostileTexts } from '../support/hostile.ts';
import { differences, readBack, standsAs, type ReadBack, type Substitution } from './support/read-back.ts';
import { refused } from './support/refused-specimen.ts';
import { facts, specimens } from './support/specimens.ts';
import { sharedOut, textFields, textPlaces, type TextPlace } from './support/text-fields.ts';

jest.setTimeout(24 * 3_600_000);

type Answer = { readonly problems: readonly Problem[] } | { readonly plan: Plan };

function planOf(spec: SpecInput): Answer {
  const parsed = parseSpec(printSpec(spec), 'irsa.yaml');
  if (parsed.value === undefined) return { problems: parsed.problems };
  const planned = makePlan(parsed.value.spec, facts);
  return planned.value === undefined ? { problems: planned.problems } : { plan: planned.value };
}

/** In both syntaxes of Terraform, with what the user is told to type. */
async function written(plan: Plan): Promise<ReadBack> {
  const hcl = await readBack(emit(plan));
  const inJson = (root: TerraformPlan | undefined) => root && { ...root, format: 'json' as const };
  const [terraform, kubernetesRoot] = [inJson(plan.terraform), inJson(plan.kubernetesRoot)];
  const otherAccounts = plan.otherAccounts.map((account) => ({ ...account, root: { ...account.root, format: 'json' as const } }));
  const synthesizedAccounts = Object.fromEntries(
    await Promise.all(otherAccounts.map(async ({ accountId, root }) => [accountId, await synthesize(root)] as const)),
  );
  const json = emit(
    { ...plan, ...(terraform && { terraform }), ...(kubernetesRoot && { kubernetesRoot }), otherAccounts },
    {
      synthesizedAccounts,
      ...(terraform && { synthesized: await synthesize(terraform) }),
      ...(kubernetesRoot && { synthesizedKubernetes: await synthesize(kubernetesRoot) }),
    },
  );
  expect(await readBack(json)).toEqual(hcl);
  return { ...hcl, 'next steps': plan.nextSteps.map(({ command = '' }) => typed(command)) };
}

const known = new Map<string, unknown>();

/** What a command does, word by word, when it is pasted into a shell. */
function typed(command: string): unknown {
  if (!known.has(command)) known.set(command, isBash(command) ? runScript(command, []).calls : 'not bash');
  return known.get(command);
}

interface Place extends TextPlace {
  readonly specimen: string;
}

const places = Object.entries(specimens).flatMap(([specimen, spec]) => textPlaces(spec).map((place): Place => ({ ...place, specimen })));

const benign = new Map<string, Promise<ReadBack>>();

/** A specimen as it is. */
function unbitten(name: string): Promise<ReadBack> {
  const known = benign.get(name) ?? written(validPlan(name));
  benign.set(name, known);
  return known;
}

function validPlan(name: string): Plan {
  const answer = planOf(specimens[name] as SpecInput);
  if ('problems' in answer) throw new Error(`${name}: ${answer.problems.map(({ message }) => message).join(' ')}`);
  return answer.plan;
}

/** Words of letters and digits mean nothing to anybody, and are cut and hashed where names are made of them. */
const isHarmless = (text: string): boolean => /^[\w.-]*$/.test(text);

function isRefused(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(errors).not.toEqual([]);
  for (const { message } of errors) expect(message).toMatch(/[.?!]$/);
}

async function isRefusedOrLiteral(place: Place, bite: Bite): Promise<'refused' | 'literal'> {
  const specimen = specimens[place.specimen] as SpecInput;
  const was = textAt(specimen, place);
  const text = bitten(was, bite);
  const answer = planOf(withText(specimen, place, text));
  if ('problems' in answer) {
    isRefused(answer.problems);
    return 'refused';
  }
  const now = await written(answer.plan);
  if (isHarmless(bite.text)) return 'literal';
  const before = await unbitten(place.specimen);
  const movedTo = (key: string): string => (place.field === 'terraform.directory' ? key.replace(`${was}/`, () => folderOf(text)) : key);
  expect(Object.keys(now).sort()).toEqual(Object.keys(before).map(movedTo).sort());
  const changed = Object.entries(before).flatMap(([key, value]) =>
    differences(value, now[movedTo(key)], substitutions(place.field, standsAs(key, was), standsAs(key, text)), key),
  );
  expect(changed).toEqual([]);
  return 'literal';
}

const lastStep = (text: string): string => text.slice(text.lastIndexOf('/') + 1);

/** Of an ARN or a path the last step may stand alone, roles are labelled by it, and folders may be said as file systems read them. */
const substitutions = (field: string, was: string, is: string): Substitution[] => [
  { was, is },
  { was: lastStep(was), is: lastStep(is) },
  ...(field === 'assumeRoles[].role' ? [{ was: snake(lastStep(was)), is: snake(lastStep(is)) }] : []),
  ...(field === 'gitops.path' ? [{ was: `${was}/`, is: folderOf(is) }] : []),
];

/** As file systems read it. */
const folderOf = (directory: string): string =>
  directory
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .map((step) => `${step}/`)
    .join('');

describe('the specimens', () => {
  test('say something in every field of the schema that takes free text', () => {
    const said = new Set([...Object.values(specimens), refused].flatMap(textPlaces).map(({ field }) => field));
    expect(textFields.length).toBeGreaterThan(250);
    expect(textFields.filter((field) => !said.has(field))).toEqual([]);
  });

  test('ask for every output that there is', () => {
    const asked = Object.values(specimens).flatMap(({ outputs = [] }) => outputs);
    expect(outputs.filter((output) => !asked.includes(output as Output))).toEqual([]);
  });

  test('are valid, but for the one with fields that take nothing', () => {
    for (const name of Object.keys(specimens)) validPlan(name);
    const { problems } = parseSpec(printSpec(refused), 'irsa.yaml');
    expect(new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code))).toEqual(
      new Set(['not-yet', 'invalid-installation', 'principal-tag-missing', 'assumed-role-reference']),
    );
  });
});

describe('a hostile text', () => {
  test('is refused, or stands literally, in each field in turn', async () => {
    const hows = ['replace', 'append', 'prepend'] as const;
    for (const field of thorough ? textFields : sharedOut(textFields, 5)) {
      const i = textFields.indexOf(field);
      const bite: Bite = { how: hows[i % 3]!, text: hostileTexts[(i * 7) % hostileTexts.length]! };
      const place = places.find((place) => place.field === field);
      if (place !== undefined) await isRefusedOrLiteral(place, bite);
    }
  });

  test('is refused where no text is taken', () => {
    const taken = new Set(places.map(({ field }) => field));
    const empty = textPlaces(refused).filter(({ field }) => !taken.has(field));
    for (const [i, place] of empty.entries()) {
      const answer = planOf(withText(refused, place, hostileTexts[i % hostileTexts.length]!));
      isRefused('problems' in answer ? answer.problems : []);
    }
  });

  test('in any field is refused with a reason, or stands literally in what is written', async () => {
    const answers = { refused: 0, literal: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anyBite, async (place, bite) => {
        answers[await isRefusedOrLiteral(place, bite)]++;
      }),
      cases('Hostile texts in any field', 120),
    );
    expect(Math.min(answers.refused, answers.literal)).toBeGreaterThan(0);
  });
});
