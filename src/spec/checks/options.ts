/** The rules that add-ons and grants have between their options. */
import type { Options, OptionValue, OptionValues } from '../../catalog/option.ts';
import { formatPath } from '../../problem.ts';
import type { Path } from '../../problem.ts';
import type { SpecCatalog } from '../catalog.ts';
import type { Placed } from '../explain-issue.ts';
import { entries, items } from '../loose.ts';
import { permissionsOf } from '../permissions/permissions-of.ts';
import type { Loose } from '../loose.ts';
import { wrong } from './check.ts';

/** The options among the keys of a workload or grant, with the defaults of those left out. */
export function optionsOf(options: Options, written: Loose): Record<string, OptionValue> {
  const values: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = written[name] ?? option.default;
    if (value !== undefined) values[name] = value as OptionValue;
  }
  return values;
}

/** Rules see values of the right types only, so they are not asked where `isSound` says no. */
export function optionRules(spec: Loose, { addOns, grants }: SpecCatalog, isSound: (path: Path) => boolean): Placed[] {
  const judge = (path: Path, options: Options, written: Loose, check?: (values: OptionValues<Options>) => string | undefined): Placed[] => {
    if (!check || !isSound(path)) return [];
    const complaint = check(optionsOf(options, written) as OptionValues<Options>);
    return complaint === undefined
      ? []
      : [
          wrong(
            'invalid-options',
            path,
            `${formatPath(path)}: ${complaint}`,
            `See \`create-irsa catalog ${path.at(-1)}\` for its options.`,
          ),
        ];
  };
  return [
    ...entries(spec['addOns']).flatMap(([id, written]) => {
      const addOn = addOns.find(id);
      return addOn ? judge(['addOns', id], addOn.options, written, addOn.check) : [];
    }),
    ...permissionsOf(spec).flatMap(({ path, said }) =>
      items(said['grants']).flatMap((entry, i) =>
        entries(entry).flatMap(([service, written]) => {
          const grant = grants.find(service);
          return grant ? judge([...path, 'grants', i, service], grant.options, written, grant.check) : [];
        }),
      ),
    ),
  ];
}
