/** Helm values of add-ons whose chart makes the ServiceAccount: its name, and the role it is annotated with. */
import { chartSource, type AddOn } from '../catalog/add-on.ts';
import { findAddOn } from '../catalog/index.ts';
import type { Text, Value } from '../iam/text.ts';
import { error, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { chartValues, lacksVpc, namespaceIsMade, vpcComment, type ChartSeat, type ClusterFacts } from './chart-values.ts';
import type { PlannedCluster } from './clusters.ts';
import { isInstalledHere } from './installations.ts';
import type { HelmValuesFile, NextStep, PlannedWorkload } from './plan.ts';
import { arnUnknown, fillIn, PLACEHOLDER, placeholderArn } from './role-arn.ts';
import { quote } from './shell.ts';
import { readOutput } from './terraform-command.ts';
import type { Entry } from './terraform/block-parts.ts';

/** Who writes the role's ARN into the values. */
export type RoleArnBy = 'literal' | 'terraform' | 'placeholder';

export interface HelmPlan {
  readonly files: readonly HelmValuesFile[];
  /** Values that Terraform renders, ARN and all: `irsa_helm_values`. */
  readonly rendered: readonly Entry<Value>[];
}

export function planHelm(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
  home: string | undefined,
): { plan: HelmPlan; problems: Problem[] } {
  const seats = spec.outputs.includes('helm') ? chartSeats(spec, workloads, clusters) : [];
  // A network that is made here has an id after apply, and nobody but Terraform learns of it.
  const networkUnknown = ({ source, vpcId }: PlannedCluster) =>
    source.kind === 'new' && typeof vpcId === 'object' && spec.outputs.includes('terraform');
  const by = (cluster: PlannedCluster): RoleArnBy =>
    spec.helm.roleArn ?? (cluster.spec.accountId === undefined || networkUnknown(cluster) ? 'terraform' : 'literal');
  const vpcOf = ({ cluster }: ChartSeat) => (by(cluster) === 'terraform' ? cluster.vpcId : staticFacts(cluster).vpcId);
  const several = spec.clusters.length > 1;
  // With eksctl there are more ways out, which are told with it.
  const renderedByNobody = [...new Set(seats.filter((seat) => seat.account.annotated).map((seat) => seat.cluster))]
    .filter((cluster) => by(cluster) === 'terraform' && !spec.outputs.some((output) => output === 'terraform' || output === 'eksctl'))
    .map((cluster) => arnUnknown('Values of charts', cluster, 'add terraform to outputs for values that it renders'));
  const problems = [...new Set(seats.map((s) => s.cluster))]
    .filter(
      (cluster) =>
        by(cluster) === 'literal' &&
        cluster.spec.accountId === undefined &&
        seats.some((s) => s.cluster === cluster && s.account.annotated),
    )
    .map((cluster) =>
      error(
        'account-id-needed',
        ['clusters', cluster.spec.key],
        `helm.roleArn is literal, but the account of ${cluster.spec.key} is not given, so the ARN of its roles is not known.`,
        `Set accountId: "<12 digits>" here, or helm: { roleArn: terraform } for values rendered by Terraform, or helm: { roleArn: placeholder } for \${ACCOUNT_ID}.`,
      ),
    );
  return {
    plan: {
      files: seats.map((seat) => {
        const source = by(seat.cluster);
        const values = chartValues(seat, staticArn(source, seat), staticFacts(seat.cluster));
        const asksVpc = lacksVpc(seat, vpcOf(seat));
        return {
          path: `irsa/helm/${several ? `${seat.cluster.spec.key}/` : ''}${fileName(seat)}`,
          comments: [
            `${seat.addOn.title}.`,
            ...installComments(spec, seat, { source, lacks: source === 'terraform' ? lacking(seat, values) : [], asksVpc, home }),
            ...vpcComment(seat, vpcOf(seat)),
          ],
          ...(asksVpc ? { step: vpcStep(seat) } : {}),
          values,
        };
      }),
      rendered: seats
        .filter(
          (seat) => by(seat.cluster) === 'terraform' && lacking(seat, chartValues(seat, undefined, staticFacts(seat.cluster))).length > 0,
        )
        .map((seat) => ({ key: renderedKey(seat, home), value: chartValues(seat, seat.role.terraformArn, seat.cluster) })),
    },
    problems: [...problems, ...renderedByNobody],
  };
}

function chartSeats(spec: Spec, workloads: readonly PlannedWorkload[], clusters: ReadonlyMap<string, PlannedCluster>): ChartSeat[] {
  return workloads.flatMap((workload) => {
    const addOn = findAddOn(workload.id);
    const said = spec.addOns.find((a) => a.id === workload.id);
    if (workload.kind !== 'add-on' || !addOn || said?.installer !== 'helm') return [];
    // Its values are in the release.
    if (isInstalledHere(spec, said)) return [];
    return workload.roles.flatMap((role) =>
      role.serviceAccounts.flatMap((account) => {
        const cluster = clusters.get(account.cluster);
        return cluster ? [{ addOn, role, account, cluster }] : [];
      }),
    );
  });
}

const fileName = ({ addOn }: ChartSeat): string => `${addOn.id}.values.yaml`;

/** What Terraform says to the chart, and the file does not. */
function lacking(seat: ChartSeat, values: Value): string[] {
  const facts = staticFacts(seat.cluster);
  const withArn = chartValues(seat, seat.role.terraformArn, facts);
  return [
    ...(JSON.stringify(withArn) === JSON.stringify(values) ? [] : ["the role's ARN"]),
    ...(lacksVpc(seat, facts.vpcId) && !lacksVpc(seat, seat.cluster.vpcId) ? ['the id of the VPC'] : []),
  ];
}

interface Installing {
  readonly source: RoleArnBy;
  /** What Terraform must add to the file. */
  readonly lacks: readonly string[];
  /** Neither the file nor Terraform knows the VPC. */
  readonly asksVpc: boolean;
  readonly home: string | undefined;
}

function installComments(spec: Spec, seat: ChartSeat, { source, lacks, asksVpc, home }: Installing): string[] {
  const { addOn, cluster } = seat;
  const { namespace } = seat.account.subject;
  const helm = [
    `helm upgrade --install ${releaseOf(spec, addOn)} ${chartSource(addOn.helm)} --namespace ${namespace}`,
    ...(namespaceIsMade(spec, namespace) ? [] : ['--create-namespace']),
    ...(asksVpc ? [`--set ${addOn.helm.needsVpcId}="$(${vpcQuery(cluster)})"`] : []),
    '--values',
  ].join(' ');
  if (source === 'placeholder' && seat.account.annotated) {
    return [
      `  ${fillIn(cluster, (filter) => `${filter} < ${fileName(seat)} | ${helm} -`)}`,
      `${PLACEHOLDER} is the AWS account, which the command fills in. Flux does where a Kustomization with postBuild makes a ConfigMap of this file, for valuesFrom of a HelmRelease; Helm and Argo CD do not.`,
    ];
  }
  if (lacks.length === 0) return [`  ${helm} ${fileName(seat)}`];
  // Not by -e, with which jq 1.6 says of an empty input that all is well.
  const filter = quote(`.[0][${JSON.stringify(renderedKey(seat, home))}] // error("not applied yet")`);
  return [
    `This file lacks ${lacks.join(' and ')}, which Terraform knows after apply. Install the chart with the values that Terraform renders, from the folder of irsa.yaml:`,
    // Helm takes an empty standard input for no values at all, so it is not called unless Terraform has them.
    `  values="$(${readOutput(spec, 'irsa_helm_values')} | jq -sr ${filter})" && printf '%s\\n' "$values" | ${helm} -`,
  ];
}

const releaseOf = (spec: Spec, addOn: AddOn): string => spec.addOns.find((a) => a.id === addOn.id)?.release ?? addOn.id;

const renderedKey = ({ addOn, account }: ChartSeat, home: string | undefined): string =>
  account.cluster === home ? addOn.id : `${account.cluster}/${addOn.id}`;

function staticArn(by: RoleArnBy, { role, cluster }: ChartSeat): Text | undefined {
  if (by === 'literal') return role.arn;
  return by === 'placeholder' ? placeholderArn(role, cluster) : undefined;
}

const vpcQuery = ({ spec }: PlannedCluster): string =>
  `aws eks describe-cluster --name ${spec.name} --region ${spec.region} --query cluster.resourcesVpcConfig.vpcId --output text`;

function vpcStep({ addOn, cluster }: ChartSeat): NextStep {
  const { spec, source } = cluster;
  const command = vpcQuery(cluster);
  return source.kind === 'new'
    ? {
        text: `${addOn.title}: its pods cannot ask IMDS for the VPC: give helm --set ${addOn.helm.needsVpcId}=<its id>, which this finds.`,
        command,
      }
    : {
        text: `${addOn.title}: its pods cannot ask IMDS for the VPC where the hop limit of ${spec.name} is 1: write its id at clusters.${spec.key}.vpcId. This finds it.`,
        command,
      };
}

/** What is known of the cluster before apply. */
const staticFacts = ({ spec, vpcId }: PlannedCluster): ClusterFacts => ({
  clusterName: spec.name,
  ...(typeof vpcId === 'string' ? { vpcId } : {}),
});
