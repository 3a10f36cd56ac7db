/** `commands.sh`: the commands in their order, printed by default and run when approved. */
import type { EksctlCluster } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import { quote } from '../../plan/shell.ts';

export function commands(cluster: EksctlCluster): string {
  return [
    '#!/usr/bin/env bash',
    introduction(cluster),
    '',
    'set -euo pipefail',
    '',
    options(cluster.made.length > 0),
    'here="$(cd "$(dirname "$0")" && pwd)"',
    '',
    FUNCTIONS,
    ...(cluster.associations.length === 0 ? [] : [associate(cluster)]),
    ...(cluster.accountId === undefined ? [] : [accountCheck(cluster.accountId)]),
    ...(usesKubectl(cluster) ? [KUBECONFIG] : []),
    ...(verified(cluster).length > 0 ? [VERIFY] : []),
    ...steps(cluster).map(({ comments, lines }) => `${hashComment(comments)}\n${lines.join('\n')}\n`),
    ...(verified(cluster).length > 0 ? ['exit "$failed"', ''] : []),
  ].join('\n');
}

const introduction = ({ name, region, makesRoles, creation, made, withOidc, left }: EksctlCluster): string =>
  hashComment([
    creation
      ? `Makes cluster ${name} in ${region} where it is not there yet, its roles, and the ServiceAccounts that nobody else makes.`
      : makesRoles
        ? `Makes the roles of cluster ${name} in ${region}, and the ServiceAccounts that nobody else makes.`
        : made.length === 0
          ? `Changes nothing in cluster ${name} in ${region}: Terraform makes the roles, and no ServiceAccount here has the owner eksctl.`
          : `Attaches the roles that Terraform made to the ServiceAccounts that eksctl makes in cluster ${name} in ${region}.`,
    'Prints the commands; with --approve it runs them. Running it again changes only what differs.',
    ...(creation?.fromVpcOnly
      ? ['Run it inside the VPC: the Kubernetes API, which eksctl asks while it makes the cluster, is reached from there only.']
      : []),
    ...(creation
      ? []
      : [
          'The cluster must be there. A new one:',
          `  eksctl create cluster --name ${quote(name)} --region ${quote(region)}${withOidc ? ' --with-oidc' : ''}`,
        ]),
    ...left,
  ]);

/** eksctl passes over ServiceAccounts that exist, unless it is told to take them on. */
const options = (makesAccounts: boolean): string =>
  [
    'approve=false',
    ...(makesAccounts ? ['override=false'] : []),
    'for argument in "$@"; do',
    '  case "$argument" in',
    '    --approve) approve=true ;;',
    ...(makesAccounts ? ['    --override-existing-serviceaccounts) override=true ;;'] : []),
    '    *)',
    `      echo "usage: commands.sh [--approve]${makesAccounts ? ' [--override-existing-serviceaccounts]' : ''}" >&2`,
    '      exit 2',
    '      ;;',
    '  esac',
    'done',
  ].join('\n');

const FUNCTIONS = `# Prints a command so that a shell reads it back.
show() {
  local words
  words="$(printf ' %q' "$@")"
  printf '%s\\n' "\${words# }"
}

run() {
  show "$@"
  if "$approve"; then "$@"; fi
}
`;

/** Files name it, and whoever runs this may speak for another one. */
const accountCheck = (accountId: string): string => `# The files here are of one account.
account=(aws sts get-caller-identity --query Account --output text)
show "\${account[@]}"
if "$approve"; then
  caller="$("\${account[@]}")"
  if [ "$caller" != ${quote(accountId)} ]; then
    echo "You speak for account $caller, and irsa.yaml says accountId ${accountId}. Use that account, or correct accountId." >&2
    exit 1
  fi
fi
`;

/** eksctl refuses to make an association that is there, and to update one that is not. */
const associate = ({ name, region }: EksctlCluster): string => `# Makes an association where EKS has none for the ServiceAccount.
associate() {
  local find count
  find=(aws eks list-pod-identity-associations --cluster-name ${quote(name)} --region ${quote(region)} --namespace "$1" --service-account "$2" --query 'length(associations)' --output text)
  shift 2
  show "\${find[@]}"
  if ! "$approve"; then
    echo '# only if that is 0:'
    show eksctl create podidentityassociation "$@"
    return
  fi
  count="$("\${find[@]}")"
  if [ "$count" = 0 ]; then
    run eksctl create podidentityassociation "$@"
  else
    echo "It is there." >&2
  fi
}
`;

/** The current context may be another cluster's. */
const KUBECONFIG = `# kubectl speaks to this cluster, whatever the current context is, by a file that is gone afterwards.
own_kubeconfig() {
  echo "export KUBECONFIG=\\"\\$(mktemp)\\""
  trap 'echo "rm -f \\"\\$KUBECONFIG\\""' EXIT
  if "$approve"; then
    KUBECONFIG="$(mktemp)"
    export KUBECONFIG
    trap 'echo "rm -f \\"\\$KUBECONFIG\\""; rm -f "$KUBECONFIG"' EXIT
  fi
}
`;

const VERIFY = `# Pods of a ServiceAccount without the annotation run with the role of their node, and nothing says so;
# with an older one, as another role.
failed=0
verify() {
  local command role
  command=(kubectl get serviceaccount "$2" --namespace "$1" --output 'jsonpath={.metadata.annotations.eks\\.amazonaws\\.com/role-arn}')
  show "\${command[@]}"
  if "$approve"; then
    role="$("\${command[@]}")"
    if [ "\${role##*/}" = "$3" ]; then
      echo "$1/$2 has the role $role"
    else
      echo "$1/$2 has \${role:-no role} instead of $3: it was there before, so eksctl passed over it. To take it on, run this again with --override-existing-serviceaccounts." >&2
      failed=1
    fi
  fi
}
`;

interface Step {
  readonly comments: readonly string[];
  readonly lines: readonly string[];
}

const verified = ({ made, annotated }: EksctlCluster): EksctlCluster['made'] => [...made, ...annotated];

const usesKubectl = (cluster: EksctlCluster): boolean => verified(cluster).length + cluster.namespaces.length > 0;

function steps(cluster: EksctlCluster): Step[] {
  const { name, region, makesRoles, creation, made, annotated, namespaces, accounts, associations, withOidc, left } = cluster;
  const addsOn = creation?.sections['addons'] !== undefined || cluster.installsAgent;
  const ofCluster = ['--cluster', name, '--region', region];
  const step = (comment: string, ...lines: readonly string[]): Step => ({ comments: [comment], lines });
  return [
    ...(creation
      ? [
          step(
            `The cluster${withOidc ? ', with its OIDC provider' : ''}. Made only where EKS says that it is not there.`,
            ...make(name, region),
          ),
        ]
      : []),
    ...(makesRoles && withOidc
      ? [
          step(
            'IAM trusts tokens of the cluster. Where it does already, nothing happens.',
            run('eksctl', 'utils', 'associate-iam-oidc-provider', ...ofCluster, '--approve'),
          ),
        ]
      : []),
    ...(usesKubectl(cluster)
      ? [step('Who kubectl speaks to.', 'own_kubeconfig', run('eksctl', 'utils', 'write-kubeconfig', ...ofCluster))]
      : []),
    ...(namespaces.length > 0 ? [step('Namespaces that are not there yet.', `run kubectl apply --filename "$here/namespaces.yaml"`)] : []),
    ...(accounts.length > 0 ? [step('Roles and ServiceAccounts that are not there yet.', ...create(made.length > 0))] : []),
    ...(makesRoles && accounts.length > 0
      ? [
          step(
            'Roles whose permissions have changed in cluster.yaml.',
            'run eksctl update iamserviceaccount --config-file "$here/cluster.yaml" --approve',
          ),
        ]
      : []),
    ...(!addsOn ? [] : [step('EKS add-ons that are not there yet.', 'run eksctl create addon --config-file "$here/cluster.yaml"')]),
    ...(associations.length === 0
      ? []
      : [
          step(
            'Pod Identity. Pods that run already have no credentials of an association that is new: restart them.',
            ...associations.map(
              ({ subject: { namespace, serviceAccount }, flags, file }) =>
                `associate ${[namespace, serviceAccount].map(quote).join(' ')} ${flags?.map(quote).join(' ') ?? `--config-file "$here/associations/"${quote(file ?? '')}`}`,
            ),
          ),
          step(
            'Associations that have changed in cluster.yaml, and their roles.',
            'run eksctl update podidentityassociation --config-file "$here/cluster.yaml"',
          ),
        ]),
    ...annotated.map(({ subject, annotations }) =>
      step(
        `${subject.namespace}/${subject.serviceAccount} is made by others.`,
        run(
          'kubectl',
          'annotate',
          'serviceaccount',
          subject.serviceAccount,
          '--namespace',
          subject.namespace,
          '--overwrite',
          ...Object.entries(annotations).map(([key, value]) => `${key}=${value}`),
        ),
      ),
    ),
    step(
      'What there is now.',
      ...(withOidc ? [run('eksctl', 'get', 'iamserviceaccount', ...ofCluster)] : []),
      ...(associations.length + left.length > 0 ? [run('eksctl', 'get', 'podidentityassociation', ...ofCluster)] : []),
      ...verified(cluster).map(verify),
    ),
  ];
}

/** Only EKS's own word that the cluster is not there counts: whoever may not look, or is not heard, must not make one. */
const make = (name: string, region: string): string[] => [
  `cluster=(eksctl get cluster --name ${quote(name)} --region ${quote(region)})`,
  'create=(eksctl create cluster --config-file "$here/cluster.yaml" --write-kubeconfig=false)',
  'show "${cluster[@]}"',
  'if ! "$approve"; then',
  `  printf '# only if %q is not there yet:\\n' ${quote(name)}`,
  '  show "${create[@]}"',
  'elif answer="$("${cluster[@]}" 2>&1)"; then',
  '  printf \'%s\\n\' "$answer"',
  '  echo "It is there." >&2',
  'else',
  '  code=$?',
  '  case "$answer" in',
  `    *${quote(`ResourceNotFoundException: No cluster found for name: ${name}`)}*) run "\${create[@]}" ;;`,
  '    *)',
  '      printf \'%s\\n\' "$answer" >&2',
  '      exit "$code"',
  '      ;;',
  '  esac',
  'fi',
];

function create(makesAccounts: boolean): string[] {
  const line = 'run eksctl create iamserviceaccount --config-file "$here/cluster.yaml"';
  if (!makesAccounts) return [`${line} --approve`];
  return ['if "$override"; then', `  ${line} --override-existing-serviceaccounts --approve`, 'else', `  ${line} --approve`, 'fi'];
}

const run = (...words: readonly string[]): string => `run ${words.map(quote).join(' ')}`;

const verify = ({ subject: { namespace, serviceAccount }, roleName }: EksctlCluster['made'][number]): string =>
  `verify ${[namespace, serviceAccount, roleName].map(quote).join(' ')}`;
