/** What the policies of a module allow, flag by flag, from release to release. */
import { byName } from './read-module.mjs';

/** Each action with the condition under which it is allowed. */
const allowed = (rules) =>
  new Set(
    rules.flatMap(({ when, actions, managed }) => (actions ?? managed).map((name) => (when === undefined ? name : `${name} if ${when}`))),
  );

export function actionHistory(module, releases) {
  const flags = [...new Set(releases.flatMap(({ policies }) => Object.keys(policies)))].sort(byName);
  return flags.length === 0 ? [] : [module, ...flags.flatMap((flag) => [`  ${flag}`, ...historyOf(flag, releases)])];
}

function historyOf(flag, releases) {
  let before;
  return releases.flatMap(({ version, policies }) => {
    if (policies[flag] === undefined && before === undefined) return [];
    const now = allowed(policies[flag] ?? []);
    const changes = [
      ...[...now].filter((action) => !before?.has(action)).map((action) => (before === undefined ? action : `+ ${action}`)),
      ...[...(before ?? [])].filter((action) => !now.has(action)).map((action) => `- ${action}`),
    ];
    before = now;
    return changes.length === 0 ? [] : [`    ${version}`, ...changes.sort(byName).map((change) => `      ${change}`)];
  });
}
