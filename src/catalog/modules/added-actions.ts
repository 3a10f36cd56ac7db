/** What the policies of later releases of a module allow more: projects ask for it, and older releases never get it. */
import type { Value } from '../../iam/text.ts';
import { addedTexts } from './contracts.generated.ts';
import { compareVersions, parseVersion } from './versions.ts';

export interface AddedAction {
  readonly action: string;
  /** The release that allows it, and every one after. */
  readonly since: string;
}

type Inputs = Readonly<Record<string, Value>>;

type Added = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * @param inputs of the call: flags, and what the module asks of before it allows an action
 * @returns of the same major line, the oldest first
 */
export function actionsAddedAfter(module: string, version: string, inputs: Inputs): readonly AddedAction[] {
  const had = parseVersion(version);
  if (had === undefined) return [];
  const added = addedIn(module);
  return Object.keys(inputs)
    .filter((name) => isGiven(inputs[name]))
    .flatMap((flag) => Object.entries((Object.hasOwn(added, flag) && added[flag]) || {}))
    .flatMap(([since, actions]) => {
      const got = parseVersion(since);
      const later = got !== undefined && got[0] === had[0] && compareVersions(got, had) > 0;
      return later ? actions.flatMap((said) => actionIn(said, inputs).map((action) => ({ action, since, got }))) : [];
    })
    .sort((a, b) => compareVersions(a.got, b.got))
    .map(({ action, since }) => ({ action, since }));
}

const loaded = new Map<string, Added>();

function addedIn(module: string): Added {
  const known = loaded.get(module);
  if (known) return known;
  const added = JSON.parse((Object.hasOwn(addedTexts, module) && addedTexts[module]) || '{}') as Added;
  loaded.set(module, added);
  return added;
}

/** `kms:Decrypt if length(var.keys) > 0` only where keys are given. */
function actionIn(said: string, inputs: Inputs): readonly string[] {
  const [action = '', when] = said.split(' if ');
  const asked = [...(when ?? '').matchAll(/\bvar\.(\w+)/g)].map(([, name = '']) => name);
  return when === undefined || asked.some((name) => isGiven(inputs[name])) ? [action] : [];
}

const isGiven = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
