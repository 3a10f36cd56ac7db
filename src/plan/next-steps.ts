/** What the user does after the files are written, in order. */
import { STS_AUDIENCE } from '../iam/audience.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { groupSteps } from './group-steps.ts';
import { nodeClassSteps } from './node-class-steps.ts';
import { newClusterSteps } from './new-cluster-steps.ts';
import { isInstalledHere } from './installations.ts';
import { otherAccountSteps } from './other-accounts.ts';
import type { NextStep, OtherAccount, PlannedWorkload } from './plan.ts';
import { eksctlSteps } from './eksctl-steps.ts';
import { APP_FOLDER, COMMAND_LINE } from './terraform/stacks.ts';
import { partitionOf } from '../iam/partition.ts';
import { quote } from './shell.ts';
import { runFolder, terraformIn, terragruntIn } from './terraform-command.ts';

/** Partitions whose output has been through a real plan; the others are rendered the same way and say so. */
const PROVED_PARTITIONS: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];

export function nextSteps(
  spec: Spec,
  clusters: ReadonlyMap<string, PlannedCluster>,
  workloads: readonly PlannedWorkload[],
  files: readonly { readonly step?: NextStep }[],
  hasKubernetesRoot: boolean,
  otherAccounts: readonly OtherAccount[],
): NextStep[] {
  const { layout, caller, directory } = spec.terraform;
  const isModule = layout === 'module';
  const terraform = terraformIn(spec, runFolder(spec));
  const steps: NextStep[] = [];
  const writesTerraform = spec.outputs.includes('terraform');
  for (const cluster of clusters.values()) {
    if (
      writesTerraform &&
      trusts(workloads, cluster) &&
      cluster.source.kind === 'module' &&
      !cluster.oidcProviderSaid &&
      !cluster.needs.oidcData &&
      !cluster.needs.oidcResource
    ) {
      steps.push({
        text: `Check that module "${cluster.source.label}" makes the cluster's OIDC provider: enable_irsa must not be false (true is its default).`,
      });
    }
  }
  for (const partition of new Set(spec.clusters.map((c) => partitionOf(c.region)))) {
    if (!PROVED_PARTITIONS.includes(partition))
      steps.push({
        text: `Partition ${partition}: rendered like all others, but nobody has applied it there yet. Read the plan with care.`,
      });
  }
  if (writesTerraform && isModule) steps.push(...surroundingsSteps(spec));
  if (writesTerraform && isModule && caller.name === 'terragrunt') {
    steps.push({
      text: 'Review what Terragrunt would do, then apply it.',
      command: `${terragruntIn(directory)} plan`,
    });
  } else if (writesTerraform) {
    const { format, cdktf } = spec.terraform;
    steps.push(
      format === 'cdktf'
        ? {
            text: 'Review what the stack would do, then deploy it.',
            command: `cd ${APP_FOLDER} && npm install && npm test && ${COMMAND_LINE[cdktf]} diff irsa`,
          }
        : { text: 'Review what Terraform would do, then apply it.', command: `${terraform} init && ${terraform} plan` },
    );
  }
  if (writesTerraform && spec.outputs.includes('tests')) {
    steps.push({
      text: 'Let CI run the tests of whom the roles admit: they need neither credentials nor a network.',
      command: `${terraform} init -backend=false && ${terraform} test`,
    });
  }
  if (writesTerraform) steps.push(...groupSteps(spec, workloads));
  // Whoever makes the cluster comes first.
  const eksctl = eksctlSteps(spec, clusters, workloads);
  if (!writesTerraform) steps.push(...eksctl);
  steps.push(...newClusterSteps(spec, clusters, hasKubernetesRoot));
  steps.push(...nodeClassSteps(clusters, workloads));
  for (const cluster of clusters.values()) steps.push(...audienceSteps(cluster, workloads));
  if (writesTerraform) steps.push(...eksctl);
  if (writesTerraform) for (const workload of workloads) steps.push(...ownerSteps(workload, spec));
  steps.push(...otherAccountSteps(spec, workloads, otherAccounts));
  steps.push(...files.flatMap(({ step }) => step ?? []));
  if (workloads.some((w) => w.roles.length > 0)) {
    steps.push({ text: 'Pods get the role when they start: restart those that run already. This finds them.', command: podsOf(workloads) });
  }
  if (spec.outputs.includes('verify') && workloads.some((w) => w.roles.length > 0)) {
    steps.push({
      text: 'See that every link holds, from the cluster to the ServiceAccount; --canary looks from within a pod too.',
      command: 'bash irsa/verify.sh',
    });
  }
  return steps;
}

/** Tokens of the cluster. */
const trusts = (workloads: readonly PlannedWorkload[], { spec }: PlannedCluster): boolean =>
  workloads.length === 0 || workloads.some(({ roles }) => roles.some(({ trust }) => trust.some(({ cluster }) => cluster === spec.key)));

/** A child module that is run without a root has no provider blocks at all. */
const surroundingsSteps = ({ terraform: { caller } }: Spec): NextStep[] =>
  caller.name === 'tfvars'
    ? [
        {
          text: 'The module has no provider blocks: whoever runs it sets AWS_REGION, and KUBE_CONFIG_PATH (or other KUBE_ variables) where it makes Kubernetes resources.',
        },
      ]
    : [];

/** IAM refuses a token whose audience the provider does not list, whatever the role trusts. */
function audienceSteps({ spec, source }: PlannedCluster, workloads: readonly PlannedWorkload[]): NextStep[] {
  const trust = workloads.flatMap((w) => w.roles.flatMap((r) => r.trust)).filter((t) => t.cluster === spec.key);
  const audiences = [...new Set(trust.map((t) => t.audience))].filter((audience) => audience !== STS_AUDIENCE);
  if (spec.oidcProvider === 'create' || source.kind === 'new') return [];
  return audiences.map((audience) => {
    const text = `The OIDC provider of ${spec.key} must list the audience ${audience} among its client IDs, or IAM refuses the tokens`;
    if (source.kind === 'module') return { text: `${text}: openid_connect_audiences = ["${audience}"] in module "${source.label}".` };
    const arn = source.kind === 'literal' ? quote(source.oidcProviderArn) : '"$OIDC_PROVIDER_ARN"';
    return {
      text: `${text}.`,
      command: `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${quote(audience)}`,
    };
  });
}

function ownerSteps(workload: PlannedWorkload, spec: Spec): NextStep[] {
  const owners = new Set(workload.roles.flatMap((r) => r.serviceAccounts.map((s) => s.owner)));
  const [role] = workload.roles;
  const account = role?.serviceAccounts[0];
  if (!role || !account) return [];
  const arn =
    spec.terraform.layout === 'module'
      ? 'its ARN in the output irsa_role_arns'
      : typeof role.terraformArn === 'string'
        ? role.terraformArn
        : role.terraformArn.text.map((p) => (typeof p === 'string' ? p : 'ref' in p ? p.ref : '')).join('');
  const said = spec.addOns.find((addOn) => addOn.id === workload.id);
  if ((said && isInstalledHere(spec, said)) || !account.annotated) return [];
  if (owners.has('eks-addon')) {
    return [
      {
        text: `${workload.title}: give its aws_eks_addon the role, service_account_role_arn = ${arn}, or write install: true, and Terraform installs it.`,
      },
    ];
  }
  if (owners.has('chart') && said?.installer === 'blueprints') {
    return [
      {
        text: `${workload.title}: EKS Blueprints makes a role of its own unless its block says create_role = false; there, set the annotation eks.amazonaws.com/role-arn of ServiceAccount ${account.subject.serviceAccount} to ${arn}.`,
      },
    ];
  }
  if (owners.has('chart') && said === undefined) {
    return [
      {
        text: `${workload.title}: its chart makes ServiceAccount ${account.subject.namespace}/${account.subject.serviceAccount}; set its name and the annotation eks.amazonaws.com/role-arn = the ARN in output irsa_role_arns${alsoAnnotated(account.annotations)} in its values.`,
      },
    ];
  }
  if ((owners.has('manifests') && !spec.outputs.includes('manifests')) || owners.has('none')) {
    return [
      {
        text: `${workload.title}: annotate ServiceAccount ${account.subject.namespace}/${account.subject.serviceAccount} with eks.amazonaws.com/role-arn = the ARN in output irsa_role_arns${alsoAnnotated(account.annotations)}.`,
      },
    ];
  }
  return [];
}

const alsoAnnotated = (annotations: Readonly<Record<string, string>>): string =>
  Object.entries(annotations)
    .map(([key, value]) => `, and ${key} = "${value}"`)
    .join('');

/** More would make a line that nobody reads and some shells refuse. */
const MOST_SUBJECTS = 20;

/** Lists the pods to restart rather than restarting whole namespaces: kube-system holds more than ours. */
function podsOf(workloads: readonly PlannedWorkload[]): string {
  const subjects = [
    ...new Set(
      workloads.flatMap((w) => w.roles.flatMap((r) => r.serviceAccounts.map((s) => `${s.subject.namespace}/${s.subject.serviceAccount}`))),
    ),
  ];
  const [only] = subjects;
  if (subjects.length === 1 && only !== undefined) return list(only.split('/')[0] ?? '', only.split('/')[1] ?? '');
  if (subjects.length > MOST_SUBJECTS)
    return 'kubectl get pods -A -o custom-columns=NS:.metadata.namespace,POD:.metadata.name,SA:.spec.serviceAccountName';
  return `for sa in ${subjects.join(' ')}; do ${list('"${sa%/*}"', '"${sa#*/}"')}; done`;
}

const list = (namespace: string, serviceAccount: string): string =>
  `kubectl get pods -n ${namespace} --field-selector spec.serviceAccountName=${serviceAccount}`;
