/** Add-ons in clusters of EKS Auto Mode, which does their work itself. */
import { entries, loose, strings } from '../loose.ts';
import { allOf } from '../rules/rule.ts';
import { doubtful } from './check.ts';
import type { Check } from './check.ts';

/** A warning, since both can run where their classes differ, or beside nodes that are not Auto Mode's. */
export const besideAutoMode: Check = (spec, { addOns }) => {
  const auto = entries(spec['clusters']).flatMap(([key, cluster]) =>
    loose(loose(cluster['from'])['new'])['nodes'] === 'auto' && cluster['retired'] !== true ? [key] : [],
  );
  return entries(spec['addOns']).flatMap(([id, said]) => {
    const addOn = addOns.find(id);
    const there = said['clusters'] === undefined ? auto : auto.filter((key) => strings(said['clusters']).includes(key));
    if (addOn?.inAutoMode === undefined || there.length === 0) return [];
    return [
      doubtful(
        'auto-mode-does-it',
        ['addOns', id],
        `Auto Mode of ${allOf(there)} ${addOn.inAutoMode} itself.`,
        `Leave ${addOn.title} out there, or keep their classes apart.`,
      ),
    ];
  });
};
