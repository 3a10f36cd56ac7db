/**
 * What each add-on and grant allows is what was reviewed, on each line: test/catalog/policies, to the last
 * action. CONTRIBUTING.md says how to renew them.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { addOns, grants } from '../../src/catalog/index.ts';
import { literalWays } from '../support/accepted-options.ts';
import {
  differences,
  FOLDER,
  goldensOfAddOn,
  goldensOfGrant,
  permissionsByLine,
  policyOf,
  type Golden,
  type GoldenPolicy,
} from '../support/golden-policies.ts';

function reviewed(kind: string, id: string): readonly Golden[] {
  const file = `${FOLDER}/${kind}/${id}.json`;
  if (!existsSync(file)) throw new Error(`${file} is not there: \`npm run docs\` writes it, and you review it.`);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Golden[];
}

const entries = [
  ...addOns.all().map((addOn) => ({
    kind: 'add-ons',
    id: addOn.id,
    made: () => goldensOfAddOn(addOn),
    everyWay: () =>
      literalWays(addOn).flatMap((told) => [...permissionsByLine(addOn, told)].map(([line, { policy }]) => ({ line, policy }))),
  })),
  ...grants.all().map((grant) => ({
    kind: 'grants',
    id: grant.service,
    made: () => goldensOfGrant(grant),
    everyWay: () => literalWays(grant).map((told) => ({ line: undefined, ...policyOf(grant.statements(told)) })),
  })),
];

const listOf = <T>(list: T | readonly T[] = []): readonly T[] => (Array.isArray(list) ? (list as readonly T[]) : [list as T]);

const statementsIn = (policy: GoldenPolicy | undefined): GoldenPolicy['Statement'] => policy?.Statement ?? [];

/** `Sid action`, of each action in each statement. */
const actionsIn = (policy: GoldenPolicy | undefined): readonly string[] =>
  statementsIn(policy).flatMap(({ Sid, Action }) => listOf(Action).map((action) => `${Sid} ${action}`));

/** The same goldens with one action less, each action once; of a statement with one action, without the statement. */
const withOneActionLess = (goldens: readonly Golden[]): readonly (readonly Golden[])[] =>
  goldens.flatMap((golden, n) =>
    statementsIn(golden.policy).flatMap((statement, at) =>
      listOf(statement.Action).map((action) => {
        const left = listOf(statement.Action).filter((other) => other !== action);
        const statements = statementsIn(golden.policy).flatMap((other, i) =>
          i === at ? (left.length === 0 ? [] : [{ ...other, Action: left.length === 1 ? left[0]! : left }]) : [other],
        );
        return goldens.with(n, { ...golden, policy: { ...golden.policy!, Statement: statements } });
      }),
    ),
  );

/** The same with one input less of those that modules are called with. */
const withOneInputLess = (goldens: readonly Golden[]): readonly (readonly Golden[])[] =>
  goldens.flatMap((golden, n) =>
    Object.keys(golden.inputs ?? {}).map((name) => {
      const { [name]: _, ...inputs } = golden.inputs ?? {};
      return goldens.with(n, { ...golden, inputs });
    }),
  );

test('every add-on and every grant was reviewed, and nothing that is gone', () => {
  const files = ['add-ons', 'grants'].flatMap((kind) => readdirSync(`${FOLDER}/${kind}`).map((file) => `${kind}/${file}`));
  expect(files.sort()).toEqual(entries.map(({ kind, id }) => `${kind}/${id}.json`).sort());
});

describe.each(entries)('$kind/$id', ({ kind, id, made, everyWay }) => {
  test('allows what was reviewed', () => {
    expect(differences(reviewed(kind, id), made())).toEqual([]);
  });

  test('differs from that with any action or input less', () => {
    const goldens = reviewed(kind, id);
    const mutants = [...withOneActionLess(made()), ...withOneInputLess(made())];
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter((mutant) => differences(goldens, mutant).length === 0)).toEqual([]);
  });

  test('has no action, however it is told, that was not reviewed on that line', () => {
    const seen = new Set(
      reviewed(kind, id).flatMap(({ by = [undefined], policy }) =>
        by.flatMap((line) => actionsIn(policy).map((action) => `${line} ${action}`)),
      ),
    );
    const all = everyWay().flatMap(({ line, policy }) => actionsIn(policy).map((action) => `${line} ${action}`));
    expect([...new Set(all)].filter((action) => !seen.has(action))).toEqual([]);
  });
});
