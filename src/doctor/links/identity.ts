/** Who the pod really is, where it was asked; and what keeps pods from the role of their node. */
import { IMDS, IRSA_SDKS } from '../pages.ts';
import { nodeOf, roleName, some, type View } from '../view.ts';
import { link, type Found } from './link.ts';

const causes = {
  'node-role-used': {
    severity: 'error',
    means: 'The pod acts with the role of its node, though everything else is in order: its program passes the pod’s own by.',
    link: IRSA_SDKS,
  },
  'other-identity': { severity: 'error', means: 'The pod acts as somebody else than its role.', link: IRSA_SDKS },
  'imds-hop-limit': {
    severity: 'note',
    means: 'Pods reach the metadata of their node, and so its role, whenever their own is not taken.',
    link: IMDS,
  },
} as const;

export const identityLink = link({
  name: 'identity',
  needs: ['service-account', 'role', 'trust', 'injection', 'agent', 'sdk', 'precedence'],
  causes,
  look,
});

function look({ world, pods, roleArn, way, subject }: View): readonly Found<typeof causes>[] {
  if (way === 'none' || roleArn === undefined) return [];
  const asked = (world.callers ?? []).filter(({ pod }) => pods.some(({ namespace, name }) => pod === `${namespace}/${name}`));
  const wrong = asked.filter(({ arn }) => roleOfSession(arn) !== roleName(roleArn));
  const [first] = wrong;
  const open = pods.flatMap((pod) => nodeOf(world, pod) ?? []).filter(({ hopLimit = 0 }) => hopLimit > 1);
  const callers: Found<typeof causes>[] =
    first === undefined
      ? []
      : [
          {
            code: isNode(first.arn, world) ? 'node-role-used' : 'other-identity',
            message: isNode(first.arn, world) ? 'The pod acts with the role of its node.' : 'The pod acts as somebody else.',
            evidence: wrong.slice(0, 3).map(({ pod, arn }) => `${pod} is ${arn}; its role is ${roleName(roleArn)}`),
            fix: 'Update the SDK of the image, and see that the program uses its default chain of credentials.',
            commands: [`kubectl -n ${subject.namespace} exec ${first.pod.split('/')[1]} -- env | grep AWS_`],
          },
        ];
  return [
    ...callers,
    ...(open.length === 0
      ? []
      : [
          {
            code: 'imds-hop-limit' as const,
            message: 'Pods reach the metadata of these nodes.',
            evidence: [`hop limit above 1: ${some([...new Set(open.map(({ name }) => name))])}`],
            fix: 'Set the hop limit of the node groups to 1, once no pod lives on the role of its node.',
            ofAll: true as const,
          },
        ]),
  ];
}

const roleOfSession = (arn: string): string | undefined => /:assumed-role\/([^/]+)\//.exec(arn)?.[1];

/** Sessions of instances bear their names. */
const isNode = (arn: string, { nodes }: View['world']): boolean =>
  /\/i-[0-9a-f]+$/.test(arn) || nodes.some(({ role }) => role !== undefined && roleName(role) === roleOfSession(arn));
