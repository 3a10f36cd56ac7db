import type { FindingKind, Sighting } from '../finding.ts';
import type { At } from '../found.ts';
import type { Inventory } from '../inventory.ts';
import { isNodeRole } from '../pod-roles.ts';

export const imdsHopLimit: FindingKind = {
  code: 'imds-hop-limit',
  severity: 'warning',
  title: 'Pods reach the role of their node',
  why: 'A pod that takes its credentials from the instance metadata service has all that the node may do, with or without a role of its own.',
  link: 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  find: (inventory) => inventory.nodeGroups.filter((group) => areNodes(group, inventory)).flatMap(sightings),
};

const sightings = ({ id, hopLimit, httpTokens }: Inventory['nodeGroups'][number]): readonly Sighting[] => [
  ...(typeof hopLimit?.value === 'number' && hopLimit.value > 1
    ? [
        {
          at: hopLimit.at,
          subject: id,
          message: `A hop limit of ${hopLimit.value} lets pods reach the instance metadata service.`,
          fix: 'Set it to 1, once no pod lives on the role of its node: `create-irsa migrate node-role` finds those that do.',
        },
      ]
    : []),
  ...(httpTokens?.value === 'optional'
    ? [
        {
          at: httpTokens.at,
          subject: id,
          message: 'Tokens are optional, so version 1 of the instance metadata service answers whoever asks.',
          fix: 'Set http_tokens = "required".',
        },
      ]
    : []),
];

/** A launch template may be for any machine; it is for nodes where its folder makes a node group, or a role of nodes. */
const areNodes = ({ form, at }: Inventory['nodeGroups'][number], inventory: Inventory): boolean => {
  if (form !== 'launch-template') return true;
  const isBeside = (other: At): boolean => folderOf(other.file) === folderOf(at.file);
  return (
    inventory.nodeGroups.some((other) => other.form === 'resource' && isBeside(other.at)) ||
    inventory.roles.some((role) => isBeside(role.at) && isNodeRole(role, inventory))
  );
};

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
