/** What a cluster that joins others comes to: whether it shares their roles, and whose workloads go there. Pure. */
import { items, loose, string, strings } from '../../spec/loose.ts';
import { allOf } from '../../spec/rules/rule.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, keysAt } from '../../wizard/draft.ts';

/** @param before what the spec says now @param after what it shall say */
export function clusterNotes(before: SpecInput, after: SpecInput): string[] {
  const there = keysAt(before, ['clusters']);
  const fresh = keysAt(after, ['clusters']).filter((key) => !there.includes(key));
  const [first] = there;
  if (first === undefined || fresh.length === 0) return [];
  return [
    ...fresh
      .filter((key) => answerAt(after, ['clusters', key, 'from', 'data']) === true)
      .map(
        (key) => `${key} is looked up by its name, ${String(answerAt(after, ['clusters', key, 'name']) ?? key)} (from: { data: true }).`,
      ),
    ...fresh.map((key) => sharing(key, first, there, after)),
    ...renamed(there, before, after),
    ...keptOut(fresh, after),
    ...(answerAt(before, ['primary']) === undefined && answerAt(after, ['primary']) !== undefined
      ? [`primary: ${String(answerAt(after, ['primary']))} is written down, so that no address in Terraform changes.`]
      : []),
  ];
}

const shares = (spec: SpecInput) =>
  items(answerAt(spec, ['shareRoles']))
    .map(loose)
    .map((share) => ({ name: string(share['name']) ?? '', clusters: strings(share['clusters']) }));

const groupOf = (key: string, spec: SpecInput) => shares(spec).find(({ clusters }) => clusters.includes(key));

/** `{group}` of its role names. */
const nameOf = (key: string, spec: SpecInput): string =>
  groupOf(key, spec)?.name ?? String(answerAt(spec, ['clusters', key, 'name']) ?? key);

function sharing(key: string, first: string, there: readonly string[], after: SpecInput): string {
  const group = groupOf(key, after);
  const others = group?.clusters.filter((other) => other !== key) ?? [];
  if (group !== undefined && others.length > 0)
    return `${key} shares the roles of ${allOf(others)}, as ${group.name}: each role admits the ServiceAccounts of both.`;
  const members = [...(groupOf(first, after)?.clusters ?? [first]), key];
  return `${key} shares no role with ${allOf(there)}: each workload gets one more role there, which the tokens of other clusters cannot assume. To share them, as from blue to green, say --share-roles ${nameOf(first, after)}=${members.join(',')}.`;
}

/** A role that gets another name is another role. */
const renamed = (there: readonly string[], before: SpecInput, after: SpecInput): string[] =>
  there.flatMap((key) => {
    const [was, is] = [nameOf(key, before), nameOf(key, after)];
    return was === is
      ? []
      : [`The roles of ${key} are named ${is}-… instead of ${was}-…, so Terraform replaces them: to keep them, name the group ${was}.`];
  });

function keptOut(fresh: readonly string[], after: SpecInput): string[] {
  const left = (['addOns', 'apps'] as const).flatMap((section) =>
    keysAt(after, [section]).filter((id) => {
      const clusters = answerAt(after, [section, id, 'clusters']);
      return Array.isArray(clusters) && !fresh.some((key) => clusters.includes(key));
    }),
  );
  return left.length === 0
    ? []
    : [`Not in ${allOf(fresh)}, as \`clusters\` says of ${left.length === 1 ? 'it' : 'them'}: ${left.join(', ')}.`];
}
