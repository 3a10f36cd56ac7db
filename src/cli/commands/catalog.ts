/** `create-irsa catalog [id]`: what add-ons and grants need, and what they are. */
import { addOns, findAddOn, findGrant, grants } from '../../catalog/index.ts';
import { error } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { isGiven } from '../arguments.ts';
import { addOnJson, addOnLines, catalogLines, grantJson, grantLines } from '../report-catalog.ts';
import { ExitCode } from '../exit-code.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async ({ words: [id], ...args }, { print, tell, style }) => {
  const json = isGiven({ ...args, words: [] }, 'json');
  const asJson = (value: object): void => print(`${JSON.stringify({ version: 1, ...value }, null, 2)}\n`);
  if (id === undefined) {
    if (json) asJson({ addOns: addOns.map(addOnJson), grants: grants.map(grantJson) });
    else print(`${catalogLines(addOns, grants, style).join('\n')}\n`);
    return ExitCode.done;
  }
  const addOn = findAddOn(id);
  const grant = findGrant(id);
  if (addOn !== undefined) {
    if (json) asJson(addOnJson(addOn));
    else print(`${addOnLines(addOn, style).join('\n')}\n`);
  } else if (grant !== undefined) {
    if (json) asJson(grantJson(grant));
    else print(`${grantLines(grant, style).join('\n')}\n`);
  } else {
    const meant = didYouMean(id, [...addOns.map((known) => known.id), ...grants.map(({ service }) => service)]);
    const fix = meant === undefined ? '`create-irsa catalog` lists what there is.' : `Did you mean ${meant}?`;
    tell(problemLines([error('not-in-catalog', [], `The catalog holds no add-on and no grant \`${id}\`.`, fix)], style));
    return ExitCode.wrongInput;
  }
  return ExitCode.done;
};
