/** What the user does after a new cluster's files are written: two roots, and what hop limit 1 asks for. */
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import type { NextStep } from './plan.ts';
import { KUBERNETES_ROOT } from './own-folders.ts';
import { quote } from './shell.ts';
import { APP_FOLDER, COMMAND_LINE } from './terraform/stacks.ts';

/** @param hasRoot the second root has something in it */
export function newClusterSteps(spec: Spec, clusters: ReadonlyMap<string, PlannedCluster>, hasRoot: boolean): NextStep[] {
  if (!spec.outputs.includes('terraform') && !spec.outputs.includes('eksctl')) return [];
  const made = [...clusters.values()].filter(({ source }) => source.kind === 'new');
  return [...made.flatMap((cluster) => clusterSteps(cluster, spec)), ...(hasRoot ? [secondRoot(spec)] : [])];
}

function clusterSteps(cluster: PlannedCluster, spec: Spec): NextStep[] {
  const { spec: said, source } = cluster;
  if (source.kind !== 'new' || said.retired) return [];
  const at = `--name ${said.name} --region ${said.region}`;
  const steps: NextStep[] = [
    { text: `When ${said.name} is there, let kubectl speak to it.`, command: `aws eks update-kubeconfig ${at}` },
    { text: imdsOf(said.name, source.cluster.nodes === 'auto') },
  ];
  if (source.cluster.endpointPublicAccess === false) {
    steps.push({
      text: `The Kubernetes API of ${said.name} is reached from its VPC only: ${spec.outputs.includes('terraform') ? 'go on from there' : 'run eksctl and kubectl there'}, or say endpointPublicAccess: [<your addresses>].`,
    });
  }
  return steps;
}

const imdsOf = (name: string, auto: boolean): string =>
  auto
    ? `Nodes of ${name} are Auto Mode's: IMDSv2 with hop limit 1, which cannot be changed. Pods that ask IMDS for region or VPC must be told them.`
    : `Nodes of ${name} take IMDSv2 with hop limit 1: pods cannot take the role of their node, and those that ask IMDS for region or VPC must be told them, unless they use the host's network.`;

function secondRoot({ terraform }: Spec): NextStep {
  if (terraform.format === 'cdktf') {
    return {
      text: 'Namespaces and ServiceAccounts of new clusters are a stack of their own, with a state of its own: deploy it after the first.',
      command: `cd ${APP_FOLDER} && ${COMMAND_LINE[terraform.cdktf]} diff ${KUBERNETES_ROOT}`,
    };
  }
  const engine = terraform.engine.name === 'opentofu' ? 'tofu' : 'terraform';
  const root = [...terraform.directory.split('/').filter((step) => step !== '.' && step !== ''), KUBERNETES_ROOT].join('/');
  const chdir = quote(`-chdir=${root}`);
  return {
    text: `Namespaces and ServiceAccounts of new clusters are a root of their own, with a state of its own: apply it after the first.`,
    command: `${engine} ${chdir} init && ${engine} ${chdir} plan`,
  };
}
