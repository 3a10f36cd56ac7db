/** Roles of a root that pods take: those that irsa.yaml may be able to say, and those that are left, each with why. Pure. */
import type { RoleLine } from '../catalog/add-on.ts';
import { addressOf, IAM } from '../plan/module-families.ts';
import { addressOfCall, pinOfCall, releaseOfCall } from '../survey/module-calls.ts';
import { isTakenByPods } from '../survey/pod-roles.ts';
import type { Inventory, ModuleUse, Role } from '../survey/inventory.ts';
import type { Instance } from '../survey/gather/scopes.ts';
import type { TreeBlock } from '../survey/code/tree.ts';
import type { Asked } from './adopt.ts';
import type { LeftRole } from './adoption.ts';
import { spellWritten } from '../survey/written.ts';
import { KEEP, leave, OF_POD_IDENTITY, type Candidate, type Reason } from './candidate.ts';
import { resourceCandidate } from './resource-candidate.ts';
import { saidBy } from './said.ts';
import type { State } from './state.ts';
import { META, waitsFor } from './waits-for.ts';

const LINES: Readonly<Partial<Record<Role['form'], RoleLine>>> = {
  'iam-role-for-service-accounts-eks': 'iam-5',
  'iam-role-for-service-accounts': 'iam-6',
};

export function candidatesIn({ inventory, instances, root, facts, state }: Asked): {
  readonly candidates: readonly Candidate[];
  readonly left: readonly LeftRole[];
} {
  const candidates: Candidate[] = [];
  const left: LeftRole[] = [];
  // What create-irsa has written itself is in irsa.yaml already, and no fact of the root.
  const addresses = new Set(facts.addresses);
  const scope = instances.find((instance) => instance.root === root && instance.prefix === '');
  for (const role of inventory.roles) {
    if (role.root !== root || !isTakenByPods(role, inventory) || scope === undefined) continue;
    if (!addresses.has((role.address ?? '').split('.').slice(0, 2).join('.'))) continue;
    const found = candidateOf(role, inventory, scope, state);
    if ('inputs' in found) candidates.push(found);
    else left.push(leave(role, found));
  }
  return { candidates, left };
}

function candidateOf(role: Role, inventory: Inventory, scope: Instance, state: State | undefined): Candidate | Reason {
  const { form, address = '', repeated } = role;
  if (/^module\.[^.]+\./.test(address)) {
    return {
      why: `It is made in a module of this repository, ${address.split('.').slice(0, 2).join('.')}, which others may call too.`,
      fix: 'Leave it there, or move what makes it into this root first, with moved blocks.',
    };
  }
  if (repeated !== undefined) {
    return {
      why: `It is made by ${repeated}, and so stands for any number of roles.`,
      fix: 'Write each role as a block of its own, with moved blocks from its instances, and adopt again.',
    };
  }
  const block = scope.blocks.get(address);
  if (block?.at.file.endsWith('.json') === true)
    return { why: 'It is written in JSON, of which no patch can be shown.', fix: 'Write it in HCL, and adopt again.' };
  if (form === 'resource' && block !== undefined) return resourceCandidate(role, block, scope, state);
  const line = LINES[form];
  const use = inventory.modules.find(({ id }) => id === role.module);
  if (line === undefined || block === undefined || use === undefined)
    return OTHER[form] ?? { why: `irsa.yaml has no role of the form ${form}.`, fix: KEEP };
  return callCandidate(role, { block, use, line }, scope);
}

/** A call of the module that create-irsa calls itself. */
function callCandidate(
  role: Role,
  { block, use, line }: { readonly block: TreeBlock; readonly use: ModuleUse; readonly line: RoleLine },
  scope: Instance,
): Candidate | Reason {
  const wanted = line === 'iam-5' ? '5' : '6';
  const address = addressOfCall(use);
  if (address !== addressOf(IAM, Number(wanted))) {
    return {
      why: `Its module is a copy, ${spellWritten(use.source.value)}, and may differ from the published one that irsa.yaml has called.`,
      fix: `Call ${addressOf(IAM, Number(wanted))} instead, apply that, and adopt again.`,
    };
  }
  const release = releaseOfCall(use);
  if (release === undefined || release.split('.')[0] !== wanted) {
    return {
      why:
        release === undefined
          ? `Which release of the module it gets is not known here${use.version === undefined ? '' : `: ${use.version.value}`}.`
          : `Its module is of release ${release}, and create-irsa calls ${wanted}.x.`,
      fix: `Move it to ${wanted}.x of the module first, apply that, and adopt again.`,
    };
  }
  const after = waitsFor(block);
  if (after !== undefined) {
    return {
      why: `It waits for ${after} (depends_on), which the call in irsa-*.tf would not.`,
      fix: 'Take depends_on out if nothing needs it, and adopt again.',
    };
  }
  const inputs = Object.fromEntries(
    [...block.attributes].filter(([name]) => !META.has(name)).map(([name, tree]) => [name, saidBy(tree, scope)]),
  );
  const awsProvider = providerOf(block);
  return {
    role,
    address: `module.${use.label}`,
    line,
    release,
    ...(pinOfCall(use) === undefined ? { loosely: use.version?.value ?? 'no version' } : {}),
    inputs,
    ...(awsProvider === undefined ? {} : { awsProvider }),
  };
}

/** `providers = { aws = aws.use1 }` */
function providerOf(block: TreeBlock): string | undefined {
  const tree = block.attributes.get('providers');
  if (tree?.kind !== 'map') return undefined;
  const given = tree.entries.find(({ key }) => key.kind === 'reference' && key.text === 'aws');
  return given?.value.kind === 'reference' ? given.value.text : undefined;
}

const OTHER: Readonly<Partial<Record<Role['form'], Reason>>> = {
  'eks-karpenter': {
    why: 'The karpenter module makes queue, rules and the role of its nodes along with it, under names of its own.',
    fix: KEEP,
  },
  'eks-pod-identity': OF_POD_IDENTITY,
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
