/** How Terraform knows a cluster that is added and of which nobody has said it. Pure. */
import { eksModules } from '../../plan/eks-modules.ts';
import type { RepoFacts } from '../../plan/repo-facts.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../../wizard/draft.ts';
import { foundClusters } from '../../wizard/found-clusters.ts';

/**
 * Without a word it would be the only cluster of the folder, which is the one that the spec has already:
 * its roles would trust the tokens of that one. So what makes a cluster of its name is named, or how it is looked up.
 */
export function withSources(before: SpecInput, after: SpecInput, facts: RepoFacts): SpecInput {
  const there = keysAt(before, ['clusters']);
  if (there.length === 0) return after;
  const usesVariables = there.every((key) => answerAt(before, ['clusters', key, 'from', 'variables']) === true);
  const found = foundClusters({ eksModules: eksModules(facts), facts });
  const open = keysAt(after, ['clusters']).filter(
    (key) => !there.includes(key) && answerAt(after, ['clusters', key, 'from']) === undefined,
  );
  return open.reduce((draft, key) => {
    const name = answerAt(draft, ['clusters', key, 'name']) ?? key;
    const made = found.find(({ cluster }) => cluster === name)?.value;
    return withAnswer(draft, ['clusters', key, 'from'], made ?? (usesVariables ? { variables: true } : { data: true }));
  }, after);
}
