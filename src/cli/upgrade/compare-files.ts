/** Files as another version of create-irsa has written them against what this version would write, by what their roles may do. */
import { differences } from '../../access/difference.ts';
import { rolesOfFiles } from '../../access/of-files.ts';
import type { RoleDifference } from '../../access/change.ts';
import type { RolePermissions } from '../../access/role-permissions.ts';
import { TEST_FOLDERS } from '../../plan/own-folders.ts';
import type { Change } from '../../repo/change-set.ts';
import { readTerraform } from './read-terraform.ts';

const isTerraform = (change: Change): boolean =>
  /\.tf(\.json)?$/.test(change.path) && !TEST_FOLDERS.some((folder) => `/${folderOf(change)}`.endsWith(`/${folder}/`));

/** Where it is a folder that counts: a root of its own has roles of its own. */
const folderOf = ({ path }: Change): string => path.slice(0, path.lastIndexOf('/') + 1);

/** @param changes of one spec, with the contents of all its files */
export async function compareFiles(changes: readonly Change[]): Promise<readonly RoleDifference[]> {
  const files = changes.filter(isTerraform);
  const found: RoleDifference[] = [];
  for (const folder of new Set(files.map(folderOf))) {
    const there = files.filter((change) => folderOf(change) === folder);
    const before = await rolesIn(there, ({ theirs }) => theirs, folder);
    const after = await rolesIn(there, ({ kind, ours, theirs }) => (kind === 'unchanged' ? (ours ?? theirs) : ours), folder);
    found.push(...differences(before, after));
  }
  return found;
}

async function rolesIn(
  changes: readonly Change[],
  side: (change: Change) => string | undefined,
  folder: string,
): Promise<readonly RolePermissions[]> {
  const blocks = [];
  for (const change of changes) blocks.push(...(await readTerraform(change.path, side(change) ?? '')));
  return rolesOfFiles(blocks).map((role) => (folder === '' ? role : { ...role, key: `${folder}${role.key}` }));
}
