/**
 * Whether what the Plan makes of a workload is what a call of the user's has made: input by input, and nothing
 * beside. Only then is a role taken over. Pure.
 */
import type { RoleLine } from '../catalog/add-on.ts';
import { registryAddress } from '../catalog/modules/registry-address.ts';
import { newestAllowed } from '../catalog/modules/releases.ts';
import { isText, type Value } from '../iam/text.ts';
import type { Block, TerraformPlan } from '../plan/terraform/blocks.ts';
import { iam5RoleInputs, iam6RoleInputs } from '../plan/terraform/module-inputs.ts';
import type { Iam5RoleBlock, Iam6RoleBlock } from '../plan/terraform/role-blocks.ts';
import type { Candidate } from './candidate.ts';
import { compareResource } from './compare-resource.ts';
import { effective } from './module-defaults.ts';
import { nameOf } from './name-of.ts';
import { inWords, isMap, isSame, spelled } from './same.ts';
import type { State } from './state.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
}

export type Compared = { readonly to: string; readonly moves: readonly Move[] } | { readonly differs: string };

export interface Against {
  readonly terraform: TerraformPlan;
  readonly workload: string;
  readonly partition: string;
  readonly state: State | undefined;
}

export function compare(candidate: Candidate, against: Against): Compared {
  const { terraform, workload } = against;
  const blocks = terraform.files.find(({ name }) => name === `irsa-${workload}.tf`)?.blocks ?? [];
  const { line } = candidate;
  return line === 'resource' ? compareResource(candidate, blocks, against) : compareCall({ ...candidate, line }, blocks, against);
}

/** By a module, whose inputs make all the difference. */
type Called = Candidate & { readonly line: RoleLine };

function compareCall(candidate: Called, blocks: readonly Block[], { workload, partition, state }: Against): Compared {
  const call = blocks.find((block): block is Iam5RoleBlock | Iam6RoleBlock => block.kind === `role-${candidate.line}`);
  if (call === undefined) return { differs: `irsa-${workload}.tf would not call the module.` };
  const more = blocks.find((block) => block !== call);
  if (more !== undefined) return { differs: `irsa-${workload}.tf would hold more than the role: ${nameOf(more)}.` };
  const { source, version = '', awsProvider = 'aws' } = call;
  const module = registryAddress(source);
  if (newestAllowed(module, version) !== candidate.release)
    return { differs: `Its module is of release ${candidate.release}, and irsa.yaml has ${version}.` };
  if (awsProvider !== (candidate.awsProvider ?? 'aws'))
    return { differs: `It is made with provider ${candidate.awsProvider ?? 'aws'}, and irsa.yaml has ${awsProvider}.` };
  const ours = effective(call.kind === 'role-iam-5' ? iam5RoleInputs(call) : iam6RoleInputs(call), candidate.line);
  const theirs = effective(candidate.inputs, candidate.line);
  const applied = knownFromState(candidate, state);
  const name = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].find((one) => {
    if (applied.has(one) && isSame(ours[one] ?? null, applied.get(one) ?? null, partition)) return false;
    return !isSame(comparable(one, ours[one]), comparable(one, theirs[one]), partition);
  });
  if (name !== undefined) return { differs: `${name} is ${inWords(theirs[name])}, and irsa.yaml comes to ${inWords(ours[name])}.` };
  return { to: `module.${call.label}`, moves: movesOf(candidate, call.label, ours, theirs, partition) };
}

/** Under which keys providers and policies stand makes no difference to what they say. */
function comparable(name: string, value: Value | undefined): Value {
  if (value === undefined) return null;
  if ((name === 'oidc_providers' || POLICIES.has(name)) && isMap(value)) {
    return Object.values(value.map).sort((a, b) => (spelled(a, 'aws') < spelled(b, 'aws') ? -1 : 1));
  }
  return value;
}

const POLICIES: ReadonlySet<string> = new Set(['role_policy_arns', 'policies']);

/** What the call leaves to Terraform, and the state knows. */
function knownFromState({ address, inputs, line }: Called, state: State | undefined): ReadonlyMap<string, Value> {
  const role = state?.role(address);
  if (role === undefined) return new Map();
  const [name, tags, policy] = [role['name'], role['tags'], state?.policy(address)?.['name']];
  return new Map<string, Value>([
    ...(typeof name === 'string' ? [[line === 'iam-5' ? 'role_name' : 'name', name] as const] : []),
    ...(line === 'iam-5' && typeof name === 'string' && inputs['role_name'] === undefined ? [['role_name_prefix', null] as const] : []),
    ...(line === 'iam-6' ? [['use_name_prefix', false] as const] : []),
    ...(typeof policy === 'string' ? [['policy_name', policy] as const] : []),
    ...(typeof tags === 'object' && tags !== null ? [['tags', { map: tags as Readonly<Record<string, string>> }] as const] : []),
  ]);
}

/** The call itself, and attachments whose keys are others from now on. */
function movesOf(candidate: Called, label: string, ours: Inputs, theirs: Inputs, partition: string): Move[] {
  const [from, to] = [candidate.address, `module.${label}`];
  const [input, resource] = candidate.line === 'iam-5' ? (['role_policy_arns', 'this'] as const) : (['policies', 'additional'] as const);
  const attachment = (key: string): string => `${to}.aws_iam_role_policy_attachment.${resource}["${key}"]`;
  const keys = new Map(entriesOf(ours[input]).map(([key, value]) => [spelled(value, partition), key]));
  return [
    ...(from === to ? [] : [{ from, to }]),
    ...entriesOf(theirs[input]).flatMap(([key, value]): Move[] => {
      const now = keys.get(spelled(value, partition));
      return now === undefined || now === key ? [] : [{ from: attachment(key), to: attachment(now) }];
    }),
  ];
}

type Inputs = Readonly<Record<string, Value>>;

const entriesOf = (value: Value | undefined): [string, Value][] => (isMap(value) && !isText(value) ? Object.entries(value.map) : []);
