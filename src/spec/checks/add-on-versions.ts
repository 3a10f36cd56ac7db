/** Add-ons of EKS whose driver is older than its way to the agent. https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html */
import { compareVersions, parseVersion } from '../../catalog/modules/versions.ts';
import { entries, loose, string } from '../loose.ts';
import { quoted } from '../rules/rule.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';
import { identityOf } from './pod-identity.ts';

/** `v1.14.1-eksbuild.1` */
const versionOf = (text: string | undefined) => parseVersion(/^v?(\d+\.\d+\.\d+)/.exec(text ?? '')?.[1] ?? '');

/** Such as version 1 of Mountpoint for S3, whose mounts are made on the host. What is installed by others, or by a chart, has another version. */
export const addOnsKnowPodIdentity: Check = (spec, { addOns }) =>
  entries(spec['addOns']).flatMap(([id, addOn]) => {
    if (identityOf(addOn, spec) !== 'pod-identity' || addOn['installer'] !== 'eks-addon') return [];
    const said = string(loose(addOn['install'])['version']);
    const since = addOns.find(id)?.podIdentity?.eksAddOnSince;
    const [version, minimum] = [versionOf(said), versionOf(since)];
    if (version === undefined || minimum === undefined || compareVersions(version, minimum) >= 0) return [];
    return [
      wrong(
        'pod-identity-unsupported',
        ['addOns', id, 'install', 'version'],
        `${quoted(said)} of ${id} does not take an association: that is from ${since} on.`,
        'Raise it, or write identity: irsa here.',
      ),
    ];
  });
