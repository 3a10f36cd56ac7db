/** Add-ons that Terraform installs: what is asked of a chart is not what is asked of an EKS add-on. */
import { chartSource } from '../../catalog/add-on.ts';
import { entries, loose, string, strings } from '../loose.ts';
import type { Loose } from '../loose.ts';
import type { Placed } from '../explain-issue.ts';
import type { Path } from '../../problem.ts';
import { chartVersion, eksAddOnVersion } from '../rules/kubernetes.ts';
import { defaultOutputs } from '../schema/spec-schema.ts';
import type { SpecCatalog } from '../catalog.ts';
import type { Check } from './check.ts';
import { doubtful, wrong } from './check.ts';

export const installations: Check = (spec, catalog) => {
  const writesTerraform = (spec['outputs'] === undefined ? defaultOutputs : strings(spec['outputs'])).includes('terraform');
  return entries(spec['addOns']).flatMap(([id, addOn]): Placed[] => {
    const said = addOn['install'];
    if (said === undefined || said === false) return [];
    const path = ['addOns', id, 'install'];
    const lost = writesTerraform
      ? []
      : [
          doubtful(
            'install-not-written',
            path,
            `Terraform is to install ${id}, but outputs does not list terraform.`,
            'Add terraform to outputs, or leave install out.',
          ),
        ];
    switch (string(addOn['installer']) ?? 'helm') {
      case 'helm':
        return [...lost, ...ofChart(id, loose(said), path, catalog)];
      case 'eks-addon':
        return [...lost, ...ofEksAddOn(loose(said), path)];
      default:
        return [
          wrong(
            'invalid-installation',
            path,
            `The module of EKS Blueprints installs ${id}, and two releases of one chart would fight.`,
            'Leave install out, or write installer: helm.',
          ),
        ];
    }
  });
};

function ofChart(id: string, { version, overwrite }: Loose, path: Path, { addOns }: SpecCatalog): Placed[] {
  const chart = addOns.find(id)?.helm;
  const complaint = typeof version === 'string' ? chartVersion(version) : undefined;
  return [
    ...(version === undefined && chart !== undefined
      ? [
          wrong(
            'chart-version-missing',
            path,
            'A chart without a version is the newest one at each apply, so nobody reviews what changes.',
            `Write install: { version: "<version>" }; \`helm show chart ${chartSource(chart)}\` shows the newest one.`,
          ),
        ]
      : []),
    ...(complaint === undefined ? [] : [wrong('invalid-version', [...path, 'version'], complaint.message, complaint.fix)]),
    ...(overwrite === true
      ? [
          wrong(
            'invalid-installation',
            [...path, 'overwrite'],
            'overwrite is for EKS add-ons: a release of a chart that is there already is imported.',
            'Leave overwrite out, and run `terraform import helm_release.<label> <namespace>/<release>`.',
          ),
        ]
      : []),
  ];
}

function ofEksAddOn({ version, values }: Loose, path: Path): Placed[] {
  const complaint = typeof version === 'string' ? eksAddOnVersion(version) : undefined;
  return [
    ...(complaint === undefined ? [] : [wrong('invalid-version', [...path, 'version'], complaint.message, complaint.fix)]),
    ...(strings(values).length > 1
      ? [
          wrong(
            'invalid-installation',
            [...path, 'values', 1],
            'An EKS add-on takes one configuration, and these are several files.',
            'Write them as one.',
          ),
        ]
      : []),
  ];
}
