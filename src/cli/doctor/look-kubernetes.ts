/** What the API server is asked, and what is kept of its answers: a page at a time. */
import type { Answer, Asking } from '../../aws/asking.ts';
import { kubernetesReads, pathOf, type KubernetesRead } from '../../aws/reads.ts';
import { keptTrouble } from '../../doctor/redact.ts';
import type { SeenPod, SeenServiceAccount, Unseen, World } from '../../doctor/world.ts';
import { items, loose } from '../../spec/loose.ts';
import { nodeFactsOf, podOf, readyNode, serviceAccountOf, type NodeFacts } from './seen/kubernetes.ts';

export interface SeenCluster {
  readonly pods: readonly SeenPod[];
  readonly serviceAccounts: readonly SeenServiceAccount[];
  readonly nodes: readonly NodeFacts[];
  readonly webhook?: World['webhook'];
  readonly agent?: World['agent'];
  readonly unseen: readonly Unseen[];
  /** The first answer was none: nothing of the cluster can be seen. */
  readonly failed?: Extract<Answer, { trouble: unknown }>['trouble'];
}

/** @param namespace only that one */
export async function lookAtKubernetes(asking: Asking, namespace?: string): Promise<SeenCluster> {
  const unseen: Unseen[] = [];
  const all = async <T>(read: KubernetesRead, what: string, of: (object: unknown) => T, within?: string, selector?: string) => {
    const found: T[] = [];
    for await (const answer of asking.pages(read, within, selector)) {
      if ('trouble' in answer) {
        unseen.push({ what, why: keptTrouble(answer.trouble.words) });
        return { found, trouble: answer.trouble };
      }
      for (const object of items(loose(answer.json)['items'])) found.push(of(object));
    }
    return { found };
  };
  const accounts = await all(kubernetesReads.serviceAccounts, 'ServiceAccounts', serviceAccountOf, namespace);
  if (accounts.trouble !== undefined) return { pods: [], serviceAccounts: [], nodes: [], unseen, failed: accounts.trouble };
  const [pods, nodes, webhook, agent] = await Promise.all([
    all(kubernetesReads.pods, 'pods', podOf, namespace),
    all(kubernetesReads.nodes, 'nodes: whether pods run on Fargate or Windows', nodeFactsOf),
    isThere(asking, kubernetesReads.webhook, 'pod-identity-webhook'),
    isThere(asking, kubernetesReads.agent, 'eks-pod-identity-agent', 'kube-system'),
  ]);
  const told = <T>(what: string, value: T | string): T | undefined => {
    if (typeof value !== 'string') return value;
    unseen.push({ what, why: value });
    return undefined;
  };
  const webhookThere = told('the webhook that gives pods their role', webhook);
  const agentThere = told('the agent of EKS Pod Identity', agent);
  const ready =
    agentThere === true
      ? await all(
          kubernetesReads.pods,
          'where the agent is ready',
          readyNode,
          'kube-system',
          'app.kubernetes.io/name=eks-pod-identity-agent',
        )
      : { found: [] };
  const seesReadiness = !('trouble' in ready) || ready.trouble === undefined;
  return {
    serviceAccounts: accounts.found,
    pods: pods.found,
    nodes: nodes.found,
    ...(webhookThere === undefined ? {} : { webhook: { there: webhookThere } }),
    ...(agentThere === undefined || !seesReadiness
      ? {}
      : { agent: { there: agentThere, readyOn: ready.found.filter((node): node is string => node !== undefined) } }),
    unseen,
  };
}

/** @returns why it could not be seen, if it could not */
async function isThere(asking: Asking, read: KubernetesRead, name: string, namespace?: string): Promise<boolean | string> {
  const answer = await asking.kubectl(['get', '--raw', pathOf(read, namespace, name)]);
  if ('json' in answer) return true;
  return /NotFound|not found|could not find/i.test(answer.trouble.words) ? false : keptTrouble(answer.trouble.words);
}
