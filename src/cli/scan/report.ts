/** An inventory → lines for people: root by root, then what YAML has. Pure. */
import type { At } from '../../survey/found.ts';
import type { Cluster, Inventory, Role, Root } from '../../survey/inventory.ts';
import { spellWritten, type Written } from '../../survey/written.ts';
import type { Style } from '../style.ts';
import { wrap } from '../wrap.ts';

export function inventoryLines(inventory: Inventory, style: Style): string[] {
  const { roots, clusters, roles, serviceAccounts, associations, oidcProviders } = inventory;
  const sections = roots.flatMap((root) => rootLines(root, inventory, style));
  const elsewhere = withoutRoot(inventory, style);
  const count = [
    counted(roots.length, 'folder of Terraform', 'folders of Terraform'),
    counted(clusters.length, 'cluster', 'clusters'),
    counted(oidcProviders.length, 'OIDC provider', 'OIDC providers'),
    counted(roles.filter(isOfPods).length, 'role of pods', 'roles of pods'),
    counted(associations.length, 'association', 'associations'),
    counted(serviceAccounts.length, 'ServiceAccount', 'ServiceAccounts'),
  ];
  return [...sections, ...elsewhere, ...wrap(`Found: ${count.join(', ')}.`, style.width)];
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const isOfPods = ({ takenBy }: Role): boolean => takenBy.includes('web-identity') || takenBy.includes('pod-identity');

function rootLines(root: Root, inventory: Inventory, style: Style): string[] {
  const inside = <T extends { readonly root?: string }>(all: readonly T[]): readonly T[] => all.filter((one) => one.root === root.folder);
  const lines = [
    ...section(
      'Clusters',
      inside(inventory.clusters).flatMap((cluster) => clusterLines(cluster, root, style)),
      style,
    ),
    ...section(
      'OIDC providers',
      inside(inventory.oidcProviders).flatMap(({ address, at }) => item(address, '', at, style)),
      style,
    ),
    ...section(
      'Roles of pods',
      inside(inventory.roles)
        .filter(isOfPods)
        .flatMap((role) => roleLines(role, inventory, style)),
      style,
    ),
    ...section(
      'Associations',
      inside(inventory.associations).flatMap((one) => item(one.address ?? one.id, account(one), one.at, style)),
      style,
    ),
    ...section(
      'ServiceAccounts',
      inside(inventory.serviceAccounts).flatMap((one) =>
        item(account(one), one.roleArn === undefined ? '' : `takes ${said(one.roleArn.value)}`, one.at, style),
      ),
      style,
    ),
    ...section(
      'Roles that could not be read',
      inside(inventory.roles)
        .filter(isDark)
        .flatMap((role) => roleLines(role, inventory, style)),
      style,
    ),
  ];
  if (lines.length === 0) return [];
  const version = root.requiredVersion === undefined ? '' : ` ${root.requiredVersion.value}`;
  const providers = root.requiredProviders
    .filter(({ name }) => name === 'aws')
    .map(({ name, version: wanted = 'any version' }) => `${name} ${wanted}`);
  const locked = root.lockedProviders['aws'] === undefined ? [] : [`locked ${root.lockedProviders['aws']}`];
  const kind = root.kind === 'root' ? 'root module' : 'module';
  const facts = [
    `${kind}, ${root.engine === 'opentofu' ? 'OpenTofu' : 'Terraform'}${version}`,
    ...providers,
    ...locked,
    ...(root.terragrunt ? ['Terragrunt'] : []),
  ];
  return [
    style.colors.bold(root.folder === '.' ? 'This folder' : root.folder),
    ...wrap(facts.join(', '), style.width - 2).map((line) => `  ${line}`),
    ...lines,
    '',
  ];
}

/** Nobody is let in by what could be read of it. */
const isDark = ({ takenBy }: Role): boolean => takenBy.length === 0;

const section = (title: string, lines: readonly string[], { colors }: Style): string[] =>
  lines.length === 0 ? [] : [`  ${colors.bold(title)}`, ...lines];

/** Name and place on one line if they fit. */
function item(name: string, says: string, at: At, { colors, width }: Style): string[] {
  const place = `${at.file}:${at.line}`;
  const more = says === '' ? [] : wrap(says, width - 6).map((line) => `      ${line}`);
  return 4 + name.length + 2 + place.length <= width
    ? [`    ${colors.cyan(name)}  ${colors.dim(place)}`, ...more]
    : [`    ${colors.cyan(name)}`, `      ${colors.dim(place)}`, ...more];
}

const said = (written: Written): string => spellWritten(written);

const account = ({
  namespace,
  serviceAccount,
  name,
  of,
}: {
  readonly namespace?: Written;
  readonly serviceAccount?: Written;
  readonly name?: Written;
  readonly of?: Written;
}): string => {
  const own = serviceAccount ?? name;
  const called = own === undefined ? `that of ${of === undefined ? 'a chart' : said(of)}` : said(own);
  return namespace === undefined ? called : `${said(namespace)}:${called}`;
};

function clusterLines(cluster: Cluster, root: Root, style: Style): string[] {
  const { address, id, name, at, references } = cluster;
  const here = references.find((reference) => reference.root === root.folder) ?? references.at(-1);
  const missing = here?.missing ?? [];
  return [
    ...item(address ?? id, name === undefined ? '' : `named ${said(name)}`, at, style),
    ...(here?.oidcProviderArn === undefined ? [] : [`      provider  ${here.oidcProviderArn}`]),
    ...missing.flatMap(({ module, output, value }) =>
      wrap(`missing in ${module}: output "${output}" { value = ${value} }`, style.width - 6).map(
        (line) => `      ${style.colors.yellow(line)}`,
      ),
    ),
  ];
}

function roleLines(role: Role, inventory: Inventory, style: Style): string[] {
  const { id, address, form, name, subjects, trust, repeated, namePrefix, at } = role;
  const policies = inventory.edges.filter(({ kind, from }) => kind === 'role-policy' && from === id);
  const may = policies.map(({ to, written }) => {
    const policy = inventory.policies.find((one) => one.id === to);
    return (
      policy?.flag ??
      (policy?.name === undefined ? undefined : said(policy.name)) ??
      policy?.address ??
      (written === undefined ? (to ?? '') : said(written))
    );
  });
  const takers = subjects.map(({ subject }) => said(subject).replace('system:serviceaccount:', ''));
  const facts = [
    form === 'resource' ? '' : `by ${form}`,
    name === undefined ? '' : `named ${said(name)}${namePrefix ? '…' : ''}`,
    repeated === undefined ? '' : `one for each (${repeated})`,
  ];
  const line = (word: string, words: readonly string[]): string[] =>
    words.length === 0 ? [] : wrap(`${word} ${[...new Set(words)].join(', ')}`, style.width - 6).map((text) => `      ${text}`);
  return [
    ...item(address ?? id, facts.filter(Boolean).join(', '), at, style),
    ...line('taken by', takers),
    ...line('may', may),
    ...(trust.unread.length === 0
      ? []
      : line(
          'not read:',
          trust.unread.map(({ what, at: place }) => `${what} (${place.file}:${place.line})`),
        )),
  ];
}

function withoutRoot({ clusters, roles, serviceAccounts, associations }: Inventory, style: Style): string[] {
  const outside = <T extends { readonly root?: string }>(all: readonly T[]): readonly T[] => all.filter(({ root }) => root === undefined);
  const accounts = outside(serviceAccounts).filter(({ roleArn, created }) => created || roleArn !== undefined);
  const lines = [
    ...section(
      'Clusters of eksctl',
      outside(clusters).flatMap((one) => item(one.name === undefined ? one.id : said(one.name), '', one.at, style)),
      style,
    ),
    ...section(
      'Roles of eksctl',
      outside(roles).flatMap((one) => item(one.name === undefined ? one.id : said(one.name), '', one.at, style)),
      style,
    ),
    ...section(
      'Associations',
      outside(associations).flatMap((one) => item(account(one), '', one.at, style)),
      style,
    ),
    ...section(
      'ServiceAccounts',
      accounts.flatMap((one) => item(account(one), one.roleArn === undefined ? '' : `takes ${said(one.roleArn.value)}`, one.at, style)),
      style,
    ),
  ];
  return lines.length === 0 ? [] : [style.colors.bold('YAML'), ...lines, ''];
}
