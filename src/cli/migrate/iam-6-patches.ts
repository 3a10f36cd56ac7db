/** What iam 6.x asks of files that create-irsa does not write: other calls of the role module, and the eks module whose provider is too old. */
import { dirname, join, resolve } from 'node:path';
import { contractOf, type Contract } from '../../catalog/modules/contracts.ts';
import { registryAddress } from '../../catalog/modules/registry-address.ts';
import { newestAllowed, newestOfLine } from '../../catalog/modules/releases.ts';
import { partitionOf } from '../../iam/partition.ts';
import { addressOf, IAM } from '../../plan/module-families.ts';
import type { ModuleCall } from '../../plan/repo-facts.ts';
import type { StateResource } from '../../repo/terraform-json.ts';
import { argumentLines, changed, type CallText } from './call-patch.ts';
import { releaseAllowed, whyUpdated } from './module-policy-changes.ts';
import { callTexts, linesSaying } from './own-calls.ts';
import type { Asked, Patch } from './target.ts';

export const EKS = 'terraform-aws-modules/eks/aws';
const KARPENTER = `${EKS}//modules/karpenter`;

export async function patchesFor(
  { planned: { spec, facts }, source }: Asked,
  state: readonly StateResource[] | undefined,
): Promise<readonly Patch[]> {
  const directory = resolve(dirname(source.file), spec.terraform.directory);
  const on = (module: string, line: number) =>
    facts.modules.filter((call) => registryAddress(call.source) === module && lineOf(call, module) === line);
  const files = facts.modules.map(({ at }) => at.file);
  const clusters = await callTexts(directory, on(EKS, 20));
  const karpenters = await callTexts(directory, on(KARPENTER, 20));
  const partition = partitionOf(spec.clusters[0]?.region ?? '');
  const roles = await callTexts(directory, on(addressOf(IAM, 5), 5));
  return [
    ...clusters.map((call) => eksPatch(call, EKS)),
    ...karpenters.map((call) => eksPatch(call, KARPENTER)),
    ...roles.map((call) =>
      rolePatch(
        call,
        state,
        linesSaying(
          directory,
          files,
          outputsOf(call.label).map(([before]) => before),
        ),
        partition,
      ),
    ),
  ].map((patch) => ({ ...patch, file: join(spec.terraform.directory, patch.file) }));
}

export const lineOf = ({ resolved, source, version }: ModuleCall, module: string): number =>
  Number((resolved ?? /[?&]ref=v?(\d+\.\d+\.\d+)/.exec(source)?.[1] ?? newestAllowed(module, version ?? '') ?? '').split('.')[0]);

function newest(module: string, line: number): Contract {
  const found = contractOf(module, newestOfLine(module, line) ?? '');
  if (found === undefined) throw new Error(`no contract of ${module} ${line}.x`);
  return found.contract;
}

const VERSION = /"[^"]*"/;
const minor = ({ version }: Contract): string => `"~> ${version.split('.').slice(0, 2).join('.')}"`;

/** https://github.com/terraform-aws-modules/terraform-aws-eks/blob/master/docs/UPGRADE-21.0.md */
const EKS_WORDS: Readonly<Record<string, string>> = { cluster_version: 'kubernetes_version' };

function eksPatch(call: CallText, module: string): Patch {
  const next = newest(module, 21);
  const isCluster = module === EKS;
  return {
    file: call.file,
    why: isCluster
      ? `module "${call.label}": eks 20.x wants an AWS provider below 6, and iam 6.x one from 6.28 on. iam 5.60 takes either: apply this first, with the provider, then migrate. Outputs keep their names. Nodes get hop limit 1: pods without host network no longer reach IMDS.`
      : `module "${call.label}": the Karpenter of eks 21.x knows EKS Pod Identity only. IRSA needs iam_role_override_assume_policy_documents, with a statement of the sid PodIdentity, and create_pod_identity_association = false; where Karpenter is an add-on of irsa.yaml, create-irsa writes both.`,
    lines: [
      ...changed(call, 'version', (text) => text.replace(VERSION, minor(next))),
      ...argumentLines(call, next, (name) => EKS_WORDS[name] ?? (name.startsWith('cluster_') ? name.slice('cluster_'.length) : undefined)),
    ],
  };
}

/** https://github.com/terraform-aws-modules/terraform-aws-iam/blob/master/docs/UPGRADE-6.0.md, whose lists are not complete. */
const ROLE_WORDS: Readonly<Record<string, string>> = {
  create_role: 'create',
  role_name: 'name',
  role_path: 'path',
  role_permissions_boundary_arn: 'permissions_boundary',
  role_description: 'description',
  role_policy_arns: 'policies',
  assume_role_condition_test: 'trust_condition_test',
  ebs_csi_kms_cmk_ids: 'ebs_csi_kms_cmk_arns',
};

const OUTPUTS: Readonly<Record<string, string>> = {
  iam_role_arn: 'arn',
  iam_role_name: 'name',
  iam_role_path: 'path',
  iam_role_unique_id: 'unique_id',
};

const outputsOf = (label: string): readonly (readonly [string, string])[] =>
  Object.entries(OUTPUTS).map(([before, now]) => [`module.${label}.${before}`, `module.${label}.${now}`] as const);

function rolePatch(
  call: CallText,
  state: readonly StateResource[] | undefined,
  readers: ReturnType<typeof linesSaying>,
  partition: string,
): Patch {
  const next = newest(addressOf(IAM, 6), 6);
  const { names, moved } = inState(call.label, state ?? []);
  const isByPrefix = call.arguments.some(({ name }) => name === 'role_name_prefix');
  const known = names.length === 1 ? names[0] : undefined;
  const missing =
    known === undefined ? ' Say --terraform or --state, and policy_name and the moved blocks of its policies are shown too.' : '';
  return {
    file: call.file,
    why: `module "${call.label}" of your own is on 5.x as well; create-irsa does not edit it.${updated(call, next, partition)}${state === undefined ? missing : ''}${isByPrefix ? ' Its role has a generated name: hand over that name, with use_name_prefix = false.' : ''}`,
    lines: [
      ...changed(call, 'source', (text) => text.replace('iam-role-for-service-accounts-eks', 'iam-role-for-service-accounts')),
      ...changed(call, 'version', (text) => text.replace(VERSION, minor(next))),
      ...argumentLines(call, next, (name) => ROLE_WORDS[name]),
      '+ use_name_prefix = false',
      ...(known === undefined ? [] : [`+ policy_name = ${JSON.stringify(known)}`]),
      ...moved.flatMap(([from, to]) => [`+ moved {`, `+   from = ${from}`, `+   to   = ${to}`, `+ }`]),
      ...readers.flatMap(({ file, line, text }) => [
        `${file}:${line}`,
        `- ${text.trim()}`,
        `+ ${outputsOf(call.label).reduce((now, [before, after]) => now.replaceAll(before, after), text.trim())}`,
      ]),
    ],
  };
}

/** The one change of its plan that neither names nor moves prevent. */
function updated({ arguments: given }: CallText, next: Contract, partition: string): string {
  const module = addressOf(IAM, 5);
  const version = releaseAllowed(module, /"([^"]*)"/.exec(given.find(({ name }) => name === 'version')?.text ?? '')?.[1] ?? '');
  if (version === undefined) return '';
  const inputs = Object.fromEntries(given.map(({ name, text }) => [name, !/=\s*(?:false|null|\[\s*\])\s*$/.test(text)]));
  const why = whyUpdated({ module, version, inputs }, { module: next.module, version: next.version, inputs }, partition);
  return why === undefined ? '' : ` The plan updates its policy in place: ${why}.`;
}

/** Below a call, of all its instances. */
function inState(
  label: string,
  state: readonly StateResource[],
): { readonly names: readonly string[]; readonly moved: readonly (readonly [string, string])[] } {
  const names: string[] = [];
  const moved: (readonly [string, string])[] = [];
  for (const { address, mode, values } of state) {
    const [, call, resource] = /^(module\.[^.[]+(?:\[[^\]]+\])?)\.(aws_iam_(?:policy|role_policy_attachment)\..+)$/.exec(address) ?? [];
    if (mode !== 'managed' || call === undefined || resource === undefined || call.replace(/\[.*$/, '') !== `module.${label}`) continue;
    const [, type, name, key] = /^(aws_iam_\w+)\.(\w+)(\[.+\])$/.exec(resource) ?? [];
    if (type === 'aws_iam_policy' && typeof values['name'] === 'string') names.push(values['name']);
    const now = name === 'this' ? 'additional' : 'this';
    if (name !== 'amazon_cloudwatch_observability') moved.push([address, `${call}.${type}.${now}${key}`]);
  }
  return { names, moved };
}
