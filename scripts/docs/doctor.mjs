/** What the doctor looks at, what it may find and which rights it needs → docs/doctor.md. */
import { code, fence, page, table } from './markdown.mjs';

/** Titles of the links of the chain. */
const LINKS = {
  cluster: 'The cluster',
  placement: 'Whether pods run as the ServiceAccount',
  'service-account': 'The ServiceAccount',
  provider: 'The IAM OIDC provider',
  role: 'The role',
  trust: 'The trust policy',
  injection: 'What pods were given',
  agent: 'The agent of EKS Pod Identity',
  sdk: 'The SDK',
  precedence: 'What comes before the role',
  network: 'The network',
  identity: 'Who the pod is',
  permissions: 'Permissions',
  quotas: 'Quotas',
};

export const doctorPage = ({ chain, awsReads, kubernetesReads, sdks, policy, clusterRole }) =>
  page(
    'The doctor',
    `When a pod cannot reach AWS: ${code('create-irsa doctor shop/orders-7d9f')} goes along the chain from pod to permission, names the first cause, shows what it saw, and says how to mend it. What only follows from that cause is not told. It exits 1 if it found an error or a warning.`,
    fence(
      'sh',
      [
        'create-irsa doctor shop/orders-7d9f            # a pod',
        'create-irsa doctor shop:orders                 # a ServiceAccount',
        'create-irsa doctor shop                        # a namespace',
        'create-irsa doctor --all --sarif               # every ServiceAccount with a role',
        'create-irsa doctor shop:orders --exec          # ask the pod who it is',
        'create-irsa doctor shop:orders --action s3:GetObject --resource "arn:aws:s3:::orders/*"',
        "create-irsa doctor --error '<message of a log>' # asks nobody: see errors-seen.md",
      ].join('\n'),
    ),
    'It asks by your own `kubectl` and your own AWS CLI, so that whichever way you sign in works here too, and no credential is seen or stored. A message from a log alone is explained by [errors as they are seen](errors-seen.md).',
    '## A dump, for somebody else',
    fence('sh', 'create-irsa doctor collect --out dump.json\ncreate-irsa doctor --all --from dump.json'),
    'A dump holds what the doctor looks at, and nothing else: it is made by a list of what is kept, so that values of variables, annotations, Secrets, ConfigMaps, arguments and tokens are not in it. Of a variable that would be a key it says `(set)`. It does hold names (of namespaces, ServiceAccounts, pods, nodes, images and roles), ARNs with the account, and trust policies; it is written for you alone to read.',
    '## At scale',
    `It asks by pages of 500 objects, at most four questions at once, keeps of each object only what it looks at, and says how often it asked. 5,000 pods and 500 ServiceAccounts with as many roles take 21 questions: 10 pages of pods, one of ServiceAccounts, one of nodes, webhook, agent and its pods; cluster, providers, the one of them that is the cluster’s, associations, quotas, and the roles of the account in one call (up to eight roles are asked for one by one instead, three calls each). Each association of EKS Pod Identity and each node group costs one more. ${code('node bench/doctor.mjs')} measures it, against moto and an API server of fixtures.`,
    '## What it may find',
    ...chain.map((link) =>
      [
        `### ${LINKS[link.name]}`,
        table(
          ['code', 'severity', 'what it means'],
          Object.entries(link.causes).map(([id, { severity, means, link: more }]) => [code(id), severity, `${means} [More](${more})`]),
        ),
      ].join('\n\n'),
    ),
    '## Rights that suffice',
    'Only reads. What may not be seen is said to be unseen, and nothing is ruled out there. In AWS, this policy:',
    fence('json', JSON.stringify(policy, null, 2)),
    table(
      ['action', 'what for', 'when'],
      Object.values(awsReads).map(({ action, why, only }) => [code(action), why, only ?? 'always']),
    ),
    `In the cluster, this role; what only ${code('--exec')} needs (the table below has it) is not in it:`,
    fence('yaml', clusterRole),
    table(
      ['resource', 'verbs', 'what for', 'when'],
      Object.values(kubernetesReads).map(({ resource, verbs, why, only }) => [code(resource), verbs.join(', '), why, only ?? 'always']),
    ),
    '## The oldest SDKs that do',
    table(
      ['SDK', code('--sdk'), 'IRSA', 'EKS Pod Identity'],
      Object.entries(sdks).map(([id, { title, irsa, podIdentity }]) => [title, code(id), irsa ?? 'every release', podIdentity]),
    ),
  );
