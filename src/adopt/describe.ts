/** One call of a role module → what irsa.yaml says of it. Whether that comes to the same is found out by `compare.ts`. Pure. */
import type { AddOn } from '../catalog/add-on.ts';
import { addOns } from '../catalog/index.ts';
import { isText, partsOf, type Text, type Value } from '../iam/text.ts';
import type { WorkloadInput } from '../spec/spec-input.ts';
import { policyArnPattern } from '../spec/rules/aws.ts';
import { reservedIds, workloadIdPattern } from '../spec/rules/kubernetes.ts';
import { traversal } from '../spec/rules/terraform.ts';
import type { Inventory } from '../survey/inventory.ts';
import { knownText } from '../survey/written.ts';
import { addOnOf } from './add-on-of-call.ts';
import type { Candidate, Reason } from './candidate.ts';
import type { AdoptedCluster } from './clusters.ts';
import { inWords, isMap, withPartition } from './same.ts';
import type { State } from './state.ts';

/** Whom a call lets in: one ServiceAccount of one cluster. */
export interface Admitted {
  readonly provider: Text;
  readonly namespace: string;
  readonly serviceAccount: string;
}

const SPLIT = 'Give each ServiceAccount a role of its own, which is what irsa.yaml would do, and adopt again; or leave it.';

export function admittedBy({ inputs }: Candidate): Admitted | Reason {
  const providers = inputs['oidc_providers'];
  if (!isMap(providers))
    return {
      why: `Whom it lets in is known to Terraform only: oidc_providers = ${inWords(providers)}.`,
      fix: 'Write the map out, and adopt again.',
    };
  const [only, ...others] = Object.values(providers.map);
  if (only === undefined) return { why: 'It lets nobody in.', fix: 'Take it out if nothing uses it.' };
  if (others.length > 0)
    return {
      why: `It lets in tokens of ${others.length + 1} clusters.`,
      fix: 'Leave it, or describe the clusters as a share group of irsa.yaml yourself.',
    };
  const { provider_arn: provider, namespace_service_accounts: accounts } = isMap(only) ? only.map : {};
  if (provider === undefined || !isText(provider))
    return { why: 'Which OIDC provider it trusts is known to Terraform only.', fix: 'Write provider_arn out, and adopt again.' };
  const [account, ...more] = Array.isArray(accounts) ? (accounts as readonly Value[]) : [];
  if (more.length > 0)
    return {
      why: `It lets in ${more.length + 1} ServiceAccounts: ${[account, ...more].map((one) => (typeof one === 'string' ? one : inWords(one))).join(', ')}.`,
      fix: SPLIT,
    };
  const [, namespace, serviceAccount] = typeof account === 'string' ? (/^([a-z0-9-]+):([a-z0-9.-]+)$/.exec(account) ?? []) : [];
  if (namespace === undefined || serviceAccount === undefined)
    return {
      why: `Whom it lets in is ${typeof account === 'string' && /[*?]/.test(account) ? 'a pattern' : 'known to Terraform only'}: ${inWords(account ?? accounts)}.`,
      fix: 'Name one ServiceAccount, and adopt again.',
    };
  return { provider, namespace, serviceAccount };
}

export interface Described {
  readonly section: 'addOns' | 'apps';
  readonly id: string;
  readonly input: WorkloadInput;
  readonly role: string;
  readonly lacks: boolean;
}

export interface Around {
  readonly inventory: Inventory;
  readonly cluster: AdoptedCluster;
  /** Whether there is another one. */
  readonly several: boolean;
  readonly taken: ReadonlySet<string>;
  readonly state: State | undefined;
}

export function describe(candidate: Candidate, admitted: Admitted, around: Around): Described | Reason {
  const { inputs, line } = candidate;
  const { cluster, state } = around;
  const addOn =
    line === 'resource' ? undefined : addOnOf({ inputs, line, partition: cluster.partition, clusterNames: [cluster.clusterName] });
  if (Array.isArray(addOn)) {
    return {
      why: `What ${addOn.join(' and ')} allows here no add-on of the catalog comes to.`,
      fix: 'Compare `create-irsa catalog` with the arguments of the call: what they name has to be what an add-on’s options name.',
    };
  }
  const found = addOn as Exclude<typeof addOn, readonly string[]>;
  const words = WORDS[line];
  const applied = state?.role(candidate.address);
  const said = inputs[words.name];
  const isPrefix = line === 'iam-6' ? inputs['use_name_prefix'] !== false : inputs[words.prefix] !== undefined;
  const role = typeof said === 'string' && !isPrefix ? said : text(applied?.['name']);
  if (role === undefined)
    return {
      why: `Its name is known to Terraform only: ${inWords(said ?? inputs[words.prefix])}${isPrefix ? ', with an ending that it chose' : ''}.`,
      fix: STATE,
    };
  const tags = tagsOf(inputs['tags'], applied?.['tags']);
  if (tags === undefined) return { why: `Its tags are known to Terraform only: ${inWords(inputs['tags'])}.`, fix: STATE };
  const policies = policiesOf(inputs[words.policies], cluster.partition);
  if ('why' in policies) return policies;
  const boundary = inputs[words.boundary];
  if (boundary !== undefined && boundary !== null && (typeof boundary !== 'string' || !policyArnPattern.test(boundary))) {
    return {
      why: `Its permissions boundary is no ARN that is known here: ${inWords(boundary)}.`,
      fix: 'Write the ARN out, and adopt again.',
    };
  }
  const description = inputs[words.description];
  const modulePolicy = line === 'iam-6' && found !== undefined ? modulePolicyName(inputs, state?.policy(candidate.address)) : {};
  if ('why' in modulePolicy) return modulePolicy;
  const common: WorkloadInput = {
    ...(around.several ? { clusters: [cluster.key] } : {}),
    ...policies,
    roleName: role,
    ...modulePolicy,
    roleDescription: typeof description === 'string' ? description : '',
    ...(typeof boundary === 'string' ? { permissionsBoundary: boundary } : {}),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
  const { namespace, serviceAccount } = admitted;
  if (found === undefined) {
    const id = appId(admitted, around.taken);
    return {
      section: 'apps',
      id,
      role,
      lacks: false,
      input: {
        namespace,
        ...(serviceAccount === id ? {} : { serviceAccount }),
        ...(line === 'resource' ? { withoutModule: true } : {}),
        ...common,
      },
    };
  }
  const { id } = found.addOn;
  if (around.taken.has(id))
    return {
      why: `${id} is in irsa.yaml already: it takes one role for each cluster, by one name.`,
      fix: 'Leave this one, or give it an irsa.yaml of its own.',
    };
  const installer = installerOf(id, admitted, around.inventory);
  const { subjects } = found.addOn;
  const usual = subjects[installer] ?? subjects.helm;
  return {
    section: 'addOns',
    id,
    role,
    lacks: found.lacks,
    input: {
      ...found.options,
      ...(usual.namespace === namespace ? {} : { namespace }),
      ...accountOf(found.addOn, serviceAccount, usual.serviceAccount, installer),
      ...(installer === 'helm' ? {} : { installer }),
      ...(found.lacks ? { moduleOnly: true } : {}),
      ...common,
    },
  };
}

const STATE = 'Say --state with what `terraform show -json` prints, or --terraform, which runs that; or write it out in the call.';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** How each line calls what all roles have. */
const WORDS = {
  'iam-5': {
    name: 'role_name',
    prefix: 'role_name_prefix',
    policies: 'role_policy_arns',
    boundary: 'role_permissions_boundary_arn',
    description: 'role_description',
  },
  'iam-6': { name: 'name', prefix: '', policies: 'policies', boundary: 'permissions_boundary', description: 'description' },
  resource: { name: 'name', prefix: 'name_prefix', policies: 'policies', boundary: 'permissions_boundary', description: 'description' },
} as const;

/** Literal, or as the state has them. */
function tagsOf(said: Value | undefined, applied: unknown): Readonly<Record<string, string>> | undefined {
  if (said === undefined || said === null) return {};
  if (isMap(said) && Object.values(said.map).every((value) => typeof value === 'string'))
    return said.map as Readonly<Record<string, string>>;
  if (typeof applied !== 'object' || applied === null) return undefined;
  const tags = Object.entries(applied).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(tags);
}

/** Of AWS by their ARNs, of this root by references. */
function policiesOf(said: Value | undefined, partition: string): Pick<WorkloadInput, 'managedPolicies' | 'policyRefs'> | Reason {
  if (said === undefined || said === null) return {};
  if (!isMap(said))
    return { why: `Which policies it gets is known to Terraform only: ${inWords(said)}.`, fix: 'Write the map out, and adopt again.' };
  const managedPolicies: string[] = [];
  const policyRefs: string[] = [];
  for (const value of Object.values(said.map)) {
    const known = isText(value) ? withPartition(value, partition) : value;
    const [only, ...others] = isText(known) ? partsOf(known) : [];
    if (typeof known === 'string' && policyArnPattern.test(known)) managedPolicies.push(known);
    else if (typeof only === 'object' && 'ref' in only && others.length === 0 && traversal(only.ref) === undefined)
      policyRefs.push(only.ref);
    else
      return {
        why: `One of its policies is neither an ARN nor a plain reference: ${inWords(value)}.`,
        fix: 'Put the expression into a local, and adopt again.',
      };
  }
  return { ...(managedPolicies.length === 0 ? {} : { managedPolicies }), ...(policyRefs.length === 0 ? {} : { policyRefs }) };
}

/** iam 6.x names it after the add-on, with an ending of its own choice unless it is told not to. */
function modulePolicyName(
  inputs: Candidate['inputs'],
  applied: Readonly<Record<string, unknown>> | undefined,
): Pick<WorkloadInput, 'modulePolicyName'> | Reason {
  const said = inputs['policy_name'];
  const name = typeof said === 'string' && inputs['use_name_prefix'] === false ? said : text(applied?.['name']);
  return name === undefined
    ? { why: 'How its module has named its policy is known to Terraform only.', fix: STATE }
    : { modulePolicyName: name };
}

function appId({ namespace, serviceAccount }: Admitted, taken: ReadonlySet<string>): string {
  const isFree = (id: string): boolean =>
    workloadIdPattern.test(id) && !taken.has(id) && !addOns.ids.includes(id) && !reservedIds.includes(id);
  const wanted = [serviceAccount, `${namespace}-${serviceAccount}`].map((name) =>
    name.replaceAll('.', '-').slice(0, 40).replace(/-+$/, ''),
  );
  const free = wanted.find(isFree);
  if (free !== undefined) return free;
  for (let n = 2; ; n++) if (isFree(`app-${n}`)) return `app-${n}`;
}

/** Whoever annotates it now goes on doing so. */
function accountOf({ helm }: AddOn, name: string, usual: string, installer: string): Pick<WorkloadInput, 'serviceAccount'> {
  if (installer === 'helm' && helm.annotatedByOthers === true) return { serviceAccount: { name, owner: 'none' } };
  return name === usual ? {} : { serviceAccount: name };
}

/** EKS, where an add-on of it is given the role here; Blueprints by the names that it gives. */
function installerOf(
  id: string,
  { namespace, serviceAccount }: Admitted,
  { serviceAccounts }: Inventory,
): 'helm' | 'eks-addon' | 'blueprints' {
  const { subjects, eksAddOn } = addOns.find(id) ?? {};
  const isUsual = (installer: 'helm' | 'eks-addon' | 'blueprints'): boolean =>
    subjects?.[installer]?.namespace === namespace && subjects[installer].serviceAccount === serviceAccount;
  const byEks = serviceAccounts.some(({ form, of }) => form === 'eks-add-on' && knownText(of) === eksAddOn);
  if (isUsual('eks-addon') && (byEks || !isUsual('helm'))) return 'eks-addon';
  return isUsual('blueprints') && !isUsual('helm') ? 'blueprints' : 'helm';
}
