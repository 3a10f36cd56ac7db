/** What an application may be let into: what the folder makes, by reference, and what other roots make, by name. */
import type { Grant } from '../../catalog/grant.ts';
import { grants } from '../../catalog/index.ts';
import type { Option, ResourceName } from '../../catalog/option.ts';
import type { RepoFacts } from '../../plan/repo-facts.ts';
import type { Choice } from '../asker.ts';
import { foundFor, type FoundRef } from '../found.ts';
import { resourceProblem } from '../resource-text.ts';
import type { Wizard } from '../wizard.ts';

/** One thing to be let into; without a resource, one that is still to be named. */
export interface Target {
  readonly service: string;
  readonly resource?: ResourceName | FoundRef;
  /** Of a grant that is there already: its place among them. */
  readonly kept?: number;
}

/** What the folder makes or looks up. */
export const foundHere = (facts: RepoFacts): readonly Choice<Target>[] =>
  grants.all().flatMap((grant) =>
    foundFor(resourceOption(grant)?.[1] ?? {}, facts).map(({ value, ...choice }) => ({
      ...choice,
      value: { service: grant.service, resource: value },
      description: grant.title,
    })),
  );

const ELSEWHERE = 'Elsewhere in this repository';

/** What other roots make is known by its name, if a name is enough. */
export const foundElsewhere = ({ targets }: Wizard['surroundings']): readonly Choice<Target>[] =>
  grants.all().flatMap((grant) => {
    const [, option] = resourceOption(grant) ?? [];
    const types = (option?.madeBy ?? []).flatMap((maker) => ('type' in maker ? maker.type : []));
    return targets.flatMap(({ type, name, at }) =>
      option === undefined || !types.includes(type) || resourceProblem(option, name) !== undefined
        ? []
        : [
            {
              value: { service: grant.service, resource: name },
              name: `${grant.service} ${name}`,
              note: `${at.file}:${at.line}`,
              group: ELSEWHERE,
              description: `${grant.title}, by its name: it is in the account of the cluster, then`,
            },
          ],
    );
  });

/** A grant lets into one resource, by the first option that it requires, unless IAM knows none of its service. */
export const resourceOption = ({ options }: Grant): readonly [string, Option] | undefined =>
  Object.entries(options).find(([, { kind, required }]) => required && kind === 'resource');
