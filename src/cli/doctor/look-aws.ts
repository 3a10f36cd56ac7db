/** What AWS is asked about the cluster, and what is kept of its answers. */
import type { Answer, Asking } from '../../aws/asking.ts';
import type { AwsReadName } from '../../aws/reads.ts';
import { keptTrouble } from '../../doctor/redact.ts';
import { ROLE_ANNOTATION } from '../../doctor/view.ts';
import type { SeenAssociation, SeenNode, SeenProvider, Unseen, World } from '../../doctor/world.ts';
import type { SeenCluster as SeenEksCluster } from '../../doctor/world.ts';
import { lookAtRoles } from './look-roles.ts';
import type { SeenCluster } from './look-kubernetes.ts';
import {
  associationIdsOf,
  associationOf,
  audiencesOf,
  endpointsOf,
  hopLimitsOf,
  INSTANCES_QUERY,
  nodeRoleOf,
  providersOf,
  summaryOf,
} from './seen/aws.ts';

type SeenInAws = Pick<World, 'providers' | 'roles' | 'nodes' | 'associations' | 'endpoints' | 'summary'> & {
  readonly unseen: readonly Unseen[];
};

/** @param namespace only that one */
export async function lookAtAws(
  asking: Asking,
  { vpc, ...cluster }: SeenEksCluster & { readonly vpc?: string },
  kubernetes: SeenCluster,
  namespace?: string,
): Promise<SeenInAws> {
  const unseen: Unseen[] = [];
  /** Of what is answered, what is kept; else nothing, and why. */
  const ask = async <T>(what: string, read: AwsReadName, words: readonly string[], of: (json: unknown) => T): Promise<T | undefined> => {
    const answer: Answer = await asking.aws(read, words);
    if ('json' in answer) return of(answer.json);
    unseen.push({ what, why: keptTrouble(answer.trouble.words) });
    return undefined;
  };
  const inCluster = ['--cluster-name', cluster.name];
  const [providers, associations, summary, endpoints] = await Promise.all([
    seeProviders(),
    seeAssociations(),
    ask('quotas of the account', 'summary', [], summaryOf),
    cluster.publicEndpoint || vpc === undefined
      ? undefined
      : ask('VPC endpoints', 'endpoints', ['--filters', `Name=vpc-id,Values=${vpc}`], endpointsOf),
  ]);
  const nodes = await seeNodes(associations ?? []);
  const annotated = kubernetes.serviceAccounts.flatMap(({ annotations }) => annotations[ROLE_ANNOTATION] ?? []);
  const named = [...annotated, ...(associations ?? []).map(({ role }) => role), ...nodes.flatMap(({ role }) => role ?? [])];
  const roles = await lookAtRoles(asking, cluster.account, [...new Set(named)]);
  return {
    roles: roles.roles,
    nodes,
    ...(providers === undefined ? {} : { providers }),
    ...(associations === undefined ? {} : { associations }),
    ...(summary === undefined ? {} : { summary }),
    ...(endpoints === undefined ? {} : { endpoints }),
    unseen: [...unseen, ...roles.unseen],
  };

  /** Only of those that could be the cluster’s is more than the URL of interest. */
  async function seeProviders(): Promise<readonly SeenProvider[] | undefined> {
    const found = await ask('IAM OIDC providers', 'providers', [], providersOf);
    if (found === undefined) return undefined;
    const id = /\/id\/([0-9A-Za-z]+)$/.exec(cluster.issuer ?? '')?.[1]?.toLowerCase();
    return Promise.all(
      found.map(async ({ arn, url }): Promise<SeenProvider> => {
        if (id === undefined || !url.toLowerCase().includes(id)) return { arn, url, audiences: [] };
        const audiences = await ask('audiences of the IAM OIDC provider', 'provider', ['--open-id-connect-provider-arn', arn], audiencesOf);
        return { arn, url, audiences: audiences ?? ['sts.amazonaws.com'] };
      }),
    );
  }

  async function seeAssociations(): Promise<readonly SeenAssociation[] | undefined> {
    const within = namespace === undefined ? [] : ['--namespace', namespace];
    const found = await ask('associations of EKS Pod Identity', 'associations', [...inCluster, ...within], associationIdsOf);
    if (found === undefined) return undefined;
    const seen = await Promise.all(
      found.map(({ id }) => ask(`association ${id}`, 'association', [...inCluster, '--association-id', id], associationOf)),
    );
    return seen.filter((one): one is SeenAssociation => one !== undefined);
  }

  /** Roles of nodes where the agent needs them; hop limits of those that run pods with a role. */
  async function seeNodes(withAssociation: readonly SeenAssociation[]): Promise<readonly SeenNode[]> {
    const isSubject = (name: string, space: string) =>
      kubernetes.serviceAccounts.some(
        (one) => one.namespace === space && one.name === name && one.annotations[ROLE_ANNOTATION] !== undefined,
      ) || withAssociation.some((one) => one.namespace === space && one.serviceAccount === name);
    const withRoles = new Set(
      kubernetes.serviceAccounts
        .filter(({ name, namespace: space }) => isSubject(name, space))
        .map(({ name, namespace: space }) => `${space}:${name}`),
    );
    const used = new Set(
      kubernetes.pods.flatMap((pod) => (withRoles.has(`${pod.namespace}:${pod.serviceAccount}`) ? (pod.node ?? []) : [])),
    );
    const facts = kubernetes.nodes.filter(({ node }) => used.has(node.name));
    const groups = [...new Set(facts.flatMap(({ group }) => group ?? []))];
    const roles = new Map(
      await Promise.all(
        groups.map(
          async (group) =>
            [group, await ask(`node group ${group}`, 'nodeGroup', [...inCluster, '--nodegroup-name', group], nodeRoleOf)] as const,
        ),
      ),
    );
    const instances = facts.flatMap(({ instance }) => instance ?? []);
    const limits =
      instances.length === 0
        ? undefined
        : await ask(
            'hop limits of nodes',
            'instances',
            ['--instance-ids', ...instances.slice(0, MOST_INSTANCES), '--query', INSTANCES_QUERY],
            hopLimitsOf,
          );
    return kubernetes.nodes.map(({ node, group, instance }) => {
      const [role, hopLimit] = [roles.get(group ?? ''), limits?.get(instance ?? '')];
      return { ...node, ...(role === undefined ? {} : { role }), ...(hopLimit === undefined ? {} : { hopLimit }) };
    });
  }
}

/** That fit into one call; nodes of a group are alike. */
const MOST_INSTANCES = 200;
