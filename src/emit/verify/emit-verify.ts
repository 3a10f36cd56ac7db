/** `irsa/verify.sh`: the links of the chain that the Plan names, looked at by bash, the AWS CLI and kubectl. */
import { canaryName } from '../../plan/canary.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlannedVerify, VerifiedCluster, VerifiedRole, VerifiedWorkload } from '../../plan/verify/planned-verify.ts';
import type { FileSet } from '../file-set.ts';
import { printer } from '../printer.ts';
import { literal, SHEBANG } from '../script.ts';
import verify from '../../../templates/verify/verify.hbs';

interface View {
  /** Words of arrays. */
  readonly workloads: string;
  readonly clusters: string;
  readonly apply: string;
  /** Calls of the functions above it. */
  readonly chain: string;
}

const print = printer<View>(verify);

export const emitVerify = ({ verify }: Plan): FileSet =>
  verify === undefined ? [] : [{ path: 'irsa/verify.sh', content: script(verify), comments: 'hash', executable: true }];

const script = ({ clusters, apply }: PlannedVerify): string =>
  `${SHEBANG}${print({
    workloads: words([...new Set(clusters.flatMap(({ workloads }) => workloads.map(({ id }) => id)))]),
    clusters: words(clusters.map(({ key }) => key)),
    apply: literal(apply),
    chain: clusters.map((cluster) => `${linksOf(cluster).join('\n')}\n`).join('\n'),
  })}`;

const words = (all: readonly string[]): string => all.map(literal).join(' ');

const call = (name: string, ...all: readonly string[]): string => [name, ...all.map(literal)].join(' ');

const linksOf = ({ key, name, region, accountId = '', audiences, agent, workloads }: VerifiedCluster): string[] => [
  `if ${call('cluster', key, name, region, accountId)}; then`,
  ...(audiences.length === 0 ? [] : [`  ${call('oidc_provider', ...audiences)}`]),
  ...(agent ? ['  agent'] : []),
  ...workloads.flatMap((workload) => [
    `  if ${call('workload', workload.id, workload.subject.namespace, workload.subject.serviceAccount)}; then`,
    ...workloadLinks(workload).map((line) => `    ${line}`),
    '  fi',
  ]),
  'fi',
];

function workloadLinks({ id, accountFix, roles, canary }: VerifiedWorkload): string[] {
  const named = roles.find(({ annotated }) => annotated);
  const associated = roles.find(({ associated }) => associated);
  // What follows a role speaks of it, so that of the ServiceAccount comes last.
  const ordered = [...roles.filter((role) => role !== named), ...(named === undefined ? [] : [named])];
  return [
    ...ordered.flatMap((role) => [...roleLinks(role), ...(role === associated ? ['association'] : [])]),
    call('service_account', named === undefined ? 'plain' : 'named', accountFix),
    call('in_pod', canary.replace(/^irsa\//, ''), canaryName(id)),
  ];
}

const roleLinks = ({ name, path, arnElsewhere, tokens, pods, policies, morePolicies }: VerifiedRole): string[] =>
  arnElsewhere === undefined
    ? [
        call('role', name, path),
        ...(tokens === undefined ? [] : [call('tokens', tokens.subjects.join(','), tokens.audiences.join(','))]),
        ...(pods === undefined
          ? []
          : [call('pods', ...(pods.tagged === undefined ? [] : [pods.tagged.namespace, pods.tagged.serviceAccount]))]),
        ...(policies.length === 0 && morePolicies === undefined ? [] : [call('policies', morePolicies ?? '', ...policies)]),
      ]
    : [call('role_elsewhere', arnElsewhere)];
