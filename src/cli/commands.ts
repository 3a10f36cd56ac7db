/** The commands and their help, as data; what they do is loaded only when one runs. */
import { addAnswerFlags, addFlags } from './add-flags.ts';
import {
  adoptFlags,
  catalogFlags,
  commonFlags,
  completionFlags,
  createFlags,
  diffFlags,
  explainFlags,
  generateFlags,
  iamFlags,
  migrateFlags,
  nodeRoleFlags,
  podIdentityFlags,
  schemaFlags,
  templatesFlags,
  upgradeFlags,
} from './command-flags.ts';
import type { CommandName } from './command-names.ts';
import type { FlagGroup } from './flag.ts';
import { doctorFlags, graphFlags, scanFlags } from './looking-flags.ts';
import { answerFlags } from './flags.ts';

export interface Command {
  readonly name: CommandName;
  readonly usage: string;
  readonly summary: string;
  /** How many words beside the flags it takes. */
  readonly words: number;
  readonly flags: readonly FlagGroup[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
}

/** What runs without a command. */
export const wizard: Command = {
  name: 'create',
  usage: 'create-irsa [dir] [flags]',
  summary: 'the wizard: asks, shows what it would write, saves irsa.yaml and writes the files',
  words: 1,
  flags: [createFlags, ...answerFlags, commonFlags],
  examples: [
    { line: 'create-irsa', does: 'ask, in the current folder' },
    {
      line: 'create-irsa --yes --cluster production --region us-east-1 --add-on external-dns.hostedZones=Z0123456789ABC',
      does: 'ask nothing',
    },
  ],
};

export const commands: readonly Command[] = [
  wizard,
  {
    name: 'generate',
    usage: 'create-irsa generate [spec…] [flags]',
    summary:
      'writes what specs say; a spec is a file, a folder that holds an irsa.yaml (default: the current one), or a quoted pattern (*, ?, **, {a,b})',
    words: Infinity,
    flags: [generateFlags, commonFlags],
    examples: [
      { line: 'create-irsa generate', does: 'write what irsa.yaml says' },
      { line: "create-irsa generate --check 'clusters/*/irsa.yaml'", does: 'in CI: exit 1 if a file differs' },
    ],
  },
  {
    name: 'add',
    usage: 'create-irsa add <add-on…> | app <name…> | cluster <name…> [flags]',
    summary:
      'an add-on, an app of yours or a cluster into the irsa.yaml that is here, every other line of which stays as it is; then writes the files',
    words: Infinity,
    flags: [addFlags, ...addAnswerFlags, commonFlags],
    examples: [
      { line: 'create-irsa add external-dns', does: 'ask for its hosted zones' },
      { line: 'create-irsa add external-dns --set external-dns.hostedZones=Z0123456789ABC --yes', does: 'ask nothing' },
      {
        line: 'create-irsa add app orders --namespace shop --grant orders:s3:bucket=orders,access=read-write',
        does: 'an app, in the namespace shop',
      },
      {
        line: 'create-irsa add cluster green --region eu-west-1 --share-roles production=blue,green',
        does: 'a cluster that shares roles',
      },
    ],
  },
  {
    name: 'catalog',
    usage: 'create-irsa catalog [id] [flags]',
    summary: 'add-ons and grants: what they need, what they are',
    words: 1,
    flags: [catalogFlags, commonFlags],
    examples: [{ line: 'create-irsa catalog external-dns', does: 'its options and its ServiceAccount' }],
  },
  {
    name: 'explain',
    usage: 'create-irsa explain <namespace:name | claims.json> <role> [flags]',
    summary: 'would this ServiceAccount be let into that role, and which condition says so',
    words: 2,
    flags: [explainFlags, commonFlags],
    examples: [
      { line: 'create-irsa explain shop:orders orders', does: 'the role that the spec makes' },
      { line: 'create-irsa explain shop:orders --policy trust.json', does: 'any trust policy' },
      { line: 'create-irsa explain token.jwt production-orders --live', does: "a pod's token, and AWS itself" },
    ],
  },
  {
    name: 'scan',
    usage: 'create-irsa scan [dir] [flags]',
    summary:
      'what a repository holds: clusters and how to refer to them, roles of pods in every form, who takes them, what they may do, and what is wrong with it; nothing is changed',
    words: 1,
    flags: [scanFlags, commonFlags],
    examples: [
      { line: 'create-irsa scan', does: 'this folder, and all below it' },
      { line: 'create-irsa scan infra --json', does: 'all of it, and the edges' },
      { line: 'create-irsa scan --sarif > irsa.sarif', does: 'in CI, for code scanning' },
    ],
  },
  {
    name: 'diff',
    usage: 'create-irsa diff [spec… | plan.json] [flags]',
    summary: 'what roles may do and who may take them, now against a commit; or after a plan of Terraform against before',
    words: Infinity,
    flags: [diffFlags, commonFlags],
    examples: [
      { line: 'create-irsa diff', does: 'what this branch changes' },
      { line: "create-irsa diff 'clusters/*/irsa.yaml' --base origin/main", does: 'against a branch' },
      { line: 'terraform show -json plan.out | create-irsa diff -', does: 'of a plan, whoever wrote it' },
    ],
  },
  {
    name: 'upgrade',
    usage: 'create-irsa upgrade [spec…] [flags]',
    summary: 'what this version would write otherwise than the files on disk, and what roles gain and lose by it; writes nothing',
    words: Infinity,
    flags: [upgradeFlags, commonFlags],
    examples: [{ line: "create-irsa upgrade 'clusters/*/irsa.yaml'", does: 'before generate --upgrade' }],
  },
  {
    name: 'adopt',
    usage: 'create-irsa adopt [dir] [flags]',
    summary:
      'an irsa.yaml for the roles that a root module has already, whose next plan changes nothing; those that it could not say word for word are listed, and left',
    words: 1,
    flags: [adoptFlags, commonFlags],
    examples: [
      { line: 'create-irsa adopt --dry-run', does: 'what it would take over' },
      { line: 'create-irsa adopt live --terraform', does: 'with names and tags of the state' },
      { line: 'create-irsa adopt --finish', does: 'once applied: drop moved blocks' },
    ],
  },
  {
    name: 'migrate',
    usage: 'create-irsa migrate [iam-6|pod-identity|node-role] [spec] [flags]',
    summary:
      'one reviewable step that replaces nothing: roles from the iam module 5.x to 6.x, workloads from IRSA to EKS Pod Identity, permissions from nodes to pods; and back',
    words: 2,
    flags: [migrateFlags, iamFlags, podIdentityFlags, nodeRoleFlags, commonFlags],
    examples: [
      { line: 'create-irsa migrate', does: 'in a terminal: asks which' },
      { line: 'create-irsa migrate iam-6 --terraform', does: 'with the state that terraform has' },
      { line: 'terraform show -json | create-irsa migrate iam-6 --state - --dry-run', does: 'from a pipe, looking only' },
      { line: 'create-irsa migrate iam-6 --finish', does: 'once applied: drop moved blocks' },
      { line: 'create-irsa migrate iam-6 --rollback', does: 'back to 5.x' },
      { line: 'create-irsa migrate pod-identity --terraform', does: 'on by one phase' },
      { line: 'create-irsa migrate node-role --state state.json', does: 'what pods live on' },
    ],
  },
  {
    name: 'graph',
    usage: 'create-irsa graph [spec | dir] [flags]',
    summary: 'the picture: cluster → ServiceAccount → role → permissions, of a spec or of a repository, on standard output',
    words: 1,
    flags: [graphFlags, commonFlags],
    examples: [
      { line: 'create-irsa graph', does: 'Mermaid, for a README' },
      { line: 'create-irsa graph --format html > irsa.html', does: 'a page to open in a browser' },
      { line: 'create-irsa graph --format dot | dot -Tpdf > irsa.pdf', does: 'by Graphviz' },
    ],
  },
  {
    name: 'doctor',
    usage: 'create-irsa doctor [namespace/pod | namespace:name | namespace | collect] [flags]',
    summary:
      'why a pod cannot reach AWS: the first cause in the chain from pod to permission, on a live cluster, on a dump of one, or from a message; reads only',
    words: 2,
    flags: [doctorFlags, commonFlags],
    examples: [
      { line: 'create-irsa doctor shop/orders-7d9f', does: 'one pod' },
      { line: 'create-irsa doctor shop:orders --action s3:GetObject', does: 'and whether its role may do that' },
      { line: 'create-irsa doctor --all --sarif', does: 'everything, for CI' },
      { line: 'create-irsa doctor collect --out dump.json', does: 'for others to read; no secrets' },
      { line: 'create-irsa doctor shop:orders --from dump.json', does: 'what somebody else has seen' },
      { line: "create-irsa doctor --error 'No OpenIDConnect provider found in your account'", does: 'a message from a log' },
    ],
  },
  {
    name: 'templates',
    usage: 'create-irsa templates eject [dir] [name…] | check [dir] [spec…] [flags]',
    summary:
      'templates of your own for the Terraform that is written: the built-in ones as files to change, and a check in CI of what yours print',
    words: Infinity,
    flags: [templatesFlags, commonFlags],
    examples: [
      { line: 'create-irsa templates eject templates role-iam-6 policy', does: 'two of them, and a README.md' },
      { line: 'create-irsa templates check templates --update', does: 'write down what they print' },
      { line: 'create-irsa templates check templates', does: 'in CI: exit 1 if that has changed' },
    ],
  },
  {
    name: 'schema',
    usage: 'create-irsa schema [flags]',
    summary: 'the JSON Schema of irsa.yaml and its parts, for editors, or of what `--json` answers',
    words: 0,
    flags: [schemaFlags, commonFlags],
    examples: [
      { line: 'create-irsa schema > irsa.schema.json', does: 'save it' },
      { line: 'create-irsa schema --of fragment', does: 'that of a fragment' },
      { line: 'create-irsa schema --of generate', does: 'what `create-irsa generate --json` answers' },
    ],
  },
  {
    name: 'completion',
    usage: 'create-irsa completion bash|zsh|fish [flags]',
    summary: 'a script that has your shell complete commands, flags, their values and ids of add-ons',
    words: 1,
    flags: [completionFlags, commonFlags],
    examples: [
      { line: 'eval "$(create-irsa completion bash)"', does: 'in ~/.bashrc; so with zsh' },
      { line: 'create-irsa completion fish > ~/.config/fish/completions/create-irsa.fish', does: 'for fish' },
    ],
  },
];

export const findCommand = (name: string): Command | undefined => commands.find((command) => command.name === name);
