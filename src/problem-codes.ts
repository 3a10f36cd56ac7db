/**
 * Every code that a Problem may have, with what brings it about. The codes are a type to the program,
 * which loads no word of this file; the words are for docs/problems.md. A new code is a line here and
 * an example in test/support/problem-examples.
 */
const yaml = {
  'spec-not-found': 'There is no spec where one was looked for.',
  'spec-unreadable': 'The system refuses to read the spec.',
  'spec-too-large': 'A spec of more than 1 MB is not read at all.',
  'spec-too-deep': 'Maps and lists stand in one another deeper than any spec needs.',
  'spec-not-a-map': 'What `irsa.yaml` holds is a list or a text, so that no answer can be added to it.',
  'empty-spec': 'The file is empty, or all of it is comments.',
  'invalid-yaml': 'The text is not YAML: an indent, a quote, a bracket or a colon is wrong.',
  'several-documents': 'A spec is one document; `---` begins another.',
  'control-character': 'A value holds a character that no screen shows.',
  'invalid-key': 'A key is a list, a map or empty.',
  'duplicate-key': 'One map has a key twice; YAML readers differ on which of them holds.',
  alias: 'Anchors and aliases are refused: a reader of the spec should see what it says where it says it.',
  'yaml-tag': 'Tags such as `!!binary` are refused.',
} as const;

const parts = {
  'part-not-found': 'A file that `extends` or `include` names is not there.',
  'pattern-matches-nothing': 'A pattern of `include`, or of the command line, stands for no file.',
  'extends-twice': 'A file that is extended extends another one, and one level is all there is.',
  'fragment-key': 'A file of `include` says something that is no app.',
  'fragment-not-allowed': 'A file of `include` says what `include` does not let it say.',
  'app-twice': 'Two files of a spec have an app of one name.',
} as const;

const values = {
  'unknown-key': 'The spec has no such key there, or the catalog no such add-on or service.',
  'missing-key': 'A key without a default was left out.',
  'wrong-value': 'A value is of the wrong type, or none of those that there are.',
  'empty-value': 'A text is empty.',
  'empty-list': 'A list says nothing where at least one entry is needed.',
  'empty-map': 'A map says nothing where one key is needed.',
  'repeated-entry': 'A list names one thing twice.',
  'not-yet': 'The spec knows this key for a later release, which this one is not.',
  'output-not-yet': 'The output is known, and this release does not write it.',
} as const;

const literals = {
  'invalid-account-id': 'An AWS account id has twelve digits.',
  'invalid-action': 'An action of IAM is `service:Name`, wildcards included.',
  'invalid-app-name': 'Names of apps become Terraform labels and parts of role names.',
  'invalid-audience': 'The audience of a token is a text without spaces, of limited length.',
  'invalid-cluster-name': 'EKS would refuse the name.',
  'invalid-condition-key': 'A key of a Condition is `service:Key`.',
  'invalid-condition-operator': 'IAM has no such operator of Conditions.',
  'invalid-container-name': 'Kubernetes would refuse the name of the container.',
  'invalid-directory': 'The directory must be below the spec.',
  'invalid-group-name': 'Names of share groups become parts of role names.',
  'invalid-image': 'A container image is a name with an optional registry, tag and digest.',
  'invalid-label': 'Terraform would refuse the label.',
  'invalid-module-source': 'Terraform would refuse the source of the module, or read it as something else.',
  'invalid-namespace': 'Kubernetes would refuse the namespace.',
  'invalid-naming': 'The pattern has an unknown placeholder, or lacks `{workload}`, so that roles would share a name.',
  'invalid-oidc-provider-arn': 'This is not the ARN of an OIDC provider of EKS.',
  'invalid-option': 'The option of an add-on or grant is not of the form that its service asks for.',
  'invalid-options': 'Options of one add-on contradict each other, or one needs another.',
  'invalid-path': 'The path of another file of the spec is not relative to the file that names it.',
  'invalid-policy-arn': 'This is not the ARN of an IAM policy.',
  'invalid-policy-name': 'IAM would refuse the name.',
  'invalid-provider': 'A provider is addressed as `aws` or `aws.<alias>`.',
  'invalid-reference': 'A reference is a plain Terraform traversal: no function, no interpolation.',
  'invalid-region': 'AWS has no region of that form.',
  'invalid-release': 'Helm would refuse the name of the release.',
  'invalid-resource': 'Statements name ARNs.',
  'invalid-role-name': 'IAM would refuse the name.',
  'invalid-role-path': 'A path of IAM begins and ends with a slash.',
  'invalid-role-prefix': 'IAM would refuse names that begin so.',
  'invalid-service-account': 'Kubernetes would refuse the name of the ServiceAccount.',
  'invalid-sid': 'A Sid has letters and digits only.',
  'invalid-tag': 'AWS would refuse the tag.',
  'invalid-thumbprint': 'A thumbprint is a SHA-1 in 40 hexadecimal digits.',
  'invalid-workspace': 'HCP Terraform would refuse the name.',
  'invalid-version': 'The version is not one release in quotes.',
} as const;

const clusters = {
  'no-cluster': 'Roles trust the OIDC provider of a cluster, so at least one is needed.',
  'several-sources': 'The spec gives two ways in which the root module knows one cluster.',
  'contradictory-region': 'A region is said twice, differently.',
  'contradictory-account': 'An account is said twice, differently.',
  'contradictory-partition': 'An ARN is of another partition of AWS than the clusters.',
  'contradictory-oidc-provider': 'The OIDC provider of the cluster is both there and to be created.',
  'unknown-cluster': 'A workload or a group names a cluster that the spec does not have.',
  'unknown-primary': '`primary` names neither a cluster nor a share group.',
  'primary-not-said': 'With several groups, the labels of one of them carry no suffix, and nothing says of which.',
  'repeated-group': 'Two groups have one name, so their roles would too.',
  'cluster-in-two-groups': 'A cluster would have two roles for each workload.',
  'group-across-accounts': 'Clusters of two accounts are to share a role, which belongs to one account.',
  'cluster-not-found': 'The root module does not have what `from` says that it has.',
  'cluster-for-each': 'The cluster is made with count or for_each, and nothing says which instance is meant.',
  'cluster-label-clash': 'Two clusters would have one Terraform label.',
  'address-clash': 'Different names would read alike in Terraform.',
  'oidc-provider-owner': 'The OIDC provider is to be created, and the root module has it already.',
  'thumbprint-required': 'The release of the provider still asks for a thumbprint.',
} as const;

const workloads = {
  'no-permissions': 'The role of an app may do nothing.',
  'empty-grant': 'An entry of `grants` names no service.',
  'needs-no-role': 'What was named does its work without AWS, or with a role that is not its own.',
  'no-canned-policy': 'What was named does what its users ask of it, so the catalog has no policy for it.',
  'end-of-life': 'AWS has ended the service that the add-on is for.',
  'several-grants': 'One entry of `grants` names two services, most often for want of a hyphen.',
  'incomplete-statement': 'A statement lacks its actions or its resources.',
  'contradictory-statement': 'A statement has both Action and NotAction, or Resource and NotResource.',
  'repeated-sid': 'Two statements of a policy have one Sid.',
  'statement-wildcard': 'A statement allows more than somebody is likely to have meant.',
  'reserved-name': 'Files or Terraform names of create-irsa begin so.',
  'subject-taken': 'Two workloads run as one ServiceAccount of one cluster, and a pod gets one role.',
  'default-service-account': 'Every pod of the namespace that names no ServiceAccount would get the role.',
  'namespace-exists': 'The namespace comes with Kubernetes, and cannot be created.',
  'namespace-declared': 'The root module declares the namespace already.',
  'service-account-twice': 'Two workloads would write one ServiceAccount, which takes the ARN of one role.',
  'own-container-skipped': 'The app itself would run without its role.',
  'owner-of-another': 'The owner of a ServiceAccount is not the one that makes it.',
  'terraform-not-written': 'Terraform is to make a ServiceAccount, and the spec does not write any.',
  'manifests-not-written': 'Manifests are asked for, and something else makes the ServiceAccounts.',
  'audience-of-module': 'The modules that make roles know one audience only.',
  'role-name-clash': 'Two roles of an account would have one name.',
  'group-across-partitions': 'A group shares roles over two partitions.',
  'policy-name-clash': 'Two policies of an account would have one name.',
  'account-id-needed': 'A file that Terraform does not render holds the ARN of a role, and an ARN holds an account.',
  'too-many-tags': 'A role takes fifty tags.',
  'too-many-policies': 'A role takes ten managed policies, unless AWS has raised the quota.',
  'policy-too-large': 'A managed policy holds 6,144 characters.',
  'group-across-regions': 'A shared role would name the resources of one region only.',
  'trust-too-large': 'A trust policy has no room for so many clusters.',
  'ampersand-brace': 'A statement holds what the AWS provider would turn into a policy variable.',
} as const;

const installations = {
  'chart-version-missing': 'A chart is to be installed, and nothing says in which version.',
  'invalid-installation': 'What is asked of an installation is not what its installer can do.',
  'invalid-values-file': 'Files with values are named by a path that begins at the spec.',
  'installed-already': 'The root module installs the chart or the EKS add-on itself.',
  'install-not-written': 'Terraform is to install an add-on, and the spec does not write any.',
} as const;

const modules = {
  'no-module-line': 'A module of your own has neither a line nor a version.',
  'unknown-module-line': 'create-irsa does not know the inputs of that major release.',
  'contradictory-module': 'The line and the version of a module are of two major releases.',
  'version-of-source': 'A version beside a source that is not of a registry.',
  'module-line-unknown': 'The repository uses major releases that create-irsa does not know the inputs of.',
  'module-without-contract': 'The inputs of this very release are not on record; those of a near one are taken.',
  'module-unknown-input': 'The release of the module has no such input.',
  'versions-unsatisfiable': 'No release of Terraform or of a provider suits everything at once.',
  'lock-file-outdated': 'The lock file holds a provider that a module of the root refuses.',
  'provider-not-found': 'The root module has no provider of that alias.',
  'provider-other-region': 'A provider speaks to another region than the one that the cluster is in.',
  'provider-ambiguous': 'The root module has several providers that could be meant.',
  'provider-from-caller': 'A child module is given its providers by its caller.',
  'provider-one-account': 'One provider cannot speak to two accounts.',
  'not-in-stack': 'A stack of cdktf is a root module of its own, and the spec refers to what it does not hold.',
} as const;

const callers = {
  'caller-source': 'The caller of the child module has no way to say how the cluster is known.',
  'caller-reference': 'A workload refers to a resource that the caller of the child module does not know.',
  'caller-aliases': 'The module runs on the providers of its surroundings, and needs several of one name.',
  'caller-without-module': '`terraform.caller` says who calls a child module, and a root is written.',
  'root-only': '`layout: module` writes a child module, and what was asked for needs a root.',
  'dependency-without-terragrunt': 'Only a Terragrunt unit knows the outputs of other units.',
  'terragrunt-root-not-found': 'The unit is to include a file that no folder above it holds.',
  'cloud-needs-root': 'A workspace holds the state of a root, and none is written here.',
  'backend-there': 'The root says already where its state is.',
  'atlantis-directory': 'Atlantis could not make a project of a root: of its name, its place, or because another spec writes it too.',
  'workspace-taken': 'Two specs would keep their state in one workspace.',
} as const;

const newClusters = {
  'no-network': 'A new cluster is given neither a VPC nor the range of a new one.',
  'no-nodes': 'A new cluster has nothing to run pods on.',
  'two-networks': 'A new cluster is given a VPC, and a new one to be made.',
  'two-architectures': 'A node group has one image, so its instance types are of one architecture.',
  'several-instance-types': 'A self-managed node group is of one instance type.',
  'node-group-size': 'The sizes of a node group contradict each other.',
  'built-in-add-on': 'EKS Auto Mode runs the add-on itself.',
  'auto-mode-does-it': 'EKS Auto Mode does already what the add-on is for.',
  'add-on-needs-role': 'An add-on of a new cluster needs a role, and there it would get none.',
  'provider-of-new-cluster': 'A provider of a cluster that is not there yet.',
  'cluster-name-too-long': 'The names of the roles that the eks module makes would be too long.',
  'new-clusters-across-accounts': 'The new clusters of one spec are in two accounts.',
  'invalid-ami-type': 'EKS has no such type of image.',
  'invalid-cidr': 'This is not a range of private addresses that a VPC takes.',
  'invalid-eks-add-on': 'EKS has no add-on of that form.',
  'invalid-instance-type': 'EC2 has no instance type of that form.',
  'invalid-kubernetes-version': 'EKS names versions as "1.33".',
  'invalid-node-group-name': 'EKS would refuse the name of the node group.',
  'number-of-zones': 'A new VPC lies in two to six zones.',
  'too-few-subnets': 'EKS puts a cluster into two zones at least.',
  'invalid-subnet-id': 'Subnets have ids such as subnet-0123456789abcdef0.',
  'invalid-vpc-id': 'VPCs have ids such as vpc-0123456789abcdef0.',
  'invalid-zone': 'Zones are named as us-east-1a.',
} as const;

const eksctl = {
  'eksctl-ami-type': 'eksctl knows images by families, and none of them is of that type.',
  'eksctl-private-endpoint': 'eksctl could not reach the cluster that it is making.',
  'eksctl-needs-terraform': 'The workload needs what eksctl cannot make.',
  'helm-needs-terraform': 'Helm values are to be rendered by Terraform, which the spec does not write.',
  'eksctl-not-written': 'eksctl makes no files for this workload.',
  'eksctl-no-permissions': 'eksctl makes no role without a policy.',
  'eksctl-audience': 'eksctl knows one audience only.',
  'eksctl-aws-node': 'eksctl treats the ServiceAccount aws-node by itself.',
  'eksctl-reference': 'eksctl cannot follow a Terraform reference.',
  'eksctl-role-path': 'eksctl makes roles with the path / only.',
  'eksctl-share-roles': 'eksctl makes each role in the stack of one cluster.',
} as const;

const tests = {
  'tests-not-written': 'Tests are asked for, and no root module is written that they could test.',
  'tests-need-terraform': 'The tests need Terraform 1.11, and the repository runs, or allows, something else.',
  'tests-local-reference': 'The OIDC provider of a cluster is known by a local value, which no test can replace.',
} as const;

const repository = {
  'terraform-syntax': 'A file of the root module is not HCL; what it says is not known.',
  'terraform-unreadable': 'The system refuses to read a file of the root module.',
  'template-unknown': 'A template of your own has the name of no kind of block.',
  'template-syntax': 'A template of your own is not Handlebars, or uses what templates may not use.',
  'template-failed': 'A template of your own failed when it was applied.',
  'templates-unreadable': 'The folder of `--templates` cannot be read.',
} as const;

const flags = {
  'unknown-command': 'There is no such command, nor such a folder.',
  'command-not-yet': 'The command is of a later release.',
  'unknown-shell': 'Completion is written for bash, zsh and fish.',
  'unknown-flag': 'The command has no such flag.',
  'unexpected-word': 'The command takes fewer words.',
  'flag-needs-value': 'The flag stands without a value.',
  'flag-takes-no-value': 'The flag is a switch.',
  'flag-twice': 'A flag is given twice, differently.',
  'flag-value': 'The value of a flag is not of the form that the flag takes.',
  'contradictory-flags': 'Two flags of one command line contradict each other.',
  'contradicts-spec': 'A flag says something else than `irsa.yaml`, and nothing says which of them holds.',
  'missing-answer': 'Nobody is asked, and an answer without a default was not given.',
  'nobody-to-ask': 'There is no terminal, or `--json` has taken it, and `--yes` was not said.',
  'not-in-catalog': '`catalog` was asked for what it does not hold.',
} as const;

const files = {
  'path-refused': 'A file would be written outside of the folder, through a link, or over something that is no file.',
  'path-twice': 'Two files of one run have one name, at least to this disk.',
  'specs-share-files': 'Two specs would write one file.',
  'other-tool-version': 'The files were written by another version of create-irsa, which would have written them otherwise.',
  conflict: 'A file that would be overwritten was edited by hand, or is not of create-irsa.',
  'changed-meanwhile': 'Somebody else changed a file between the look and the write.',
  busy: 'Another create-irsa is writing in the folder.',
  interrupted: 'A run was killed while it wrote, and this one must not write.',
  recovered: 'A run was killed while it wrote; what it left was completed or undone.',
  'journal-refused': 'The journal of an interrupted run names files elsewhere, or is no file.',
  'not-readable': 'The system refuses to read a file that would be written.',
  'not-writable': 'The system refuses to write.',
  'disk-full': 'There is no room for the files.',
  'too-many-files': 'The system refuses to open one more file.',
  'write-failed': 'The disk answered with an error of another kind.',
} as const;

/** In the order and under the headings in which docs/problems.md shows them. */
export const problemGroups = {
  'The file as YAML': yaml,
  'A spec of several files': parts,
  'Keys and values': values,
  'Names and literals': literals,
  'Clusters and groups': clusters,
  Workloads: workloads,
  'Add-ons that Terraform installs': installations,
  'Modules and providers': modules,
  'Child modules, their callers and who runs them': callers,
  'New clusters': newClusters,
  eksctl: eksctl,
  'Tests of what is written': tests,
  'The Terraform that is there, and templates': repository,
  'Commands and flags': flags,
  'Files and the disk': files,
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type Groups = typeof problemGroups;

/** Kebab-case. */
export type ProblemCode = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups];
