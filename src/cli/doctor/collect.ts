/** A live cluster → a World, by reading only. */
import { asking, type Asking, type Trouble } from '../../aws/asking.ts';
import { keptTrouble, swept } from '../../doctor/redact.ts';
import { subjectsOf, type Wanted } from '../../doctor/subjects.ts';
import { viewOf } from '../../doctor/view.ts';
import type { SeenCaller, SeenSimulation, Unseen, World } from '../../doctor/world.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { loose, string } from '../../spec/loose.ts';
import { clusterOfContext } from './context.ts';
import { lookAtAws } from './look-aws.ts';
import { lookAtKubernetes } from './look-kubernetes.ts';
import { clusterOf, simulationsOf } from './seen/aws.ts';

export interface Where {
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

export interface Further {
  /** Ask pods who they are. */
  readonly exec: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface Collected {
  readonly world: World;
  readonly calls: Asking['calls'];
}

/** @param progress is told what is asked */
export async function collect(
  where: Where,
  wanted: Wanted,
  further: Further,
  progress: (text: string) => void,
): Promise<Outcome<Collected>> {
  const config = await asking(where).kubectl(['config', 'view', '--minify', '-o', 'json']);
  if ('trouble' in config) return { problems: [refused(config.trouble)] };
  const told = clusterOfContext(config.json);
  const [name, region, profile] = [where.cluster ?? told.name, where.region ?? told.region, where.profile ?? told.profile];
  if (name === undefined) return { problems: [clusterNotTold()] };
  let asked = 0;
  const all = asking({ context: where.context, region, profile }, (what) => progress(`${(asked += 1)} asked: ${what}`));
  const described = await all.aws('cluster', ['--name', name]);
  if ('trouble' in described) return { problems: [refused(described.trouble, name)] };
  const cluster = clusterOf(described.json);
  if (cluster === undefined) return { problems: [clusterNotTold()] };
  const namespace = wanted.kind === 'all' ? undefined : wanted.namespace;
  const kubernetes = await lookAtKubernetes(all, namespace);
  if (kubernetes.failed !== undefined) return { problems: [refused(kubernetes.failed)] };
  const { unseen: hidden, ...aws } = await lookAtAws(all, cluster, kubernetes, namespace);
  const { vpc: _vpc, ...kept } = cluster;
  const { pods, serviceAccounts, webhook, agent, unseen } = kubernetes;
  const world: World = {
    version: 1,
    seenAt: `${new Date().toISOString().slice(0, 19)}Z`,
    cluster: kept,
    pods,
    serviceAccounts,
    ...(webhook === undefined ? {} : { webhook }),
    ...(agent === undefined ? {} : { agent }),
    ...aws,
    unseen: [...unseen, ...hidden],
  };
  return { value: { world: swept(await lookFurther(all, world, wanted, further)), calls: all.calls }, problems: [] };
}

async function lookFurther(asking: Asking, world: World, wanted: Wanted, { exec, actions, resources }: Further): Promise<World> {
  const { value: subjects = [] } = subjectsOf(world, wanted);
  const views = subjects.map((subject) => viewOf(world, subject));
  const unseen: Unseen[] = [];
  const callers = exec ? await Promise.all(views.map(({ pods }) => askPod(pods.find(({ phase }) => phase === 'Running')))) : [];
  const roles = actions.length === 0 ? [] : [...new Set(views.flatMap(({ role }) => (role?.state === 'there' ? role.arn : [])))];
  const simulations = await Promise.all(roles.map(simulate));
  return {
    ...world,
    ...(exec ? { callers: callers.flat() } : {}),
    ...(actions.length === 0 ? {} : { simulations: simulations.flat() }),
    unseen: [...world.unseen, ...unseen],
  };

  async function askPod(pod: World['pods'][number] | undefined): Promise<readonly SeenCaller[]> {
    const container = pod?.containers.find(({ init }) => init !== true)?.name;
    if (pod === undefined || container === undefined) return [];
    const words = ['exec', '-n', pod.namespace, pod.name, '-c', container, '--', 'aws', 'sts', 'get-caller-identity', '--output', 'json'];
    const answer = await asking.kubectl(words);
    if ('json' in answer) return [{ pod: `${pod.namespace}/${pod.name}`, arn: string(loose(answer.json)['Arn']) ?? '' }];
    const why = /not found|no such file/i.test(answer.trouble.words) ? 'Its image has no AWS CLI.' : keptTrouble(answer.trouble.words);
    unseen.push({ what: `who ${pod.namespace}/${pod.name} is`, why });
    return [];
  }

  async function simulate(role: string): Promise<readonly SeenSimulation[]> {
    const onResources = resources.length === 0 ? [] : ['--resource-arns', ...resources];
    const answer = await asking.aws('simulation', ['--policy-source-arn', role, '--action-names', ...actions, ...onResources]);
    if ('json' in answer) return simulationsOf(role, answer.json);
    unseen.push({ what: `whether ${role} may ${actions.join(', ')}`, why: keptTrouble(answer.trouble.words) });
    return [];
  }
}

const clusterNotTold = (): Problem =>
  error(
    'cluster-not-told',
    [],
    'The context of kubectl does not say which cluster of EKS it leads to.',
    'Name it: --cluster NAME --region REGION, or choose another one with --context.',
  );

function refused({ program, missing, words }: Trouble, cluster?: string): Problem {
  if (program === 'kubectl') {
    return missing
      ? error(
          'kubectl-missing',
          [],
          'The cluster is asked by `kubectl`, which is not there.',
          'Install it, or read a dump that somebody else has made: --from FILE.',
        )
      : error(
          'kubectl-refused',
          [],
          `kubectl was not answered. ${keptTrouble(words)}`,
          'See that `kubectl get serviceaccounts` works with this context, and that you may list them: docs/doctor.md.',
        );
  }
  return missing
    ? error(
        'aws-cli-missing',
        [],
        'AWS is asked by its command line, `aws`, which is not there.',
        'Install it (https://docs.aws.amazon.com/cli/), or read a dump that somebody else has made: --from FILE.',
      )
    : error(
        'aws-refused',
        [],
        `\`aws eks describe-cluster\` failed for ${cluster}. ${keptTrouble(words)}`,
        'See that you are signed in (`aws sts get-caller-identity`), to the right account and region, and may read it.',
      );
}
