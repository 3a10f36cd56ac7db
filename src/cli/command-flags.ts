/** Flags that are no answers: of every command, and of each. */
import { COMMAND_NAMES } from './command-names.ts';
import type { Flag, FlagGroup } from './flag.ts';

export const commonFlags: FlagGroup = {
  title: 'Anywhere',
  flags: [
    { name: 'help', short: 'h', help: 'show the help of a command' },
    { name: 'version', short: 'v', help: 'show the version' },
  ],
};

export const jsonFlag: Flag = { name: 'json', help: 'answer as JSON on stdout, whatever the outcome' };

export const templatesFlag: Flag = {
  name: 'templates',
  value: 'DIR',
  help: 'replace templates by <kind>.hbs files of DIR (create-irsa templates eject)',
  example: '--templates ./templates',
};

export const previewFlags: readonly Flag[] = [
  { name: 'dry-run', help: 'say what would change, and write nothing' },
  { name: 'force', help: 'overwrite files edited by hand; remove files of ours that the spec no longer makes, edited or not' },
  { name: 'remove-orphans', help: 'remove files of ours that the spec no longer makes, but for those edited by hand' },
];

export const createFlags: FlagGroup = {
  title: 'Running',
  flags: [
    { name: 'yes', short: 'y', help: 'ask nothing: every answer is a flag, or in the folder' },
    { name: 'plain', help: 'ask line by line and redraw nothing, for screen readers (also ACCESSIBLE=1, TERM=dumb)' },
    ...previewFlags,
    jsonFlag,
  ],
};

export const generateFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'check', help: 'write nothing; exit 1 if a file differs from what the spec says' },
    { name: 'diff', help: 'show the differences' },
    ...previewFlags,
    { name: 'upgrade', help: 'take what this version of create-irsa writes differently' },
    { name: 'out', value: 'DIR', help: 'write below DIR instead of beside the spec', example: '--out live/production' },
    {
      name: 'atlantis',
      value: 'FILE',
      help: 'also write the atlantis.yaml of the repository: a project for each root of all the specs named',
      example: "--atlantis atlantis.yaml 'clusters/*/irsa.yaml'",
    },
    { name: 'stdout', help: 'print the files, and write nothing' },
    { name: 'format', value: 'hcl|json|cdktf', help: 'instead of the format the spec names', example: '--format json' },
    templatesFlag,
    jsonFlag,
  ],
};

export const catalogFlags: FlagGroup = { title: 'Flags', flags: [jsonFlag] };

export const explainFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    {
      name: 'spec',
      value: 'FILE',
      help: 'the spec that makes the role; by default that of the current folder',
      example: '--spec live/irsa.yaml',
    },
    {
      name: 'plan',
      value: 'FILE',
      help: 'a plan or state, as `terraform show -json` prints it; - is standard input',
      example: '--plan plan.json',
    },
    {
      name: 'policy',
      value: 'FILE',
      help: 'a trust policy instead of a role: the document, or what `aws iam get-role` prints',
      example: '--policy trust.json',
    },
    { name: 'live', help: 'the role as AWS has it now, by your AWS CLI; nothing is changed' },
    {
      name: 'cluster',
      value: 'CLUSTER',
      help: 'of this cluster only: a key of the spec, a name or an ARN',
      example: '--cluster production',
    },
    {
      name: 'issuer',
      value: 'URL',
      help: 'of this issuer only; by default each that the policy speaks of',
      example: '--issuer https://oidc.eks.us-east-1.amazonaws.com/id/ABC',
    },
    { name: 'audience', value: 'TEXT', help: 'of its token; sts.amazonaws.com by default', example: '--audience vault' },
    jsonFlag,
  ],
};

export const diffFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    {
      name: 'base',
      value: 'REF',
      help: 'the commit, branch or tag to compare with; by default where this branch left the default one, else HEAD',
      example: '--base origin/main',
    },
    {
      name: 'fail-on',
      value: 'LIST',
      values: ['new-wildcard', 'cross-account', 'widened-trust', 'escalation', 'lost-guard'],
      help: 'exit 1 if a role gained that; by default differences are no failure',
      example: '--fail-on new-wildcard,escalation',
    },
    { name: 'markdown', help: 'as a comment for a pull request, whose first line finds it again' },
    jsonFlag,
  ],
};

export const upgradeFlags: FlagGroup = { title: 'Flags', flags: [jsonFlag] };

export const adoptFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    {
      name: 'state',
      value: 'FILE',
      help: 'where names and tags are read that the code computes: the state, as `terraform show -json` prints it; - is standard input',
      example: '--state state.json',
    },
    { name: 'terraform', help: 'or run that for me, in the root module: terraform or tofu' },
    { name: 'region', value: 'REGION', help: 'of the cluster, where no provider says it', example: '--region us-east-1' },
    { name: 'cluster', value: 'NAME', help: 'its name, where only Terraform knows it', example: '--cluster production' },
    { name: 'finish', help: 'it is applied: take out the moved blocks' },
    { name: 'yes', short: 'y', help: 'ask nothing: write what is shown' },
    { name: 'diff', help: 'show all differences, however many there are' },
    ...previewFlags,
    jsonFlag,
  ],
};

export const migrateFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'yes', short: 'y', help: 'ask nothing: write what is shown' },
    { name: 'diff', help: 'show all differences, however many there are' },
    ...previewFlags,
    jsonFlag,
  ],
};

export const iamFlags: FlagGroup = {
  title: 'The state, and the way',
  flags: [
    {
      name: 'state',
      value: 'FILE',
      help: 'where policies of modules are read: the state, as `terraform show -json` prints it; - is standard input',
      example: '--state state.json',
    },
    { name: 'terraform', help: 'or run that for me, in the root module: terraform, tofu or terragrunt' },
    { name: 'live', help: 'iam-6, node-role: ask AWS what is attached to the roles, by your AWS CLI; nothing is changed' },
    { name: 'finish', help: 'it is applied: take out what was only there for the way; with a state, only if it shows so' },
    { name: 'rollback', help: 'go back by one phase, by the same moves the other way round' },
  ],
};

export const podIdentityFlags: FlagGroup = {
  title: 'Workloads from IRSA to EKS Pod Identity (migrate pod-identity)',
  flags: [
    {
      name: 'workload',
      value: 'ID',
      repeatable: true,
      help: 'only this one, or those: by default all that are furthest behind go on by one phase',
      example: '--workload external-dns --workload my-app',
    },
    {
      name: 'role',
      value: 'keep|new',
      values: ['keep', 'new'],
      help: 'at the beginning: the role goes over with its ARN, or a new one beside it takes its place',
      example: '--role new',
    },
  ],
};

export const nodeRoleFlags: FlagGroup = {
  title: 'Permissions from the nodes to the pods (migrate node-role)',
  flags: [
    {
      name: 'assign',
      value: 'WORKLOAD=POLICY,…',
      repeatable: true,
      help: 'whose a policy of the node role is: an add-on, an app of irsa.yaml, or a new one as NAME:NAMESPACE/SERVICEACCOUNT',
      example: '--assign orders:shop/orders-sa=orders-data',
    },
    {
      name: 'detach',
      value: 'POLICY',
      repeatable: true,
      help: 'nobody needs what is left of it: show how it comes off',
      example: '--detach orders-data',
    },
    {
      name: 'node-role',
      value: 'NAME',
      repeatable: true,
      help: 'the role of nodes; default: those of the node groups in the state or in AWS',
      example: '--node-role production-nodes',
    },
    {
      name: 'cluster-dump',
      value: 'FILE',
      help: 'who runs without an identity: what `kubectl get serviceaccounts,pods -A -o json` prints; - is standard input',
      example: '--cluster-dump cluster.json',
    },
  ],
};

export const templatesFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'force', help: 'eject: overwrite files that are not as the built-in ones' },
    { name: 'update', help: 'check: take what the templates print now as the snapshot' },
    {
      name: 'snapshot',
      value: 'DIR',
      help: 'check: the folder of the snapshot; default: snapshot, in that of the templates',
      example: '--snapshot test/templates',
    },
    jsonFlag,
  ],
};

export const schemaFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    {
      name: 'of',
      value: 'spec|base|fragment|COMMAND',
      values: ['spec', 'base', 'fragment', ...COMMAND_NAMES.filter((name) => name !== 'schema')],
      help: 'of irsa.yaml, of a file that it extends or includes, or of what a command answers with --json',
      example: '--of generate',
    },
    { name: 'json', help: 'taken for granted: a schema is JSON' },
  ],
};

export const completionFlags: FlagGroup = { title: 'Flags', flags: [jsonFlag] };
