/** Where EKS Pod Identity cannot work, and what it and IRSA cannot say. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
import { sdks, tooOld, type SdkName } from '../../catalog/sdks.ts';
import { SESSION_TAGS } from '../../iam/pod-identity.ts';
import type { Path } from '../../problem.ts';
import type { Placed } from '../explain-issue.ts';
import { entries, items, loose, string, strings } from '../loose.ts';
import type { Loose } from '../loose.ts';
import { quoted } from '../rules/rule.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';

interface Workload {
  readonly path: Path;
  readonly id: string;
  readonly spec: Loose;
  readonly identity: 'irsa' | 'pod-identity';
}

const workloads = (spec: Loose): Workload[] =>
  ['addOns', 'apps'].flatMap((kind) =>
    entries(spec[kind]).map(([id, workload]) => ({
      path: [kind, id],
      id,
      spec: workload,
      identity: identityOf(workload, spec),
    })),
  );

/** On its way a workload has to fit where it goes. */
export function identityOf(workload: Loose, spec: Loose): Workload['identity'] {
  const underWay = ['prepare', 'dual'].includes(String(loose(workload['migration'])['phase']));
  return underWay || (workload['identity'] ?? spec['identity']) === 'pod-identity' ? 'pod-identity' : 'irsa';
}

export const identitiesFit: Check = (spec) =>
  workloads(spec).flatMap((workload) => [
    ...(workload.identity === 'irsa' ? ofIrsa(workload) : ofPodIdentity(workload)),
    ...oldSdks(workload),
    ...missingSessionTags(workload),
    ...phaseFits(spec, workload),
  ]);

function ofIrsa({ path, id, spec }: Workload): Placed[] {
  const target = items(spec['assumeRoles']).findIndex((entry) => loose(entry)['via'] === 'target');
  return [
    ...(spec['podIdentity'] === undefined
      ? []
      : [
          wrong(
            'identity-mismatch',
            [...path, 'podIdentity'],
            `podIdentity is about associations, and ${id} has identity irsa, which has none.`,
            'Leave it out, or write identity: pod-identity.',
          ),
        ]),
    ...(target < 0
      ? []
      : [
          wrong(
            'assume-role-way',
            [...path, 'assumeRoles', target, 'via'],
            `via: target is the target role of a Pod Identity association, and ${id} has identity irsa.`,
            'Leave via out for a chain, or write identity: pod-identity.',
          ),
        ]),
  ];
}

/** The nodes that have no agent, each with why, as the end of a sentence. */
export const WITHOUT_AGENT: Readonly<Record<string, string>> = {
  fargate: 'Fargate has no EKS Pod Identity Agent, which runs on nodes only',
  windows: 'the EKS Pod Identity Agent does not run on Windows nodes',
  outposts: 'EKS Pod Identity is not there on AWS Outposts',
};

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** What the webhook reads of a token. */
export const OF_TOKENS = ['audience', 'tokenExpiration', 'stsRegionalEndpoints'];

function ofPodIdentity(workload: Workload): Placed[] {
  const { path, id, spec } = workload;
  const { disableSessionTags, policy } = loose(spec['podIdentity']);
  return [
    ...strings(spec['runsOn']).flatMap((compute, i) =>
      WITHOUT_AGENT[compute] === undefined
        ? []
        : [
            wrong(
              'pod-identity-unsupported',
              [...path, 'runsOn', i],
              `${capital(WITHOUT_AGENT[compute])}: by an association, pods of ${id} would have no credentials there.`,
              `Write identity: irsa here.${compute === 'outposts' ? ' A local cluster on Outposts has neither.' : ''}`,
            ),
          ],
    ),
    ...(policy !== undefined && disableSessionTags !== true
      ? [
          wrong(
            'session-policy-with-tags',
            [...path, 'podIdentity', 'policy'],
            'EKS takes a session policy only for an association without session tags.',
            'Write disableSessionTags: true beside it, or say in statements what the role may do.',
          ),
        ]
      : []),
    ...OF_TOKENS.filter((key) => loose(spec['serviceAccount'])[key] !== undefined).map((key) =>
      wrong(
        'identity-mismatch',
        [...path, 'serviceAccount', key],
        `${key} is about tokens for STS, and with identity pod-identity ${id} has none.`,
        'Leave it out, or write identity: irsa.',
      ),
    ),
    ...waysOfRoles(workload),
  ];
}

/** An association has one target, and pods with one have nothing else. */
function waysOfRoles({ path, id, spec }: Workload): Placed[] {
  const ways = items(spec['assumeRoles']).map((entry) => string(loose(entry)['via']) ?? 'chain');
  const target = ways.indexOf('target');
  return ways.flatMap((way, i) => {
    const at = [...path, 'assumeRoles', i];
    if (way === 'direct') {
      return [
        wrong(
          'assume-role-way',
          [...at, 'via'],
          `via: direct needs the tokens of IRSA, and ${id} has identity pod-identity.`,
          'Write via: target, or leave via out for a chain.',
        ),
      ];
    }
    return target >= 0 && i !== target
      ? [
          wrong(
            'assume-role-way',
            at,
            `EKS assumes the target role for ${id}, whose pods then have the session of that role only, and cannot assume another by their own.`,
            'Keep the entry with via: target alone, or leave via out of all of them for chains.',
          ),
        ]
      : [];
  });
}

/** Phases before the last are on the side of IRSA. */
function phaseFits(whole: Loose, { path, id, spec }: Workload): Placed[] {
  const { phase } = loose(spec['migration']);
  if (phase === undefined) return [];
  const identity = spec['identity'] ?? whole['identity'] ?? 'irsa';
  const wanted = phase === 'done' ? 'pod-identity' : 'irsa';
  return identity === wanted
    ? []
    : [
        wrong(
          'identity-mismatch',
          [...path, 'migration', 'phase'],
          `In phase ${String(phase)}, ${id} has identity ${wanted}, and here it has ${String(identity)}.`,
          `Write identity: ${wanted} here, or let \`create-irsa migrate pod-identity\` write both.`,
        ),
      ];
}

const oldSdks = ({ path, id, spec, identity }: Workload): Placed[] =>
  Object.entries(loose(spec['sdk'])).flatMap(([name, said]) => {
    const release = string(said);
    if (!isSdk(name) || release === undefined) return [];
    const minimum = tooOld(name, release, identity);
    return minimum === undefined
      ? []
      : [
          wrong(
            'sdk-too-old',
            [...path, 'sdk', name],
            `${sdks[name].title} ${release} in ${id} does not know ${identity === 'irsa' ? 'IRSA' : 'EKS Pod Identity'}, and would take the role of the node without a word.`,
            `Raise it to ${minimum} or newer${identity === 'irsa' ? '' : ', or write identity: irsa here'}.`,
          ),
        ];
  });

export const isSdk = (name: string): name is SdkName => Object.hasOwn(sdks, name);

export const SESSION_TAG = new RegExp(String.raw`aws:PrincipalTag/(${SESSION_TAGS.join('|')})`);

/** A policy that asks for a tag that no session has grants nothing, or forbids nothing. */
function missingSessionTags({ path, id, spec, identity }: Workload): Placed[] {
  const disabled = loose(spec['podIdentity'])['disableSessionTags'] === true;
  if (identity === 'pod-identity' && !disabled) return [];
  return items(spec['statements']).flatMap((statement, i) => {
    const [, tag] = SESSION_TAG.exec(JSON.stringify(statement) ?? '') ?? [];
    return tag === undefined
      ? []
      : [
          wrong(
            'session-tags-missing',
            [...path, 'statements', i],
            `This statement asks for the session tag ${quoted(tag)}, and the sessions of ${id} have none: ${identity === 'irsa' ? 'tokens of IRSA carry no tags' : 'disableSessionTags is true'}.`,
            identity === 'irsa'
              ? 'Write identity: pod-identity here, or take the tag out.'
              : 'Leave disableSessionTags out, or take the tag out.',
          ),
        ];
  });
}
