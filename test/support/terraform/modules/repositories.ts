/**
 * Terraform modules in local git repositories. A folder OWNER+terraform-PROVIDER-NAME or
 * OWNER/terraform-PROVIDER-NAME, bare or with a work tree, or with the repository in `repo` inside
 * it, is the module OWNER/NAME/PROVIDER of the public registry; its tags are the versions.
 * A plain terraform-PROVIDER-NAME is one of terraform-aws-modules.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Module } from './registry.ts';

const run = promisify(execFile);
const NAME = /^terraform-([a-z0-9]+)-(.+)$/;
const TAG = /^v?(\d+\.\d+\.\d+)$/;

const gitFolder = (folder: string): string | undefined =>
  ['', 'repo', '.git', 'repo/.git']
    .map((part) => join(folder, part))
    .find((git) => existsSync(join(git, 'HEAD')) && existsSync(join(git, 'objects')));

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);

function module(git: string): Module {
  let tags: Promise<ReadonlyMap<string, string>> | undefined;
  const readTags = async () => {
    const { stdout } = await run('git', ['--git-dir', git, 'tag', '--list']);
    const versions = stdout.split('\n').map((tag): [string, string] => [TAG.exec(tag)?.[1] ?? '', tag]);
    return new Map(versions.filter(([version]) => version !== ''));
  };
  return {
    versions: async () => [...(await (tags ??= readTags())).keys()],
    archive: async (version) => {
      const tag = (await (tags ??= readTags())).get(version) ?? version;
      const { stdout } = await run('git', ['--git-dir', git, 'archive', '--format=tar.gz', tag], {
        encoding: 'buffer',
        maxBuffer: 1 << 28,
      });
      return stdout;
    },
  };
}

/** @returns registry address (`owner/name/provider`) → its releases */
export function repositoriesIn(folder: string): ReadonlyMap<string, Module> {
  const found = new Map<string, Module>();
  const consider = (owner: string, repository: string, path: string): boolean => {
    const [, provider, name] = NAME.exec(repository) ?? [];
    const git = provider && name ? gitFolder(path) : undefined;
    if (git) found.set(`${owner}/${name}/${provider}`, module(git));
    return git !== undefined;
  };
  for (const entry of foldersIn(folder)) {
    const path = join(folder, entry);
    const plus = entry.indexOf('+');
    if (plus > 0) consider(entry.slice(0, plus), entry.slice(plus + 1), path);
    else if (!consider('terraform-aws-modules', entry, path))
      for (const inner of foldersIn(path)) consider(entry, inner, join(path, inner));
  }
  return found;
}
