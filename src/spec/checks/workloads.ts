/** Add-ons and apps as a whole: whom they run as, where, and whether they may do anything. */
import type { Subject } from '../../catalog/add-on.ts';
import type { Path } from '../../problem.ts';
import type { SpecCatalog } from '../catalog.ts';
import type { Placed } from '../explain-issue.ts';
import { didYouMean } from '../did-you-mean.ts';
import { entries, items, loose, string, strings } from '../loose.ts';
import type { Loose } from '../loose.ts';
import { allOf, quoted } from '../rules/rule.ts';
import { mostTags } from '../schema/workload-schema.ts';
import type { Check } from './check.ts';
import { doubtful, wrong } from './check.ts';
import { unknownClusters } from './clusters.ts';

interface Workload {
  readonly path: Path;
  readonly id: string;
  readonly spec: Loose;
  /** As far as it is known. */
  readonly subject: Partial<Subject>;
}

function workloads(spec: Loose, { addOns }: SpecCatalog): Workload[] {
  const nameOf = (workload: Loose): string | undefined =>
    string(workload['serviceAccount']) ?? string(loose(workload['serviceAccount'])['name']);
  return [
    ...entries(spec['addOns']).map(([id, workload]): Workload => {
      const installer = string(workload['installer']) ?? 'helm';
      const subjects: Partial<Record<string, Subject>> = addOns.find(id)?.subjects ?? {};
      const usual = subjects[installer];
      const namespace = string(workload['namespace']) ?? usual?.namespace;
      const serviceAccount = nameOf(workload) ?? usual?.serviceAccount;
      return { path: ['addOns', id], id, spec: workload, subject: known(namespace, serviceAccount) };
    }),
    ...entries(spec['apps']).map(([id, workload]): Workload => ({
      path: ['apps', id],
      id,
      spec: workload,
      subject: known(string(workload['namespace']), nameOf(workload) ?? id),
    })),
  ];
}

const known = (namespace: string | undefined, serviceAccount: string | undefined): Partial<Subject> => ({
  ...(namespace === undefined ? {} : { namespace }),
  ...(serviceAccount === undefined ? {} : { serviceAccount }),
});

export const workloadClusters: Check = (spec, catalog) =>
  workloads(spec, catalog).flatMap(({ path, spec: workload }) => unknownClusters(spec, workload['clusters'], [...path, 'clusters']));

/** A role is that of a share group, or of a cluster. */
export const modulePolicyGroups: Check = (spec, catalog) => {
  const known = [
    ...Object.keys(loose(spec['clusters'])),
    ...items(spec['shareRoles']).flatMap((group) => string(loose(group)['name']) ?? []),
  ];
  const unknown = (of: unknown, path: Path): Placed[] =>
    Object.keys(loose(of))
      .filter((group) => known.length > 0 && !known.includes(group))
      .map((group) => {
        const near = didYouMean(group, known);
        return wrong(
          'unknown-cluster',
          [...path, group],
          `${quoted(group)} is neither a cluster here nor a group of shareRoles: there ${known.length === 1 ? 'is' : 'are'} ${allOf(known)}.`,
          near === undefined ? 'Write one of them.' : `Did you mean ${near}?`,
        );
      });
  return workloads(spec, catalog).flatMap(({ path, spec: workload }) => [
    ...unknown(workload['modulePolicyName'], [...path, 'modulePolicyName']),
    ...unknown(loose(workload['migration'])['former'], [...path, 'migration', 'former']),
  ]);
};

/** A pod has one role: two workloads as one ServiceAccount would each take the other's away. */
export const oneSubjectEach: Check = (spec, catalog) => {
  const everywhere = Object.keys(loose(spec['clusters']));
  const taken = new Map<string, Workload>();
  return workloads(spec, catalog).flatMap((workload) => {
    const { namespace, serviceAccount } = workload.subject;
    if (namespace === undefined || serviceAccount === undefined) return [];
    const clusters = new Set(workload.spec['clusters'] === undefined ? everywhere : strings(workload.spec['clusters']));
    const rivals = new Set<Workload>();
    for (const cluster of clusters) {
      const subject = `${cluster}/${namespace}:${serviceAccount}`;
      const rival = taken.get(subject);
      if (rival === undefined) taken.set(subject, workload);
      else if (rival.spec['shared'] !== true || workload.spec['shared'] !== true) rivals.add(rival);
    }
    return [...rivals].map((rival) =>
      wrong(
        'subject-taken',
        workload.path,
        `${workload.id} runs as ${namespace}:${serviceAccount}, and so does ${rival.id}: a ServiceAccount has one role.`,
        'Give one of them another ServiceAccount, or write shared: true on both.',
      ),
    );
  });
};

/** Every pod that names no ServiceAccount runs as `default`, so the role would be everyone's. */
export const noDefaultServiceAccount: Check = (spec, catalog) =>
  workloads(spec, catalog).flatMap(({ path, id, spec: workload, subject }): Placed[] => {
    if (subject.serviceAccount !== 'default' || workload['shared'] === true) return [];
    const at =
      workload['serviceAccount'] === undefined
        ? path
        : typeof workload['serviceAccount'] === 'string'
          ? [...path, 'serviceAccount']
          : [...path, 'serviceAccount', 'name'];
    return [
      wrong(
        'default-service-account',
        at,
        `${id} runs as the ServiceAccount default, as every pod of the namespace does that names none, so all of them would get its role.`,
        'Give it a ServiceAccount of its own, or write shared: true if that is what you want.',
      ),
    ];
  });

/** The spec's tags and the workload's meet on one role. */
export const tagsTogether: Check = (spec, catalog) => {
  const common = Object.keys(loose(spec['tags']));
  const tooMany = (path: Path, count: number): Placed[] =>
    count > mostTags
      ? [
          wrong(
            'too-many-tags',
            path,
            `These are ${count} tags${path.length > 1 ? ' with those of the spec' : ''}, and a role takes ${mostTags}.`,
            'Remove some.',
          ),
        ]
      : [];
  return [
    ...tooMany(['tags'], common.length),
    ...workloads(spec, catalog).flatMap(({ path, spec: workload }) => {
      const own = Object.keys(loose(workload['tags']));
      return own.length === 0 ? [] : tooMany([...path, 'tags'], new Set([...common, ...own]).size);
    }),
  ];
};

const powers = ['grants', 'managedPolicies', 'policyRefs', 'statements', 'assumeRoles'];

export const appsThatMayNothing: Check = (spec) =>
  entries(spec['apps'])
    // Files of the user's own may give a role without a module more.
    .filter(
      ([, app]) =>
        app['withoutModule'] !== true &&
        powers.every((key) => app[key] === undefined || (Array.isArray(app[key]) && app[key].length === 0)),
    )
    .map(([id]) =>
      doubtful(
        'no-permissions',
        ['apps', id],
        `${id} gets a role that may do nothing.`,
        'Add grants, managedPolicies, statements or assumeRoles.',
      ),
    );
