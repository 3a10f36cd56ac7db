import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory, Root } from '../inventory.ts';

export const providerNoVersion: FindingKind = {
  code: 'provider-no-version',
  severity: 'note',
  title: 'AWS provider without a version',
  why: 'A new major release of the provider comes with the next init, and its resources are not those of the one before.',
  link: 'https://developer.hashicorp.com/terraform/language/providers/requirements#version-constraints',
  find: (inventory) => inventory.roots.flatMap((root) => sightings(root, inventory)),
};

/** A lock file, Terragrunt, or a module that is called may say it as well. */
function sightings(root: Root, { providers, modules }: Inventory): readonly Sighting[] {
  const provider = providers.find((one) => one.root === root.folder && one.name === 'aws');
  const isSaid =
    root.requiredProviders.some(({ name, version }) => name === 'aws' && version !== undefined) ||
    root.lockedProviders['aws'] !== undefined ||
    root.terragrunt !== undefined ||
    modules.some((use) => use.root === root.folder);
  if (root.kind !== 'root' || provider === undefined || provider.generated === true || isSaid) return [];
  return [
    {
      at: provider.at,
      subject: provider.id,
      message: 'Nothing says which versions of the AWS provider this root module takes.',
      fix: 'Name a version of aws in required_providers, and commit .terraform.lock.hcl.',
    },
  ];
}
