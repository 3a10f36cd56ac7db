/** `create-irsa catalog [id]`: what add-ons and grants need, and what they are. */
import { addOns, addOnsByGroup, findAddOn, findGrant, grants } from '../../catalog/index.ts';
import { findNoAddOn } from '../../catalog/no-add-on.ts';
import { error, type Problem } from '../../problem.ts';
import { didYouMean } from '../../spec/did-you-mean.ts';
import { isGiven } from '../arguments.ts';
import { addOnJson, addOnLines, catalogLines, grantJson, grantLines } from '../report-catalog.ts';
import { ExitCode } from '../exit-code.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';

export const run: Run = async (args, terminal) => {
  const { print, tell, style } = terminal;
  const [id] = args.words;
  const json = isGiven(args, 'json');
  if (id === undefined) {
    if (json) printAnswer({ version: 1, addOns: addOns.all().map(addOnJson), grants: grants.all().map(grantJson) }, terminal);
    else print(`${catalogLines(addOnsByGroup(), grants.all(), style).join('\n')}\n`);
    return ExitCode.done;
  }
  const addOn = findAddOn(id);
  const grant = findGrant(id);
  if (addOn !== undefined) {
    if (json) printAnswer({ version: 1, ...addOnJson(addOn) }, terminal);
    else print(`${addOnLines(addOn, style).join('\n')}\n`);
  } else if (grant !== undefined) {
    if (json) printAnswer({ version: 1, ...grantJson(grant) }, terminal);
    else print(`${grantLines(grant, style).join('\n')}\n`);
  } else {
    const problems = [notHeld(id)];
    tell(problemLines(problems, style));
    if (json) printAnswer(refusal('catalog', problems), terminal);
    return ExitCode.wrongInput;
  }
  return ExitCode.done;
};

function notHeld(id: string): Problem {
  const without = findNoAddOn(id);
  if (without) return error(without.because, [], `${id} ${without.says}`, `${without.fix} ${without.link}`);
  const meant = didYouMean(id, [...addOns.ids, ...grants.ids]);
  const fix = meant === undefined ? '`create-irsa catalog` lists what there is.' : `Did you mean ${meant}?`;
  return error('not-in-catalog', [], `The catalog holds no add-on and no grant \`${id}\`.`, fix);
}
