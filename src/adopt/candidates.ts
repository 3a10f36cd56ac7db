/** Roles of a root that pods take: those whose module irsa.yaml calls too, and those that are left, each with why. Pure. */
import type { RoleLine } from '../catalog/add-on.ts';
import type { Value } from '../iam/text.ts';
import { releaseOfCall } from '../survey/module-calls.ts';
import { isTakenByPods } from '../survey/pod-roles.ts';
import type { Inventory, ModuleUse, Role } from '../survey/inventory.ts';
import type { Instance } from '../survey/gather/scopes.ts';
import type { TreeBlock } from '../survey/code/tree.ts';
import type { LeftRole } from './adoption.ts';
import { saidBy } from './said.ts';

/** A call of the module that create-irsa calls itself. */
export interface Candidate {
  readonly role: Role;
  readonly use: ModuleUse;
  readonly block: TreeBlock;
  readonly scope: Instance;
  readonly line: RoleLine;
  /** Of the module. */
  readonly release: string;
  /** Without what every call has. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** What it is given as provider `aws`, where it says so. */
  readonly awsProvider?: string;
}

const LINES: Readonly<Partial<Record<Role['form'], RoleLine>>> = {
  'iam-role-for-service-accounts-eks': 'iam-5',
  'iam-role-for-service-accounts': 'iam-6',
};

/** Of every module call; no inputs. */
const META: ReadonlySet<string> = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on']);

/** @param root folder of the root, as the inventory names it */
export function candidatesIn(
  inventory: Inventory,
  instances: readonly Instance[],
  root: string,
): { readonly candidates: readonly Candidate[]; readonly left: readonly LeftRole[] } {
  const candidates: Candidate[] = [];
  const left: LeftRole[] = [];
  const scope = instances.find((instance) => instance.root === root && instance.prefix === '');
  for (const role of inventory.roles) {
    if (role.root !== root || !isTakenByPods(role, inventory)) continue;
    const found = scope === undefined ? 'It is in no root module.' : candidateOf(role, inventory, scope);
    if (typeof found === 'object' && 'inputs' in found) candidates.push(found);
    else left.push(leave(role, typeof found === 'string' ? { why: found, fix: KEEP } : found));
  }
  return { candidates, left };
}

export const KEEP = 'Leave it where it is; `create-irsa scan` goes on looking at it.';

type Reason = Pick<LeftRole, 'why' | 'fix'>;

export const leave = ({ address, id, at }: Role, reason: Reason): LeftRole => ({ address: address ?? id, at, ...reason });

function candidateOf(role: Role, inventory: Inventory, scope: Instance): Candidate | Reason | string {
  const { form, address = '', repeated } = role;
  if (/^module\.[^.]+\./.test(address)) {
    return {
      why: `It is made in a module of this repository, ${address.split('.').slice(0, 2).join('.')}, which others may call too.`,
      fix: 'Leave it there, or move the call into this root first.',
    };
  }
  if (repeated !== undefined) {
    return {
      why: `It is made by ${repeated}, and so stands for any number of roles.`,
      fix: 'Write each role as a block of its own, with moved blocks from its instances, and adopt again.',
    };
  }
  const line = LINES[form];
  const block = scope.blocks.get(address);
  const use = inventory.modules.find(({ id }) => id === role.module);
  if (line === undefined || block === undefined || use === undefined)
    return OTHER[form] ?? { why: `irsa.yaml has no role of the form ${form}.`, fix: KEEP };
  if (block.at.file.endsWith('.json'))
    return { why: 'It is written in JSON, of which no patch can be shown.', fix: 'Write it in HCL, and adopt again.' };
  if (block.attributes.has('count') || block.attributes.has('for_each')) return { why: 'It is repeated.', fix: KEEP };
  const release = releaseOfCall(use);
  const wanted = line === 'iam-5' ? '5' : '6';
  if (release === undefined || release.split('.')[0] !== wanted) {
    return {
      why:
        release === undefined
          ? `Which release of the module it gets is not known here${use.version === undefined ? '' : `: ${use.version.value}`}.`
          : `Its module is of release ${release}, and create-irsa calls ${wanted}.x.`,
      fix: `Move it to ${wanted}.x of the module first, apply that, and adopt again.`,
    };
  }
  const after = dependencies(block);
  if (after !== undefined)
    return {
      why: `It waits for ${after} (depends_on), which the call in irsa-*.tf would not.`,
      fix: 'Take depends_on out if nothing needs it, and adopt again.',
    };
  const inputs = Object.fromEntries(
    [...block.attributes].filter(([name]) => !META.has(name)).map(([name, tree]) => [name, saidBy(tree, scope)]),
  );
  const awsProvider = providerOf(block);
  return { role, use, block, scope, line, release, inputs, ...(awsProvider === undefined ? {} : { awsProvider }) };
}

/** What it waits for beside what it names anyway. */
function dependencies(block: TreeBlock): string | undefined {
  const tree = block.attributes.get('depends_on');
  if (tree === undefined) return undefined;
  const named = JSON.stringify([...block.attributes].filter(([name]) => !META.has(name)).map(([, argument]) => argument));
  const others = (tree.kind === 'list' ? tree.items : [tree]).flatMap((item) => {
    const text = 'text' in item ? item.text : '…';
    return named.includes(`"${text}.`) ? [] : [text];
  });
  return others.length === 0 ? undefined : others.join(', ');
}

/** `providers = { aws = aws.use1 }` */
function providerOf(block: TreeBlock): string | undefined {
  const tree = block.attributes.get('providers');
  if (tree?.kind !== 'map') return undefined;
  const given = tree.entries.find(({ key }) => key.kind === 'reference' && key.text === 'aws');
  return given?.value.kind === 'reference' ? given.value.text : undefined;
}

const OTHER: Readonly<Partial<Record<Role['form'], Reason>>> = {
  resource: {
    why: 'It is an aws_iam_role of its own, and no module would make it word for word.',
    fix: KEEP,
  },
  'eks-karpenter': {
    why: 'The karpenter module makes queue, rules and the role of its nodes along with it, under names of its own.',
    fix: KEEP,
  },
  'blueprints-addons': {
    why: 'EKS Blueprints makes it along with the chart that it installs.',
    fix: 'Leave it there, or take the add-on out of Blueprints first.',
  },
  'blueprints-addon': {
    why: 'eks-blueprints-addon makes it along with the chart that it installs.',
    fix: 'Leave it there, or take the add-on out of Blueprints first.',
  },
  eksctl: {
    why: 'eksctl owns it, in a stack of CloudFormation.',
    fix: 'Leave it there: `create-irsa add` makes one beside it, and eksctl deletes its own.',
  },
};
