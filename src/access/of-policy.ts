/** Policies of IAM → what they permit. */
import type { PolicyStatement } from '../iam/policy-document.ts';
import type { Statement } from '../iam/statement.ts';
import { render, type FactHole, type RefHole, type Text } from '../iam/text.ts';
import { conditionOf, type PermitCondition } from './conditions.ts';
import type { Permit } from './permit.ts';
import type { Scope } from './scope.ts';

/** A hole as it is compared and shown: the same on both sides for the same thing. */
export const spellHole = (hole: FactHole | RefHole): string => ('ref' in hole ? `<${hole.ref}>` : FACTS[hole.fact]);

const FACTS: Readonly<Record<FactHole['fact'], string>> = { partition: '<partition>', accountId: '<account>', region: '<region>' };

export const spelled = (text: Text): string => render(text, spellHole);

/** One scope for each pattern; what all patterns but some mean cannot be divided. */
export function scopesOf(only: readonly string[] | undefined, allBut: readonly string[] | undefined): readonly Scope[] {
  if (only !== undefined) return only.map((pattern) => ({ only: pattern.replaceAll(/\*+/g, '*') }));
  return allBut === undefined ? [] : [{ allBut: [...new Set(allBut)].sort() }];
}

interface Parts {
  readonly allows: boolean;
  readonly actions: readonly Scope[];
  readonly resources: readonly Scope[];
  readonly conditions: readonly PermitCondition[];
}

const permitsOf = ({ allows, actions, resources, conditions }: Parts): Permit[] =>
  actions.flatMap((action) => resources.map((on): Permit => ({ kind: 'policy', allows, action, on, conditions })));

/** Of statements of ours. */
export const permitsOfStatements = (statements: readonly Statement[]): readonly Permit[] =>
  statements.flatMap(({ effect, actions, notActions, resources, notResources, conditions }) =>
    permitsOf({
      allows: effect === 'Allow',
      actions: scopesOf(actions, notActions),
      resources: scopesOf(resources?.map(spelled), notResources?.map(spelled)),
      conditions: conditions.map(({ operator, key, values }) => conditionOf(operator, spelled(key), values.map(spelled))),
    }),
  );

/** Of a document as AWS and states have it. */
export const permitsOfPolicy = (statements: readonly PolicyStatement[], version = '2012-10-17'): readonly Permit[] =>
  statements.flatMap(({ allows, actions, notActions, resources, notResources, conditions }) => {
    const read = inVersion(version);
    return permitsOf({
      allows,
      actions: scopesOf(actions, notActions),
      resources: scopesOf(resources?.map(read), notResources?.map(read)),
      conditions: conditionsIn(conditions, read),
    });
  });

/** Variables came with this version: before, `${` was text. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
export const inVersion =
  (version: string | undefined) =>
  (text: string): string =>
    version === '2012-10-17' ? text : text.replaceAll('${', () => '${$}{');

export const conditionsIn = (
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  read: (text: string) => string,
): readonly PermitCondition[] =>
  Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => conditionOf(operator, key, values.map(read))),
  );
