/** What differs between recorded facts of modules and those of their sources, one line each. */
import { byName } from './read-module.mjs';

/** Maps say the same in any order; lists do not. */
const canonical = (value) => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => byName(a, b))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
};

const print = (value) => (value === undefined ? 'nothing' : JSON.stringify(canonical(value)));

const same = (a, b) => print(a) === print(b);

const keysOf = (...maps) => [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))].sort(byName);

/** Lists of names as maps, so that each name is a fact of its own. */
const facts = ({ module: _module, version: _version, outputs, resources, ...rest }) => ({
  ...rest,
  outputs: Object.fromEntries(outputs.map((name) => [name, true])),
  resources: Object.fromEntries(resources.map(({ address, ...flags }) => [address, flags])),
});

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Facts that differ, as `[path, before, after]`: of maps of maps each entry is one. */
function differences(before, after) {
  return keysOf(before, after).flatMap((key) => {
    const [a, b] = [before[key], after[key]];
    if (same(a, b)) return [];
    if (!isMap(a) && !isMap(b)) return [[key, a, b]];
    return keysOf(a, b)
      .filter((name) => !same(a?.[name], b?.[name]))
      .map((name) => [`${key}.${name}`, a?.[name], b?.[name]]);
  });
}

export const contractDrift = (recorded, found) =>
  differences(facts(recorded), facts(found)).map(
    ([path, was, is]) => `${recorded.module}@${recorded.version}: ${path} is recorded as ${print(was)}, and is ${print(is)}.`,
  );

/** What a newer release of the line has that the newest recorded one has not, and the other way round. */
export const lineDrift = (recorded, newest) => [
  `${recorded.module}: ${newest.version} is newer than ${recorded.version}, the newest of its line with a contract.`,
  ...differences(facts(recorded), facts(newest)).map(([path, was, is]) => `  ${path}: ${print(was)} → ${print(is)}`),
];

export function constraintDrift(module, recorded, found, { whole, complete }) {
  return keysOf(recorded, found).flatMap((version) => {
    const [was, is] = [recorded[version], found[version]];
    if (was === undefined) return whole ? [`${module}@${version} is a release that is not recorded: it needs ${print(is)}.`] : [];
    if (is === undefined) return complete ? [`${module}@${version} is recorded, and no such release.`] : [];
    return same(was, is) ? [] : [`${module}@${version} is recorded as needing ${print(was)}, and needs ${print(is)}.`];
  });
}
