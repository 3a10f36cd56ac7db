/**
 * Since which release the policies of a module allow what: flag → release → actions that none before it allowed. What
 * the first release with the flag allows is left out. An action of which a condition is asked has it after ` if `.
 */
import { byName } from './read-module.mjs';
import { compareReleases } from './releases.mjs';

/** @param releases oldest first, each with its `version` and `policies` */
export function addedActions(releases) {
  const flags = [...new Set(releases.flatMap(({ policies }) => Object.keys(policies)))].filter((flag) => flag.startsWith('attach_'));
  return Object.fromEntries(
    flags
      .sort(byName)
      .map((flag) => [flag, addedTo(flag, releases)])
      .filter(([, added]) => Object.keys(added).length > 0),
  );
}

function addedTo(flag, releases) {
  const having = releases.filter(({ policies }) => policies[flag] !== undefined).toSorted((a, b) => compareReleases(a.version, b.version));
  const seen = new Set(actionsOf(having[0].policies[flag]).map(({ action }) => action));
  const added = {};
  for (const { version, policies } of having.slice(1)) {
    const fresh = new Map(actionsOf(policies[flag]).flatMap(({ action, text }) => (seen.has(action) ? [] : [[action, text]])));
    for (const action of fresh.keys()) seen.add(action);
    if (fresh.size > 0) added[version] = [...fresh.values()].sort(byName);
  }
  return added;
}

const actionsOf = (rules) =>
  rules.flatMap(({ when, actions = [] }) =>
    actions.map((action) => ({ action, text: when === undefined ? action : `${action} if ${when}` })),
  );

export const addedDrift = (module, recorded = {}, found) =>
  [...new Set([...Object.keys(recorded), ...Object.keys(found)])].sort(byName).flatMap((flag) => {
    const [was, is] = [recorded[flag], found[flag]].map((added) => (added === undefined ? 'nothing' : JSON.stringify(added)));
    return was === is ? [] : [`${module}: ${flag} is recorded as having got ${was}, and got ${is}.`];
  });
