/** Blue/green: a cluster that joins may take over the roles of another, and one that has been left is retired. */
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Wizard } from '../wizard.ts';

interface Group {
  readonly name: string;
  readonly clusters: readonly string[];
}

const groupsOf = (draft: SpecInput): readonly Group[] => (answerAt(draft, ['shareRoles']) ?? []) as readonly Group[];

const isRetired = (draft: SpecInput, key: string): boolean => answerAt(draft, ['clusters', key, 'retired']) === true;

/** Of a cluster that is new, where there are others. */
export async function askShared(draft: SpecInput, key: string, { asker }: Pick<Wizard, 'asker'>): Promise<SpecInput> {
  const groups = groupsOf(draft);
  const isGrouped = (cluster: string): boolean => groups.some(({ clusters }) => clusters.includes(cluster));
  const others = keysAt(draft, ['clusters']).filter((other) => other !== key && !isRetired(draft, other));
  if (others.length === 0 || isGrouped(key)) return draft;
  const shared = await asker.select<string>({
    message: `Does ${key} take over from another cluster?`,
    hint: 'Blue/green: each role then trusts both clusters, by a statement for each.',
    choices: [
      { value: '', name: 'No, it gets roles of its own' },
      ...groups.flatMap(({ name, clusters: [first, ...more] }) =>
        first === undefined ? [] : [{ value: first, name: `It shares the roles of ${name}`, note: [first, ...more].join(', ') }],
      ),
      ...others.filter((other) => !isGrouped(other)).map((other) => ({ value: other, name: `It shares the roles of ${other}` })),
    ],
    default: '',
  });
  return shared === '' ? draft : sharing(draft, key, shared);
}

/** A group that begins is called as EKS calls its first cluster, which stays primary: neither a name nor an address changes. */
function sharing(draft: SpecInput, key: string, other: string): SpecInput {
  const groups = groupsOf(draft);
  const at = groups.findIndex(({ clusters }) => clusters.includes(other));
  if (at >= 0) return withAnswer(draft, ['shareRoles', at, 'clusters'], [...(groups[at]?.clusters ?? []), key]);
  const name = answerAt(draft, ['clusters', other, 'name']) ?? other;
  const grouped = withAnswer(draft, ['shareRoles', groups.length], { name, clusters: [other, key] });
  return grouped.primary === undefined ? withAnswer(grouped, ['primary'], other) : grouped;
}

/** Of a cluster whose roles another one has, too. */
export async function askRetired(draft: SpecInput, key: string, { asker }: Pick<Wizard, 'asker'>): Promise<SpecInput> {
  const said = isRetired(draft, key);
  const isShared = groupsOf(draft).some(({ clusters }) => clusters.includes(key) && clusters.length > 1);
  if (!isShared && !said) return draft;
  const retired = await asker.select<boolean>({
    message: `Do pods still run in ${key}?`,
    hint: 'Retired, it is taken out of every trust policy; once that is applied, it may leave irsa.yaml.',
    choices: [
      { value: false, name: 'Yes' },
      { value: true, name: 'No, retire it' },
    ],
    default: said,
  });
  return withAnswer(draft, ['clusters', key, 'retired'], retired ? true : undefined);
}
