/**
 * What each add-on and grant allows, as JSON that people review: test/catalog/policies has a file for each,
 * which `npm run docs` renews. What only the cluster knows stands in angle brackets.
 */
import type { AddOn, OwnModuleLine, PodIdentityLine, PodIdentityPermissions, RoleLine } from '../../src/catalog/add-on.ts';
import type { Grant } from '../../src/catalog/grant.ts';
import type { OptionValue } from '../../src/catalog/option.ts';
import { podIdentityPermissions } from '../../src/catalog/pod-identity.ts';
import type { Statement } from '../../src/iam/statement.ts';
import { policyJson, showInputs, showText } from '../catalog/show.ts';
import { literalWays, type Values } from './accepted-options.ts';

/** As IAM has it. */
export interface GoldenPolicy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid?: string; readonly Action?: string | readonly string[] }[];
}

export interface Golden {
  /** Its options. */
  readonly told: Values;
  /** The lines on which it is given the same; absent for grants, which are the same on all. */
  readonly by?: readonly string[];
  /** What the module is called with, which makes a policy of its own. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Policies of AWS, and of eksctl. */
  readonly managed?: readonly string[];
  readonly policy?: GoldenPolicy;
}

const CLUSTER = { clusterNames: ['production'] };

/** As little and as much as it can be told, as much as it can be with each of its choices, and without each of its options. */
export function tellings(entry: Parameters<typeof literalWays>[0]): readonly Values[] {
  const ways = literalWays(entry);
  const limits = Object.entries(entry.options).flatMap(([name, { kind, choices = [undefined] }]) => {
    const values: readonly (OptionValue | undefined)[] = kind === 'flag' ? [true, false] : choices;
    return values.map((value) => (way: Values) => way[name] === value);
  });
  return [...new Set([ways[0], ...limits.map((limit) => ways.findLast(limit)), ways.at(-1)])].filter((way) => way !== undefined);
}

export const policyOf = (statements: readonly Statement[] = []): Pick<Golden, 'policy'> =>
  statements.length === 0 ? {} : { policy: JSON.parse(policyJson(statements, (hole) => `<${hole}>`)) as GoldenPolicy };

const given = (
  { inputs, policyName, managedPolicies = [], statements }: PodIdentityPermissions,
  wellKnown?: string,
): Omit<Golden, 'told' | 'by'> => {
  const managed = [...(wellKnown === undefined ? [] : [wellKnown]), ...managedPolicies.map(showText)];
  return {
    ...(inputs === undefined
      ? {}
      : { inputs: { ...showInputs(inputs), ...(policyName === undefined ? {} : { [policyName]: '<policyName>' }) } }),
    ...(managed.length === 0 ? {} : { managed }),
    ...policyOf(statements),
  };
};

/** Who makes the role → what it is given. */
export function permissionsByLine(addOn: AddOn, told: Values): ReadonlyMap<string, Omit<Golden, 'told' | 'by'>> {
  const options = told as never;
  const own = addOn.withoutModule(options, CLUSTER);
  const ofRoleModules = (['iam-5', 'iam-6'] satisfies RoleLine[]).map(
    (line) => [line, given(addOn.permissions(options, CLUSTER, line))] as const,
  );
  const besideOwnModule = (['eks-20', 'eks-21'] satisfies OwnModuleLine[]).map(
    (line) => [line, given({ statements: addOn.besideOwnModule?.(CLUSTER, line) ?? [] })] as const,
  );
  const withPodIdentity = (['pod-identity-1', 'pod-identity-2'] satisfies PodIdentityLine[]).flatMap((line) => {
    const permissions = podIdentityPermissions(addOn, options, CLUSTER, line);
    return permissions === undefined ? [] : [[line, given(permissions)] as const];
  });
  return new Map([
    ...(addOn.ownModule?.(options) === undefined ? [...ofRoleModules, ...withPodIdentity] : besideOwnModule),
    ...(own === undefined ? [] : [['eksctl', given(own, own.wellKnown)] as const]),
  ]);
}

export const goldensOfAddOn = (addOn: AddOn): readonly Golden[] =>
  tellings(addOn).flatMap((told) => {
    const alike = new Map<string, { by: string[]; what: Omit<Golden, 'told' | 'by'> }>();
    for (const [line, what] of permissionsByLine(addOn, told)) {
      const key = JSON.stringify(what);
      alike.set(key, { by: [...(alike.get(key)?.by ?? []), line], what });
    }
    return [...alike.values()].map(({ by, what }) => ({ told, by, ...what }));
  });

export const goldensOfGrant = (grant: Grant): readonly Golden[] =>
  tellings(grant).map((told) => ({ told, ...policyOf(grant.statements(told)) }));

export const FOLDER = 'test/catalog/policies';

const text = (golden: Golden): string => JSON.stringify(golden);

/** What stands in one and not in the other, each with the sign of the side that it is on. */
export const differences = (reviewed: readonly Golden[], made: readonly Golden[]): readonly string[] => {
  const [before, now] = [new Set(reviewed.map(text)), new Set(made.map(text))];
  return [
    ...reviewed
      .map(text)
      .filter((one) => !now.has(one))
      .map((one) => `- ${one}`),
    ...made
      .map(text)
      .filter((one) => !before.has(one))
      .map((one) => `+ ${one}`),
  ];
};
