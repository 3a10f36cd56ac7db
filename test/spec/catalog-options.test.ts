/** Each option of each add-on and grant: what the spec says where it is left out or misspelt. */
import { describe, expect, test } from '@jest/globals';
import { addOns, grants } from '../../src/catalog/index.ts';
import { distance } from '../../src/spec/did-you-mean.ts';
import { fullest, literalWays, type Values } from '../support/accepted-options.ts';
import { problemsOf, withCluster } from './reading.ts';

const entries = [
  ...addOns.all().map((addOn) => ({
    id: addOn.id,
    entry: addOn,
    ids: addOns.ids,
    told: (values: Values, id = addOn.id) => {
      const installed = addOn.helm.annotatedByOthers ? { ...values, installer: 'eks-addon' } : values;
      return withCluster(`addOns: ${JSON.stringify({ [id]: installed })}`);
    },
  })),
  ...grants.all().map((grant) => ({
    id: grant.service,
    entry: grant,
    ids: grants.ids,
    told: (values: Values, id = grant.service) =>
      withCluster(`apps: ${JSON.stringify({ mine: { namespace: 'shop', grants: [{ [id]: values }] } })}`),
  })),
];

/** One at each letter, in turn: left out, doubled, another, in its neighbour's place. */
const slips = (name: string): readonly string[] => {
  const all = Array.from(name, (letter, i) => {
    const [before, after] = [name.slice(0, i), name.slice(i + 1)];
    return (
      [before + after, before + letter + letter + after, `${before}q${after}`, before + after.slice(0, 1) + letter + after.slice(1)][
        i % 4
      ] ?? ''
    );
  });
  return [...new Set(all)].filter((slip) => slip !== name);
};

/** A slip that is as near to another name is no mistake that can be told. */
const clear = (name: string, among: readonly string[]): readonly string[] =>
  slips(name).filter((slip) => among.every((other) => other === name || distance(slip, other) > 1));

const errors = (spec: string): readonly string[] => problemsOf(spec).filter((line) => !/^\d+:\d+ warning /.test(line));

describe.each(entries)('$id', ({ id, entry, ids, told }) => {
  const full = fullest(entry);

  test('is taken as told', () => expect(errors(told(full))).toEqual([]));

  test('says of each required option that it is missing', () => {
    for (const [name, { required }] of Object.entries(entry.options)) {
      if (!required) continue;
      const { [name]: _, ...others } = full;
      expect([name, errors(told(others))]).toEqual([
        name,
        [expect.stringMatching(new RegExp(`missing-key: .* needs ${name}\\b.* Add ${name}\\.`))],
      ]);
    }
  });

  test('knows each option by one slip of the fingers', () => {
    for (const name of Object.keys(entry.options)) {
      expect(clear(name, Object.keys(entry.options)).length).toBeGreaterThan(0);
      for (const slip of clear(name, Object.keys(entry.options))) {
        const { [name]: value, ...others } = literalWays(entry).find((way) => name in way) ?? {};
        const said = errors(told({ ...others, [slip]: value! }));
        expect([slip, said]).toEqual([
          slip,
          expect.arrayContaining([expect.stringMatching(new RegExp(`unknown-key: .* Did you mean ${name}\\?`))]),
        ]);
      }
    }
  });

  test('is known by one slip itself', () => {
    for (const slip of clear(id, ids))
      expect([slip, errors(told(full, slip)).join()]).toEqual([slip, expect.stringContaining(`Did you mean ${id}?`)]);
  });
});
